/** A folder of plain texts that a model tags in one go: how far it is, and what came of it. */
import { create } from 'zustand';
import { type ReviewedDocument, usualReviewBelow } from '../../workers/protocol/batch.ts';
import type { Problem } from '../../workers/protocol/errors.ts';
import type { Progress } from '../engine/progress.ts';

interface TaggedFolder {
  readonly corpusId: string;
  readonly name: string;
  readonly model: string;
  readonly documents: number;
  readonly spans: number;
  readonly reviewBelow: number;
  readonly review: readonly ReviewedDocument[];
  /** What was left out, and which encodings were worked out. */
  readonly told: readonly string[];
}

interface TaggingState {
  /** 0 to 1. */
  readonly reviewBelow: number;
  readonly tagging: Progress | null;
  readonly problem: Problem | null;
  readonly finished: TaggedFolder | null;
}

export const useTagging = create<TaggingState>()(() => ({
  reviewBelow: usualReviewBelow,
  tagging: null,
  problem: null,
  finished: null,
}));

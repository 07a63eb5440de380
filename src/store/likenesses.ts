/** What the source model calls the target's categories that it does not know, and which proposals the user wants no more. */
import { create } from 'zustand';
import type { CorpusSummary } from '../../workers/protocol/engine.ts';
import type { Likenesses } from '../../workers/protocol/likenesses.ts';
import type { ModelSummary } from '../../workers/protocol/model.ts';

/** That a category is one of the model's by another name, or a kind of one. */
export type Proposal = 'same' | 'kind';

interface LikenessesState {
  /** Of which model and which state of which corpus. */
  readonly of: string | null;
  readonly likenesses: Likenesses;
  /** 0 to 1 while it is found out. */
  readonly working: number | null;
  /** By model, corpus, proposal and category. */
  readonly dismissed: readonly string[];
}

export const useLikenesses = create<LikenessesState>()(() => ({
  of: null,
  likenesses: {},
  working: null,
  dismissed: [],
}));

type Model = Pick<ModelSummary, 'id'>;
type Corpus = Pick<CorpusSummary, 'id' | 'revision'>;

/** What `of` is for these. */
export function likenessesKey(model: Model, corpus: Corpus): string {
  return JSON.stringify([model.id, corpus.id, corpus.revision]);
}

const none: Likenesses = {};

/** Empty as long as they are not known. */
export function useLikenessesOf(model: Model | null, corpus: Corpus | null): Likenesses {
  return useLikenesses(({ of, likenesses }) =>
    model && corpus && of === likenessesKey(model, corpus) ? likenesses : none,
  );
}

const dismissalKey = (model: Model, corpus: Corpus, proposal: Proposal, category: string) =>
  JSON.stringify([model.id, corpus.id, proposal, category]);

export function dismissProposals(
  model: Model,
  corpus: Corpus,
  proposal: Proposal,
  categories: readonly string[],
): void {
  const keys = categories.map((category) => dismissalKey(model, corpus, proposal, category));
  useLikenesses.setState(({ dismissed }) => ({ dismissed: [...new Set([...dismissed, ...keys])] }));
}

/** Whether a proposal was dismissed, as a function that stays the same until another is. */
export function isDismissedAmong(
  dismissed: readonly string[],
  model: Model,
  corpus: Corpus,
): (proposal: Proposal, category: string) => boolean {
  return (proposal, category) => dismissed.includes(dismissalKey(model, corpus, proposal, category));
}

/** The encoders that lie beside the studio, those that the browser keeps of them, and the one that is being fetched. */
import { create } from 'zustand';
import type { Problem } from '../../workers/protocol/errors.ts';
import type { OfferedEncoder } from '../../workers/protocol/offeredEncoder.ts';
import type { Progress } from '../engine/progress.ts';

interface OffersState {
  readonly encoders: readonly OfferedEncoder[];
  /** Names. */
  readonly kept: readonly string[];
  readonly fetching: { readonly name: string; readonly progress: Progress } | null;
  readonly problem: Problem | null;
}

export const useOffers = create<OffersState>()(() => ({ encoders: [], kept: [], fetching: null, problem: null }));

/** The corpora that were imported, and the one at hand. Their texts stay in the corpus worker. */
import { create } from 'zustand';
import type { CorpusSummary } from '../../workers/protocol/engine.ts';
import type { Problem } from '../../workers/protocol/errors.ts';
import type { Progress } from '../engine/progress.ts';
import { noteCategories } from './colours.ts';

interface CorporaState {
  readonly corpora: readonly CorpusSummary[];
  readonly selectedId: string | null;
  readonly importing: Progress | null;
  readonly problem: Problem | null;
}

export const useCorpora = create<CorporaState>()(() => ({
  corpora: [],
  selectedId: null,
  importing: null,
  problem: null,
}));

/** The corpus that the panels show and the next run trains on. */
export function selectedCorpus(state: CorporaState): CorpusSummary | null {
  return state.corpora.find((corpus) => corpus.id === state.selectedId) ?? null;
}

export function useSelectedCorpus(): CorpusSummary | null {
  return useCorpora(selectedCorpus);
}

export function selectCorpus(selectedId: string | null): void {
  useCorpora.setState({ selectedId });
}

/** A new corpus, or a newer state of one that is there; it becomes the one at hand. */
export function keepCorpus(corpus: CorpusSummary): void {
  noteCategories(corpus.categories);
  useCorpora.setState(({ corpora }) => ({
    corpora: corpora.some(({ id }) => id === corpus.id)
      ? corpora.map((other) => (other.id === corpus.id ? corpus : other))
      : [...corpora, corpus],
    selectedId: corpus.id,
  }));
}

export function forgetCorpus(corpusId: string): void {
  useCorpora.setState(({ corpora, selectedId }) => {
    const left = corpora.filter(({ id }) => id !== corpusId);
    return { corpora: left, selectedId: selectedId === corpusId ? (left.at(-1)?.id ?? null) : selectedId };
  });
}

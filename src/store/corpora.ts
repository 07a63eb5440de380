/** The corpora that were imported. Runs take them in roles, such as the target. Their texts stay in the corpus worker. */
import { create } from 'zustand';
import type { CorpusReference, CorpusSummary, RunRequest } from '../../workers/protocol/engine.ts';
import type { Problem } from '../../workers/protocol/errors.ts';
import type { Progress } from '../engine/progress.ts';

interface CorporaState {
  readonly corpora: readonly CorpusSummary[];
  /** Ids; null where the next run has none in the role. */
  readonly roles: Readonly<Record<keyof RunRequest['corpora'], string | null>>;
  readonly importing: Progress | null;
  readonly problem: Problem | null;
}

export const useCorpora = create<CorporaState>()(() => ({
  corpora: [],
  roles: { target: null },
  importing: null,
  problem: null,
}));

/** The corpus that the panels show and the next run trains on. */
export function targetCorpus({ corpora, roles }: CorporaState): CorpusSummary | null {
  return corpora.find(({ id }) => id === roles.target) ?? null;
}

export function useTargetCorpus(): CorpusSummary | null {
  return useCorpora(targetCorpus);
}

export function setTarget(target: string | null): void {
  useCorpora.setState(({ roles }) => ({ roles: { ...roles, target } }));
}

/** The corpus as it is now. */
export function referenceTo({ id, revision }: CorpusSummary): CorpusReference {
  return { id, revision };
}

/** A new corpus, or a newer state of one that is there; it becomes the target. */
export function keepCorpus(corpus: CorpusSummary): void {
  useCorpora.setState(({ corpora, roles }) => ({
    corpora: corpora.some(({ id }) => id === corpus.id)
      ? corpora.map((other) => (other.id === corpus.id ? corpus : other))
      : [...corpora, corpus],
    roles: { ...roles, target: corpus.id },
  }));
}

export function forgetCorpus(corpusId: string): void {
  useCorpora.setState(({ corpora, roles }) => {
    const left = corpora.filter(({ id }) => id !== corpusId);
    return {
      corpora: left,
      roles: { ...roles, target: roles.target === corpusId ? (left.at(-1)?.id ?? null) : roles.target },
    };
  });
}

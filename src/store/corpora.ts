/** The corpora that were imported. Runs take them in roles, such as the target. Their texts stay in the corpus worker. */
import { create } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { CorpusReference, CorpusSummary } from '../../workers/protocol/engine.ts';
import type { Problem } from '../../workers/protocol/errors.ts';
import type { Progress } from '../engine/progress.ts';

interface CorporaState {
  readonly corpora: readonly CorpusSummary[];
  /** Taken off the page, and still with the worker: each can be taken back. */
  readonly removed: readonly CorpusSummary[];
  /** Ids; null where the next run has none in the role. */
  readonly roles: Readonly<Record<'target' | 'yardstick', string | null>>;
  /** Ids of those that are ticked to be learned together with the target; the target itself may be among them. */
  readonly together: readonly string[];
  readonly importing: Progress | null;
  readonly problem: Problem | null;
}

export const useCorpora = create<CorporaState>()(() => ({
  corpora: [],
  removed: [],
  roles: { target: null, yardstick: null },
  together: [],
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

/** By which an adaptation measures what its source model knew; null where that is what the model carries. */
export function yardstickCorpus({ corpora, roles }: CorporaState): CorpusSummary | null {
  return corpora.find(({ id }) => id === roles.yardstick && id !== roles.target) ?? null;
}

export function useYardstickCorpus(): CorpusSummary | null {
  return useCorpora(yardstickCorpus);
}

export function setYardstick(yardstick: string | null): void {
  useCorpora.setState(({ roles }) => ({ roles: { ...roles, yardstick } }));
}

/** What a joint run learns together with the target, in the order in which the corpora came. */
export function sourceCorpora({ corpora, roles, together }: CorporaState): CorpusSummary[] {
  return corpora.filter(({ id }) => id !== roles.target && together.includes(id));
}

export function useSourceCorpora(): CorpusSummary[] {
  return useCorpora(useShallow(sourceCorpora));
}

export function setTogether(corpusId: string, on: boolean): void {
  useCorpora.setState(({ together }) => ({
    together: [...together.filter((id) => id !== corpusId), ...(on ? [corpusId] : [])],
  }));
}

/** The corpus as it is now. */
export function referenceTo({ id, revision, name }: CorpusSummary): CorpusReference {
  return { id, revision, name };
}

/** A new corpus; it becomes the target. */
export function keepCorpus(corpus: CorpusSummary): void {
  useCorpora.setState(({ corpora, roles }) => ({
    corpora: [...corpora.filter(({ id }) => id !== corpus.id), corpus],
    roles: { ...roles, target: corpus.id },
  }));
}

/** A newer state of a corpus. One that was removed while it was worked out stays removed, and would come back like this. */
export function updateCorpus(corpus: CorpusSummary): void {
  const newer = (other: CorpusSummary) => (other.id === corpus.id ? corpus : other);
  useCorpora.setState(({ corpora, removed }) => ({ corpora: corpora.map(newer), removed: removed.map(newer) }));
}

/** Takes a corpus off the page; it can be taken back. */
export function setAsideCorpus(corpusId: string): void {
  useCorpora.setState((state) => ({
    ...without(state, corpusId),
    removed: [...state.removed, ...state.corpora.filter(({ id }) => id === corpusId)],
  }));
}

/** Puts a corpus that was set aside back on the page, as it is by now. The target stays what it is. */
export function takeBackCorpus(corpusId: string): void {
  useCorpora.setState(({ corpora, removed }) => ({
    corpora: [...corpora, ...removed.filter(({ id }) => id === corpusId)],
    removed: removed.filter(({ id }) => id !== corpusId),
  }));
}

/** For good. */
export function forgetCorpus(corpusId: string): void {
  useCorpora.setState((state) => ({
    ...without(state, corpusId),
    removed: state.removed.filter(({ id }) => id !== corpusId),
  }));
}

/** Another corpus becomes the target where it was this one. */
function without({ corpora, roles }: CorporaState, corpusId: string): Pick<CorporaState, 'corpora' | 'roles'> {
  const left = corpora.filter(({ id }) => id !== corpusId);
  return {
    corpora: left,
    roles: { ...roles, target: roles.target === corpusId ? (left.at(-1)?.id ?? null) : roles.target },
  };
}

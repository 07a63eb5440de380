/** Which project is open, and how far its writing is. What is in it stands in the other stores. */
import { create } from 'zustand';
import type { Problem } from '../../workers/protocol/errors.ts';
import type { ProjectEntry, SavingState } from '../../workers/protocol/projects.ts';

/**
 * `kept`: what is worth it is written; `private`: nothing is; `read only`: another tab writes the project that is shown;
 * `elsewhere`: another tab has it, and it is asked what to do.
 */
export type ProjectMode = 'kept' | 'private' | 'read only' | 'elsewhere';

interface ProjectState {
  readonly mode: ProjectMode;
  /** Null before something is worth keeping. */
  readonly project: ProjectEntry | null;
  /** While it is brought back. */
  readonly opening: boolean;
  /** Of what the corpus worker writes, and of all else. */
  readonly saving: Readonly<Record<'corpora' | 'page', SavingState>>;
  /** What could not be brought back, or why no project could be begun. */
  readonly problem: Problem | null;
  /** The disk is nearly full: how much there is, in bytes. */
  readonly scarce: { readonly used: number; readonly quota: number } | null;
  readonly dialog: boolean;
  /** The page is left on purpose, with what is in it: nothing is to be asked. */
  readonly leaving: boolean;
}

const nothing: SavingState = { waiting: 0, problem: null };

export const useProject = create<ProjectState>()(() => ({
  mode: 'kept',
  project: null,
  opening: false,
  saving: { corpora: nothing, page: nothing },
  problem: null,
  scarce: null,
  dialog: false,
  leaving: false,
}));

export function setSaving(of: 'corpora' | 'page', state: SavingState): void {
  useProject.setState(({ saving }) => ({ saving: { ...saving, [of]: state } }));
}

type Saving = Pick<ProjectState, 'saving' | 'problem'>;

/** Whether something is not written that is to be. */
export const isWaiting = ({ saving }: Saving): boolean => saving.corpora.waiting + saving.page.waiting > 0;

/** Why something is not written; null where it will be in a moment, or is. */
export const savingProblem = ({ saving }: Saving): Problem | null => saving.corpora.problem ?? saving.page.problem;

export function showProjects(dialog: boolean): void {
  useProject.setState({ dialog });
}

/** Which project is open, and how far its writing is. What is in it stands in the other stores. */
import { create } from 'zustand';
import type { Problem } from '../../workers/protocol/errors.ts';
import type { ProjectEntry, SavingState } from '../../workers/protocol/projects.ts';

/**
 * `kept`: what is worth it is written; `private`: nothing is; `read only`: another tab writes the project that is shown;
 * `elsewhere`: another tab has it, and it is asked what to do.
 */
export type ProjectMode = 'kept' | 'private' | 'read only' | 'elsewhere';

/** `not yet`: nothing is worth it; `no`: what should be written is not, since opening failed or writing was ended. */
type Keeps = 'not yet' | 'yes' | 'no';

type Writer = 'project' | 'corpora' | 'page';

interface ProjectState {
  readonly mode: ProjectMode;
  /** Whether what changes on the page is written. */
  readonly keeps: Keeps;
  /** Null before something is worth keeping. */
  readonly project: ProjectEntry | null;
  /** While it is brought back. */
  readonly opening: boolean;
  /** Of the project itself, as it begins, of what the corpus worker writes, and of all else. */
  readonly saving: Readonly<Record<Writer, SavingState>>;
  /** What could not be brought back. */
  readonly problem: Problem | null;
  /** The disk is nearly full: how much there is, in bytes. */
  readonly scarce: { readonly used: number; readonly quota: number } | null;
  readonly dialog: boolean;
  /** The page is left on purpose, with what is in it: nothing is to be asked. */
  readonly leaving: boolean;
}

export const nothingWaits: SavingState = { waiting: 0, problem: null };

export const useProject = create<ProjectState>()(() => ({
  mode: 'kept',
  keeps: 'not yet',
  project: null,
  opening: false,
  saving: { project: nothingWaits, corpora: nothingWaits, page: nothingWaits },
  problem: null,
  scarce: null,
  dialog: false,
  leaving: false,
}));

export function setSaving(of: Writer, state: SavingState): void {
  useProject.setState(({ saving }) => ({ saving: { ...saving, [of]: state } }));
}

type Saving = Pick<ProjectState, 'saving'>;

/** Whether something is not written that is to be. */
export const isWaiting = ({ saving }: Saving): boolean => Object.values(saving).some(({ waiting }) => waiting > 0);

/** Why something is not written; null where it will be in a moment, or is. */
export const savingProblem = ({ saving }: Saving): Problem | null =>
  saving.project.problem ?? saving.corpora.problem ?? saving.page.problem;

/** Whether nothing is written that should be. */
export const isUnkept = ({ mode, keeps }: ProjectState): boolean => mode === 'kept' && keeps === 'no';

export function showProjects(dialog: boolean): void {
  useProject.setState({ dialog });
}

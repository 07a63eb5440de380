/**
 * The run of the project that is under way, so that it is known of after a reload or a crash; and whether one that was cut off goes on
 * by itself, which is a setting of this browser.
 */
import { create } from 'zustand';
import type { RunEvent, RunRequest } from '../../workers/protocol/engine.ts';
import { isPrivate } from '../projects/tab.ts';
import type { RunOutline } from './outline.ts';

export interface KeptRun {
  /** Told apart by it from the run after. */
  readonly id: string;
  /** Without its files, which are the project's by their names. */
  readonly request: RunRequest;
  readonly files: { readonly vectors: string | null; readonly gazetteers: readonly string[] };
  readonly outline: RunOutline | null;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** The stage under way and its last epoch that is in the journal; null before the first stage. */
  readonly reached: { readonly stage: string; readonly label: string; readonly epoch: number } | null;
  /** How often it went on without getting to the end of an epoch since. */
  readonly attempts: number;
}

interface KeptRunState {
  readonly run: KeptRun | null;
  /** Whether it is not under way any more. */
  readonly isCutOff: boolean;
  readonly goesOnByItself: boolean;
}

const place = 'graft runs go on';

export const useKeptRun = create<KeptRunState>()(() => ({
  run: null,
  isCutOff: false,
  goesOnByItself: stored(),
}));

/** What one that is cut off now would go on from. */
export function noteRunEvent(event: RunEvent): void {
  const { run } = useKeptRun.getState();
  if (!run) return;
  if (event.type === 'stage') {
    const { id, label } = event.stage;
    useKeptRun.setState({ run: { ...run, reached: { stage: id, label, epoch: 0 } } });
  }
  if (!run.reached) return;
  if (event.type === 'restored')
    useKeptRun.setState({ run: { ...run, reached: { ...run.reached, epoch: event.records.length } } });
  if (event.type === 'epoch')
    useKeptRun.setState({ run: { ...run, reached: { ...run.reached, epoch: event.epoch }, attempts: 0 } });
}

/** Nothing where another run has taken its place. */
export function dropKeptRun(id: string): boolean {
  if (useKeptRun.getState().run?.id !== id) return false;
  useKeptRun.setState({ run: null, isCutOff: false });
  return true;
}

export function chooseGoingOn(goesOnByItself: boolean): void {
  useKeptRun.setState({ goesOnByItself });
  // A private session leaves nothing behind.
  if (isPrivate()) return;
  try {
    localStorage.setItem(place, JSON.stringify(goesOnByItself));
  } catch {
    // A browser that keeps nothing: it holds until the page is closed.
  }
}

function stored(): boolean {
  try {
    return localStorage.getItem(place) === 'true';
  } catch {
    return false;
  }
}

/** The run at hand: the events of the engine, folded into what the page shows. */
import { create } from 'zustand';
import type { EpochRecord, RunEvent, RunRequest, RunResult, RunStage } from '../../workers/protocol/engine.ts';
import type { Problem } from '../../workers/protocol/errors.ts';
import type { Scores } from '../../workers/protocol/scores.ts';
import type { Progress } from '../engine/progress.ts';

export type RunStatus = 'idle' | 'starting' | 'running' | 'paused' | 'stopping' | 'finished' | 'failed';

export interface LossPoint {
  /** In epochs: 1.5 is the middle of the second. */
  readonly epoch: number;
  readonly loss: number;
}

export interface RunState {
  readonly status: RunStatus;
  /** The pressed button, before the engine has answered. */
  readonly request: RunRequest | null;
  readonly runId: string | null;
  /** All categories of the model that is being made, old ones first. */
  readonly categories: readonly string[];
  readonly newCategories: readonly string[];
  readonly epochs: number;
  readonly sentences: number;
  readonly sourceDev: Scores | null;
  /** Where several initialisations are tried: the one at hand. */
  readonly initialisation: string | null;
  readonly stage: RunStage;
  /** What goes on besides training steps; null during them. */
  readonly phase: { readonly label: string; readonly fraction: number } | null;
  readonly epoch: number;
  /** 0 to 1, of the whole stage. */
  readonly fraction: number;
  readonly sentencesPerSecond: number | null;
  readonly secondsLeft: number | null;
  /** Of the main stage. */
  readonly losses: readonly LossPoint[];
  readonly records: Readonly<Record<RunStage, readonly EpochRecord[]>>;
  readonly bestEpoch: number | null;
  readonly warnings: readonly Problem[];
  readonly problem: Problem | null;
  readonly result: RunResult | null;
}

export const idleRun: RunState = {
  status: 'idle',
  request: null,
  runId: null,
  categories: [],
  newCategories: [],
  epochs: 0,
  sentences: 0,
  sourceDev: null,
  initialisation: null,
  stage: 'main',
  phase: null,
  epoch: 0,
  fraction: 0,
  sentencesPerSecond: null,
  secondsLeft: null,
  losses: [],
  records: { main: [], random: [] },
  bestEpoch: null,
  warnings: [],
  problem: null,
  result: null,
};

const mostLosses = 4000;

/** A long run has more steps than a chart has pixels: when they get too many, every second one goes. */
function thinned(losses: readonly LossPoint[]): readonly LossPoint[] {
  return losses.length < mostLosses ? losses : losses.filter((_, index) => index % 2 === 1);
}

/** The state after an event. Pure, so that a run can be replayed. */
export function foldRunEvent(state: RunState, event: RunEvent): RunState {
  switch (event.type) {
    case 'started': {
      const { runId, categories, newCategories, epochs, sentences, sourceDev } = event;
      return {
        ...state,
        status: 'running',
        phase: null,
        runId,
        categories,
        newCategories,
        epochs,
        sentences,
        sourceDev,
      };
    }
    case 'phase':
      return { ...state, phase: { label: event.label, fraction: event.fraction } };
    case 'step': {
      const { stage, epoch, step, steps, loss, sentencesPerSecond, secondsLeft } = event;
      const position = epoch - 1 + step / steps;
      const losses = stage === 'main' ? [...thinned(state.losses), { epoch: position, loss }] : state.losses;
      const fraction = state.epochs > 0 ? Math.min(1, position / state.epochs) : 0;
      return { ...state, phase: null, stage, epoch, fraction, sentencesPerSecond, secondsLeft, losses };
    }
    case 'epoch': {
      const { stage, epoch, loss, dev, seconds, best } = event;
      const records = { ...state.records, [stage]: [...state.records[stage], { epoch, loss, dev, seconds }] };
      return { ...state, records, bestEpoch: best && stage === 'main' ? epoch : state.bestEpoch };
    }
    case 'restarted':
      return {
        ...state,
        initialisation: event.initialisation,
        stage: 'main',
        epoch: 0,
        fraction: 0,
        losses: [],
        records: { ...state.records, main: [] },
        bestEpoch: null,
      };
    case 'warning':
      return { ...state, warnings: [...state.warnings, event.problem] };
    case 'paused':
      return { ...state, status: 'paused' };
    case 'resumed':
      return { ...state, status: 'running' };
    case 'finished':
      return {
        ...state,
        status: 'finished',
        phase: null,
        fraction: 1,
        secondsLeft: 0,
        bestEpoch: event.result.bestEpoch,
        result: event.result,
      };
    case 'failed':
      return { ...state, status: 'failed', phase: null, secondsLeft: null, problem: event.problem };
  }
}

export const useRun = create<RunState>()(() => idleRun);

export function isUnderWay(status: RunStatus): boolean {
  return status === 'starting' || status === 'running' || status === 'paused' || status === 'stopping';
}

/** What a progress bar shows of the run; null when none is under way. */
export function runProgress(state: RunState): Progress | null {
  if (!isUnderWay(state.status)) return null;
  if (state.phase) return { ...state.phase, secondsLeft: null };
  if (state.status === 'starting') return { label: 'Starting', fraction: 0, secondsLeft: null };
  const what = state.stage === 'random' ? 'For comparison, from random weights: epoch' : 'Epoch';
  const label = `${what} ${state.epoch} of ${state.epochs}`;
  return { label, fraction: state.fraction, secondsLeft: state.status === 'running' ? state.secondsLeft : null };
}

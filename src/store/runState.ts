/** One run as the page shows it: the engine's events folded into a state. Pure, so that a run can be replayed. */
import type { AdaptationPlan } from '../../workers/protocol/adaptationPlan.ts';
import type { EpochRecord, RunEvent, RunRequest, RunResult, Stage } from '../../workers/protocol/engine.ts';
import type { Problem } from '../../workers/protocol/errors.ts';
import type { Scores } from '../../workers/protocol/scores.ts';
import type { VectorCoverage } from '../../workers/protocol/vectorCoverage.ts';
import { repetitionScopes } from '../../workers/text/repetitions.ts';
import type { LossPoint } from '../charts/thin.ts';
import type { RunOutline } from './outline.ts';

export type RunStatus = 'idle' | 'starting' | 'running' | 'paused' | 'stopping' | 'finished' | 'failed';

/** A stage, as far as it has come. */
export interface StageState extends Stage {
  readonly losses: readonly LossPoint[];
  readonly records: readonly EpochRecord[];
  readonly bestEpoch: number | null;
  /** The epoch of the last step. */
  readonly epoch: number;
  /** 0 to 1, of the whole stage. */
  readonly fraction: number;
  readonly sentencesPerSecond: number | null;
  readonly secondsLeft: number | null;
}

export interface RunState {
  readonly status: RunStatus;
  readonly request: RunRequest | null;
  readonly outline: RunOutline | null;
  /** What was planned of an adaptation when it was asked for. */
  readonly plan: AdaptationPlan | null;
  /** All categories of the model that is being made, old ones first. */
  readonly categories: readonly string[];
  readonly newCategories: readonly string[];
  readonly sentences: number;
  readonly sourceDev: Scores | null;
  readonly sourceYardstick: Scores | null;
  /** In the order in which they began. */
  readonly stages: readonly StageState[];
  /** The id of the one that began last. */
  readonly stage: string | null;
  /** What goes on besides training steps; null during them. */
  readonly phase: { readonly label: string; readonly fraction: number } | null;
  readonly warnings: readonly Problem[];
  /** Null as long as no vectors were read. */
  readonly vectors: VectorCoverage | null;
  /** Why it failed. */
  readonly problem: Problem | null;
  readonly result: RunResult | null;
}

export const idleRun: RunState = {
  status: 'idle',
  request: null,
  outline: null,
  plan: null,
  categories: [],
  newCategories: [],
  sentences: 0,
  sourceDev: null,
  sourceYardstick: null,
  stages: [],
  stage: null,
  phase: null,
  warnings: [],
  vectors: null,
  problem: null,
  result: null,
};

const mostLosses = 4000;

/** A long run has more steps than a chart has pixels: when they get too many, every second one goes. */
function withLoss(losses: readonly LossPoint[], point: LossPoint): readonly LossPoint[] {
  const last = losses.at(-1);
  // A stage that goes on from a checkpoint tells of some steps again.
  if (last && last.epoch >= point.epoch) return [...losses.filter(({ epoch }) => epoch < point.epoch), point];
  return [...(losses.length < mostLosses ? losses : losses.filter((_, index) => index % 2 === 1)), point];
}

/** A stage that is told again begins anew; its losses stay until steps say otherwise. */
function begun(stage: Stage, before: StageState | undefined): StageState {
  const losses = before?.losses ?? [];
  return {
    ...stage,
    losses,
    records: [],
    bestEpoch: null,
    epoch: 0,
    fraction: 0,
    sentencesPerSecond: null,
    secondsLeft: null,
  };
}

function withStage(state: RunState, id: string, change: (stage: StageState) => Partial<StageState>): RunState {
  return { ...state, stages: state.stages.map((each) => (each.id === id ? { ...each, ...change(each) } : each)) };
}

export function foldRunEvent(state: RunState, event: RunEvent): RunState {
  switch (event.type) {
    case 'started': {
      const { categories, newCategories, sentences } = event;
      const status = state.status === 'starting' ? 'running' : state.status;
      return { ...state, status, categories, newCategories, sentences };
    }
    case 'scored':
      return { ...state, [event.name === 'sourceDev' ? 'sourceDev' : 'sourceYardstick']: event.scores };
    case 'phase':
      return { ...state, phase: { label: event.label, fraction: event.fraction } };
    case 'stage': {
      const { stage } = event;
      const before = state.stages.find(({ id }) => id === stage.id);
      const fresh = begun(stage, before);
      const stages = before ? state.stages.map((each) => (each === before ? fresh : each)) : [...state.stages, fresh];
      return { ...state, stages, stage: stage.id };
    }
    case 'step': {
      const { epoch, step, steps, loss, sentencesPerSecond, secondsLeft } = event;
      const position = epoch - 1 + step / steps;
      return withStage({ ...state, phase: null }, event.stage, ({ losses, epochs }) => ({
        losses: withLoss(losses, { epoch: position, loss }),
        epoch,
        fraction: Math.min(1, position / epochs),
        sentencesPerSecond,
        secondsLeft,
      }));
    }
    case 'epoch': {
      const { epoch, loss, dev, devLoss, seconds, best, sources, yardstick } = event;
      const others = { ...(sources && { sources }), ...(yardstick && { yardstick }) };
      const record = { epoch, loss, dev, devLoss, seconds, ...others };
      return withStage(state, event.stage, ({ records, bestEpoch }) => ({
        records: [...records, record],
        bestEpoch: best ? epoch : bestEpoch,
      }));
    }
    case 'restored': {
      const { records, bestEpoch } = event;
      return withStage(state, event.stage, ({ epochs }) => ({
        records,
        bestEpoch: bestEpoch || null,
        epoch: records.length,
        fraction: records.length / epochs,
      }));
    }
    case 'warning':
      return { ...state, warnings: [...state.warnings, event.problem] };
    case 'paused':
    case 'resumed':
      // One that is being stopped goes on first, and stops then.
      return state.status === 'stopping' ? state : { ...state, status: event.type === 'paused' ? 'paused' : 'running' };
    case 'vectors':
      return { ...state, vectors: event.coverage };
    case 'backend':
      return state;
    case 'finished':
      return { ...state, status: 'finished', phase: null, result: event.result };
  }
}

/** The main stage that counts: the one that the model came from; before that is known the one under way, else the best. */
export function mainStageSoFar(run: RunState): StageState | null {
  const trials = stagesThatCount(run).filter(({ role }) => role === 'main');
  return trials.find(({ id }) => id === wantedStage(run)) ?? trials.reduce(better, null);
}

/** What the main stage is held against, if there is such a stage. */
export function comparisonStageSoFar(run: RunState): StageState | null {
  return stagesThatCount(run).find(({ role }) => role === 'comparison') ?? null;
}

/** The stage that began last. */
export function latestStage({ stages, stage }: RunState): StageState | null {
  return stages.find(({ id }) => id === stage) ?? null;
}

function wantedStage({ stage, result }: RunState): string | null {
  return result?.main ?? stage;
}

/** Where a run is repeated, the stages of the seed or trial whose model is kept, or which is under way; else all. */
function stagesThatCount(run: RunState): readonly StageState[] {
  const scope = scopesOf(run).find((each) => wantedStage(run)?.startsWith(each));
  return scope === undefined ? run.stages : run.stages.filter(({ id }) => id.startsWith(scope));
}

/** What leads the ids of the stages of each seed or trial; none where the run is not repeated. */
export function scopesOf({ request }: RunState): readonly string[] {
  return request ? repetitionScopes(request.configuration) : [];
}

/** Of equal ones the first, as the engine chooses. */
export function better(best: StageState | null, other: StageState): StageState {
  return best && bestF1(best) >= bestF1(other) ? best : other;
}

function bestF1({ records, bestEpoch }: StageState): number {
  return records.find(({ epoch }) => epoch === bestEpoch)?.dev.overall.f1 ?? 0;
}

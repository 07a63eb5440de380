/** The pretraining of an encoder: how it is set, and how the one under way, or the last one, goes. */
import { create } from 'zustand';
import type { Problem } from '../../workers/protocol/errors.ts';
import type { FieldValue } from '../../workers/protocol/fields.ts';
import {
  type PerplexityRecord,
  type PretrainingEvent,
  type PretrainingSettings,
  pretrainingDefaults,
} from '../../workers/protocol/pretraining.ts';
import type { Progress } from '../engine/progress.ts';

/** Perplexity on what is learned from, at a time in epochs. */
export interface TrainingPoint {
  readonly epoch: number;
  readonly perplexity: number;
}

/** Of one that was asked for. */
export interface PretrainingState {
  readonly status: 'idle' | 'running' | 'stopping';
  /** Null before the engine has told of it. */
  readonly runId: string | null;
  /** What it is called, and the text that it reads. */
  readonly name: string;
  readonly text: string;
  readonly epochs: number;
  readonly records: readonly PerplexityRecord[];
  readonly points: readonly TrainingPoint[];
  readonly progress: Progress | null;
  readonly warnings: readonly Problem[];
  readonly problem: Problem | null;
}

export const noPretraining: PretrainingState = {
  ...{ status: 'idle', runId: null, name: '', text: '', epochs: 0 },
  ...{ records: [], points: [], progress: null, warnings: [], problem: null },
};

interface PretrainingStore {
  readonly settings: PretrainingSettings;
  readonly run: PretrainingState;
}

export const usePretraining = create<PretrainingStore>()(() => ({ settings: pretrainingDefaults, run: noPretraining }));

export function setPretraining(key: string, value: FieldValue): void {
  usePretraining.setState(({ settings }) => ({ settings: { ...settings, [key]: value } }));
}

export function changePretraining(changes: Partial<PretrainingState>): void {
  usePretraining.setState(({ run }) => ({ run: { ...run, ...changes } }));
}

export const useIsPretraining = (): boolean => usePretraining(({ run }) => run.status !== 'idle');

export function takePretrainingEvents(events: readonly PretrainingEvent[]): void {
  usePretraining.setState(({ run }) => ({ run: events.reduce(withEvent, run) }));
}

function withEvent(before: PretrainingState, event: PretrainingEvent): PretrainingState {
  const run = { ...before, runId: event.runId };
  switch (event.type) {
    case 'phase':
      return { ...run, progress: { label: event.label, fraction: event.fraction, secondsLeft: null } };
    case 'step': {
      const { epoch, step, steps, perplexity, secondsLeft } = event;
      const at = epoch - 1 + step / steps;
      return {
        ...run,
        points: [...run.points, { epoch: at, perplexity }],
        progress: { label: `Epoch ${epoch}, step ${step} of ${steps}`, fraction: at / run.epochs, secondsLeft },
      };
    }
    case 'measured': {
      const { epoch, perplexity, training, seconds } = event;
      return { ...run, records: [...run.records, { epoch, perplexity, training, seconds }] };
    }
    case 'warning':
      return { ...run, warnings: [...run.warnings, event.problem] };
    default:
      return run;
  }
}

/**
 * How long the trials will still take: the seconds that a sentence takes, by architecture, as far as epochs have been
 * measured, times the sentences and the epochs to come.
 */
import type { Corpus, Splits } from '../workers/protocol/corpus.ts';
import type { Outcome, Trial } from './experiment.ts';

/** Tagging a dev sentence beside learning from one. */
const scoringShare = 0.3;

export interface Left {
  readonly seconds: number;
  /** Some will take as many epochs as they may, for all that is known: no training of their architecture has ended yet. */
  readonly atMost: boolean;
}

interface Measured {
  seconds: number;
  work: number;
  /** Of finished trials. */
  readonly epochs: number[];
}

export class TimeLeft {
  private readonly byKey: ReadonlyMap<string, Trial>;
  private readonly measured = new Map<string, Measured>();
  private readonly done = new Set<string>();
  /** Of the trial under way. */
  private epochsDone = 0;
  private underWay: Trial | null = null;

  constructor(private readonly trials: readonly Trial[]) {
    this.byKey = new Map(trials.map((trial) => [trial.key, trial]));
  }

  begin(trial: Trial): void {
    this.underWay = trial;
    this.epochsDone = 0;
  }

  epoch(trial: Trial, epoch: number, seconds: number): void {
    const measured = this.of(trial);
    measured.seconds += seconds;
    measured.work += workOf(trial);
    this.epochsDone = epoch;
  }

  /** @param earlier whether an earlier call had finished it, so that its epochs were not measured by this one. */
  finish(trial: Trial, { epochs, epochSeconds }: Outcome, earlier: boolean): void {
    this.done.add(trial.key);
    const measured = this.of(trial);
    measured.epochs.push(epochs);
    if (!earlier) return;
    measured.seconds += epochs * epochSeconds;
    measured.work += epochs * workOf(trial);
  }

  /** Null before anything was measured. */
  left(): Left | null {
    const waiting = this.trials.filter(({ key }) => !this.done.has(key));
    const all = [...this.measured.values()].filter(({ work }) => work > 0);
    if (all.length === 0 && waiting.length > 0) return null;
    const slowest = Math.max(...all.map(rateOf));
    const left = { seconds: 0, atMost: false };
    for (const trial of waiting) {
      const measured = this.of(trial);
      const rate = measured.work > 0 ? rateOf(measured) : slowest;
      const { epochs } = trial.configuration.settings;
      const used = measured.epochs;
      const expected = used.length > 0 ? Math.min(epochs, average(used)) : epochs;
      if (used.length === 0) left.atMost = true;
      const before = trial === this.underWay ? this.epochsDone : 0;
      left.seconds += rate * workOf(trial) * Math.max(0, expected - before);
    }
    return left;
  }

  private of(trial: Trial): Measured {
    const architecture = this.architectureOf(trial);
    const measured = this.measured.get(architecture) ?? { seconds: 0, work: 0, epochs: [] };
    this.measured.set(architecture, measured);
    return measured;
  }

  /** An adaptation has that of the model that it adapts. */
  private architectureOf({ configuration, adapts }: Trial): string {
    if (configuration.task !== 'adapt') return configuration.architecture;
    const source = adapts === undefined ? undefined : this.byKey.get(adapts);
    return source ? this.architectureOf(source) : '';
  }
}

const rateOf = ({ seconds, work }: Measured) => seconds / work;
const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

export const sentencesIn = ({ documents }: Corpus) =>
  documents.reduce((sum, { sentences }) => sum + sentences.length, 0);

/** Training sentences, at the labelling rate and with those of the sources. */
export function sentencesOf({ configuration, target, sources = [] }: Trial): number {
  const rate = configuration.task === 'joint' ? configuration.joint.rate : (configuration.labellingRate ?? 1);
  return Math.ceil(rate * sentencesIn(target.train)) + sources.reduce((sum, { train }) => sum + sentencesIn(train), 0);
}

function workOf(trial: Trial): number {
  const scored = [trial.target, ...(trial.sources ?? [])].reduce((sum, { dev }: Splits) => sum + sentencesIn(dev), 0);
  return sentencesOf(trial) + scoringShare * scored;
}

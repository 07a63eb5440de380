/** The trials of a search as table and plot show them: what they drew, what they reached, and on which axes they stand. */
import type { SearchConfiguration } from '../../../workers/protocol/configuration.ts';
import type { Field, FieldValue } from '../../../workers/protocol/fields.ts';
import { fieldsByName } from '../../../workers/text/randomSearch.ts';
import { percent } from '../../charts/figures.ts';
import type { PlottedTrial } from '../../charts/ParallelCoordinates.tsx';
import { type ParallelAxis, resultAxis, settingAxis } from '../../charts/parallelAxes.ts';
import { listed } from '../../listed.ts';
import type { RepetitionSoFar } from '../../store/repetitions.ts';

export interface VariedField {
  readonly key: string;
  readonly field: Field;
  /** Of each trial, in their order. */
  readonly values: readonly number[];
}

/** What the trials did not all draw alike. Searches draw numbers. */
export function variedFields({ run, trials }: SearchConfiguration): VariedField[] {
  const fields = fieldsByName(run.specification);
  return Object.keys(trials[0] ?? {}).flatMap((key) => {
    const [field, values] = [fields.get(key), trials.map((trial) => Number(trial[key]))];
    return field && new Set(values).size > 1 ? [{ key, field, values }] : [];
  });
}

/** From so many times the lowest on, sizes were drawn by doubling. */
const manifold = 8;

/** Rates and sizes that double are told apart by factors. */
function byFactors({ key, field, values }: VariedField): boolean {
  const lowest = Math.min(...values);
  if (lowest <= 0) return false;
  return key === 'learningRate' || (field.kind === 'integer' && Math.max(...values) / lowest >= manifold);
}

const devAxis = 'dev F1';

export interface SearchPlot {
  readonly axes: readonly ParallelAxis[];
  readonly trials: readonly PlottedTrial[];
}

interface ScoredTrial {
  readonly number: number;
  readonly chosen: RepetitionSoFar['chosen'];
  readonly f1: number;
}

function scoredTrials(repetitions: readonly RepetitionSoFar[]): ScoredTrial[] {
  return repetitions.flatMap(({ number, chosen, dev }) => (dev ? [{ number, chosen, f1: dev.overall.f1 }] : []));
}

/** The trials that have a score. Of equal ones the first is the best, as the engine chooses. */
export function searchPlot(varied: readonly VariedField[], repetitions: readonly RepetitionSoFar[]): SearchPlot {
  const scored = scoredTrials(repetitions);
  const scores = scored.map(({ f1 }) => f1);
  const [lowest, highest] = [Math.min(...scores), Math.max(...scores)];
  const best = scored.find(({ f1 }) => f1 === highest);
  return {
    axes: [
      ...varied.map((each) => settingAxis(each.key, each.field.label, each.values, byFactors(each))),
      resultAxis(devAxis, 'Dev F1', scores),
    ],
    trials: scored.map((trial) => ({
      number: trial.number,
      values: { ...numbersIn(trial.chosen), [devAxis]: trial.f1 },
      rank: highest > lowest ? (trial.f1 - lowest) / (highest - lowest) : 1,
      best: trial === best,
    })),
  };
}

function numbersIn(chosen: Readonly<Record<string, FieldValue>>): Record<string, number> {
  return Object.fromEntries(Object.entries(chosen).map(([key, value]) => [key, Number(value)]));
}

/** `Trial 3: dropout 0.3, batch size 32; dev F1 91.2.` */
export function trialInWords({ axes }: SearchPlot, { number, values }: PlottedTrial): string {
  const drawn = axes.filter(({ key }) => key !== devAxis);
  const settings = drawn.map(({ key, label }) => `${label.toLowerCase()} ${values[key]}`).join(', ');
  return `Trial ${number}: ${settings}; dev F1 ${percent(values[devAxis])}.`;
}

/** The plot's text alternative; the table has every figure. */
export function plotInWords(plot: SearchPlot): string {
  const { axes, trials } = plot;
  const best = trials.find((trial) => trial.best);
  const labels = axes.map(({ label }) => label);
  return `Parallel coordinates of ${trials.length === 1 ? '1 trial' : `${trials.length} trials`} over ${listed(labels)}.${best ? ` Best: ${trialInWords(plot, best)}` : ''}`;
}

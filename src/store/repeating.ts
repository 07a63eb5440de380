/** How often a run is done: once, with several seeds, or as a random search. As people choose it, and as a run takes it. */
import type { RunConfiguration, SingleConfiguration } from '../../workers/protocol/configuration.ts';
import type { NumberField } from '../../workers/protocol/fields.ts';
import { combinations, drawTrials } from '../../workers/text/randomSearch.ts';
import { counted } from '../charts/figures.ts';
import { listed } from '../listed.ts';
import { rangesOf, type Searching } from './searchable.ts';
import type { Choice } from './setup.ts';

export const repeatings = ['once', 'seeds', 'search'] as const;
export type HowOften = (typeof repeatings)[number];

export interface Repeating {
  readonly how: HowOften;
  /** How many seeds, from the run's own on. */
  readonly seeds: number;
  /** How many trainings a search does. */
  readonly trials: number;
  /** What a search does not draw, though it could: the fields' names. */
  readonly fixed: readonly string[];
  /** What a search draws from in the place of the papers' ranges, or where they have none, as it was written, by the fields' names. */
  readonly ranges: Readonly<Record<string, string>>;
}

/** The numbers in it, which a form and a link take. */
export const repeatingFields = {
  seeds: {
    kind: 'integer',
    label: 'Number of seeds',
    help: 'Three say roughly how much is chance, five or more say it well.',
    default: 3,
    minimum: 2,
    maximum: 50,
  },
  trials: {
    kind: 'integer',
    label: 'Number of trials',
    help: 'Each is a training of its own. More trials begin with the same ones.',
    default: 10,
    minimum: 2,
    maximum: 200,
  },
} as const satisfies Readonly<Record<string, NumberField>>;

export const defaultRepeating: Repeating = {
  how: 'once',
  seeds: repeatingFields.seeds.default,
  trials: repeatingFields.trials.default,
  fixed: [],
  ranges: {},
};

/** How often the task at hand is done: a search is of a model that is trained from random weights on one corpus. */
export function howOften({ task, repeating }: Pick<Choice, 'task' | 'repeating'>): HowOften {
  return repeating.how === 'search' && task !== 'train' ? 'once' : repeating.how;
}

const seedsThereAre = 2 ** 32;

/** The run's own and those after it; after the last one comes 0. */
export function seedsOf({ seed, repeating }: Pick<Choice, 'seed' | 'repeating'>): number[] {
  return Array.from({ length: repeating.seeds }, (_, index) => (seed + index) % seedsThereAre);
}

/** There may be fewer different ones than were asked for. */
export function trialsToCome(choice: Searching): number {
  return Math.min(choice.repeating.trials, combinations(rangesOf(choice)));
}

/** The run as often as it was chosen. */
export function asOftenAsChosen(run: SingleConfiguration, choice: Choice): RunConfiguration {
  const how = howOften(choice);
  if (how === 'seeds') return { version: 2, task: 'repeat', run, seeds: seedsOf(choice) };
  if (how === 'search' && run.task === 'train') {
    const trials = drawTrials(rangesOf(choice), choice.repeating.trials, choice.seed);
    return { version: 2, task: 'search', run, trials };
  }
  return run;
}

/** `once`, `with seeds 1 to 5`, `as a random search of 10 trials`. */
export function oftenInWords(choice: Choice): string {
  const how = howOften(choice);
  if (how === 'seeds') return `with ${seedsInWords(seedsOf(choice))}`;
  return how === 'search' ? `as a random search of ${counted(trialsToCome(choice), 'trial')}` : 'once';
}

/** `seeds 1 and 2`, `seeds 1 to 5`. */
export function seedsInWords(seeds: readonly number[]): string {
  const follow = seeds.every((seed, index) => index === 0 || seed === (seeds[index - 1] as number) + 1);
  return `seeds ${follow && seeds.length > 2 ? `${seeds[0]} to ${seeds.at(-1)}` : listed(seeds.map(String), 8)}`;
}

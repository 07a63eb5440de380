/** How often a run is done, in an address: `seeds=5`, or `trials=20&fixed=dropout` for a search. Once goes without saying. */
import { readValue, valueHelp } from '../../workers/protocol/fields.ts';
import { defaultRepeating, howOften, type Repeating, repeatingFields, searchableFields } from '../store/repeating.ts';
import type { Choice } from '../store/setup.ts';
import { broken } from './linkFaults.ts';

export const repeatingKeys = { single: ['seeds', 'trials'], repeated: ['fixed'] } as const;

export function writeRepeating(link: URLSearchParams, choice: Choice): void {
  const { seeds, trials } = choice.repeating;
  const how = howOften(choice);
  if (how === 'seeds') link.set('seeds', String(seeds));
  if (how !== 'search') return;
  link.set('trials', String(trials));
  for (const { key, searched } of searchableFields(choice)) if (!searched) link.append('fixed', key);
}

/** @param choice what the link says otherwise. */
export function readRepeating(link: URLSearchParams, choice: Choice): Repeating {
  const [seeds, trials, fixed] = [link.has('seeds'), link.has('trials'), link.getAll('fixed')];
  if (seeds && trials) throw broken('it asks for several seeds and for a search, which are two runs.');
  if (trials && choice.task !== 'train') throw broken('it asks for a search, which is of a model from random weights.');
  if (fixed.length > 0 && !trials) throw broken('"fixed" is said of a search alone, which has "trials".');
  if (seeds) return { ...defaultRepeating, how: 'seeds', seeds: numberIn(link, 'seeds') };
  if (!trials) return defaultRepeating;
  const could = searchableFields(choice).map(({ key }) => key);
  const unknown = fixed.find((key) => !could.includes(key));
  if (unknown !== undefined) throw broken(`"fixed" names ${unknown}, but a search draws ${could.join(', ')}.`);
  return { ...defaultRepeating, how: 'search', trials: numberIn(link, 'trials'), fixed };
}

function numberIn(link: URLSearchParams, key: 'seeds' | 'trials'): number {
  const [field, written] = [repeatingFields[key], link.get(key) ?? ''];
  const value = readValue(field, written);
  if (value === undefined) throw broken(`"${key}" takes ${valueHelp(field)}, not "${written}".`);
  return Number(value);
}

/**
 * How often a run is done, in an address: `seeds=5`, or for a search `trials=20&fixed=dropout`, with `range=clip=1, 5` where
 * a setting is drawn from other values than the papers'. Once goes without saying.
 */
import { readValue, valueHelp } from '../../workers/protocol/fields.ts';
import { defaultRepeating, howOften, type Repeating, repeatingFields } from '../store/repeating.ts';
import { searchableFields } from '../store/searchable.ts';
import type { Choice } from '../store/setup.ts';
import { broken } from './linkFaults.ts';

export const repeatingKeys = { single: ['seeds', 'trials'], repeated: ['fixed', 'range'] } as const;

export function writeRepeating(link: URLSearchParams, choice: Choice): void {
  const { seeds, trials } = choice.repeating;
  const how = howOften(choice);
  if (how === 'seeds') link.set('seeds', String(seeds));
  if (how !== 'search') return;
  link.set('trials', String(trials));
  for (const { key, searched, standard, written, fault } of searchableFields(choice)) {
    if (!searched) link.append('fixed', key);
    if (written !== standard && fault === null) link.append('range', `${key}=${written}`);
  }
}

/** @param choice what the link says otherwise. */
export function readRepeating(link: URLSearchParams, choice: Choice): Repeating {
  const [seeds, trials, fixed] = [link.has('seeds'), link.has('trials'), link.getAll('fixed')];
  const ranges = rangesIn(link);
  if (seeds && trials) throw broken('it asks for several seeds and for a search, which are two runs.');
  if (trials && choice.task !== 'train') throw broken('it asks for a search, which is of a model from random weights.');
  for (const key of repeatingKeys.repeated) {
    if (link.has(key) && !trials) throw broken(`"${key}" is said of a search alone, which has "trials".`);
  }
  if (seeds) return { ...defaultRepeating, how: 'seeds', seeds: numberIn(link, 'seeds') };
  if (!trials) return defaultRepeating;
  const repeating = { ...defaultRepeating, how: 'search', fixed, ranges } as const;
  const fields = searchableFields({ ...choice, repeating });
  for (const [name, keys] of [
    ['range', Object.keys(ranges)],
    ['fixed', fixed],
  ] as const) {
    const unknown = keys.find((each) => !fields.some(({ key }) => key === each));
    if (unknown === undefined) continue;
    throw broken(`"${name}" names ${unknown}, but a search draws ${fields.map(({ key }) => key).join(', ')}.`);
  }
  const faulty = fields.find(({ fault }) => fault !== null);
  if (faulty) throw broken(`"range" of ${faulty.key} is "${faulty.written}". ${faulty.fault}`);
  return { ...repeating, trials: numberIn(link, 'trials') };
}

/** `clip=1, 5`, as the command line has it too. */
function rangesIn(link: URLSearchParams): Repeating['ranges'] {
  const pairs = link.getAll('range').map((pair) => {
    const [, key, written] = /^([^=]+)=(.*)$/.exec(pair) ?? [];
    if (key === undefined || written === undefined)
      throw broken(`"range" holds "${pair}", not a setting with its values.`);
    return [key, written] as const;
  });
  return Object.fromEntries(pairs);
}

function numberIn(link: URLSearchParams, key: 'seeds' | 'trials'): number {
  const [field, written] = [repeatingFields[key], link.get(key) ?? ''];
  const value = readValue(field, written);
  if (value === undefined) throw broken(`"${key}" takes ${valueHelp(field)}, not "${written}".`);
  return Number(value);
}

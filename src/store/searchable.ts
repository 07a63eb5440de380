/** What a random search draws: which settings, and from which values, as people choose and write it. */
import type { NumberField, SearchRange } from '../../workers/protocol/fields.ts';
import { rangeInWords, readRange } from '../../workers/protocol/searchRanges.ts';
import { type SearchRanges, searchableNumbers } from '../../workers/text/randomSearch.ts';
import { capitalised } from '../capitalised.ts';
import type { Choice } from './setup.ts';

export interface SearchableField {
  readonly key: string;
  readonly field: NumberField;
  /** What it is drawn from, as it was written. */
  readonly written: string;
  /** The papers' range; null where they did not search it. */
  readonly standard: string | null;
  /** Null where what was written cannot be drawn from. */
  readonly range: SearchRange | null;
  /** Why it cannot. */
  readonly fault: string | null;
  readonly searched: boolean;
}

export type Searching = Pick<Choice, 'specification' | 'settings' | 'repeating'>;

function numbersOf({ specification, settings }: Searching) {
  return searchableNumbers({ specification, settings: settings.train });
}

/** What the papers searched and what the user has named a range for, and whether it is searched now. */
export function searchableFields(choice: Searching): SearchableField[] {
  const { fixed, ranges } = choice.repeating;
  return numbersOf(choice).flatMap(({ key, field }): SearchableField[] => {
    const standard = field.search ? rangeInWords(field.search) : null;
    const written = Object.hasOwn(ranges, key) ? ranges[key] : standard;
    if (written === undefined || written === null) return [];
    const read = readRange(field, written);
    const [range, fault] = 'range' in read ? [read.range, null] : [null, capitalised(read.fault)];
    return [{ key, field, written, standard, range, fault, searched: !fixed.includes(key) }];
  });
}

/** The other numbers that it could draw. */
export function furtherSearchable(choice: Searching): ReturnType<typeof searchableNumbers> {
  const there = new Set(searchableFields(choice).map(({ key }) => key));
  return numbersOf(choice).filter(({ key }) => !there.has(key));
}

/** The first setting that is searched and cannot be drawn as it stands; null where all can. */
export function faultyRange(choice: Searching): SearchableField | null {
  return searchableFields(choice).find(({ searched, fault }) => searched && fault !== null) ?? null;
}

export function rangesOf(choice: Searching): SearchRanges {
  const ranges = searchableFields(choice).flatMap(({ key, range, searched }) =>
    searched && range ? [[key, range] as const] : [],
  );
  return Object.fromEntries(ranges);
}

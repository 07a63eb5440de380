/**
 * Which part of a span is which: the start, the end or the length, the category, and what it covers. Names settle it
 * where tools agree on them; else the numbers do that begin and end at words, the text that stands in the record's own,
 * and, for the category, the text that takes the fewest values.
 */
import { CountedText, covers, fitOf, placeOf } from '../counting.ts';
import { type RawSpan, usualCounting } from '../offsets.ts';
import {
  categoryRank,
  coveredNames,
  endNames,
  isBeside,
  isBesideNumber,
  lengthNames,
  pairPlace,
  rankOf,
  startNames,
} from './names.ts';
import { kindOf, type Leaves } from './spanLeaves.ts';
import { wholeNumber } from './values.ts';

/** The paths of a span's parts. */
export interface SpanShape {
  readonly start?: string;
  /** Neither this nor a length where the covered text says how long the span is. */
  readonly end?: string;
  readonly length?: string;
  readonly covered?: string;
  /** Whether what is covered may be spelt otherwise, as normalised names are. */
  readonly isLoose: boolean;
  readonly category?: string;
  /** Whether numbers were told apart by the words that they cut, not by their names. */
  readonly isGuess: boolean;
}

/** A span and the text into which it should fit. */
export interface Sample {
  readonly leaves: Leaves;
  readonly text: string;
}

type Position = Pick<SpanShape, 'start' | 'end' | 'length'> & { readonly isGuess: boolean };

const sampleSize = 60;
const mostNumbers = 5;
const guessSize = 25;
const longestGuess = 20_000;

/** @param given spans of one signature. @param mayGuess whether numbers without known names are tried out. */
export function shapeOf(given: readonly Sample[], isList: boolean, mayGuess: boolean): SpanShape {
  const samples = given.slice(0, sampleSize);
  const paths = [...(samples[0]?.leaves.keys() ?? [])];
  const numbers = paths.filter((path) => samples.every(({ leaves }) => kindOf(leaves.get(path)) === 'number'));
  const texts = paths.filter((path) => ['text', 'texts'].includes(kindOf(samples[0]?.leaves.get(path))));
  const position =
    namedPosition(numbers) ??
    (isList ? listPosition(numbers, samples) : undefined) ??
    (mayGuess ? guessPosition(numbers, texts, samples) : undefined);
  const covered = coveredText(texts, position, samples);
  const names = texts.filter((path) => path !== covered?.path && !isKindOfRegion(path, samples));
  const category =
    best(names, categoryRank) ?? byValues(names, samples, isList) ?? categoryNumber(numbers, position, isList);
  return {
    ...position,
    isGuess: position?.isGuess ?? false,
    ...(covered ? { covered: covered.path } : {}),
    isLoose: covered?.isLoose ?? false,
    ...(category === undefined ? {} : { category }),
  };
}

function best(paths: readonly string[], rank: (path: string) => number): string | undefined {
  const depth = (path: string) => path.split('.').length;
  const [first] = paths
    .filter((path) => Number.isFinite(rank(path)))
    .sort((one, other) => rank(one) - rank(other) || depth(one) - depth(other));
  return first;
}

function namedPosition(numbers: readonly string[]): Position | undefined {
  const named = (names: readonly string[]) => best(numbers, (path) => rankOf(path, names));
  const start = named(startNames);
  const [end, length] = [named(endNames), named(lengthNames)];
  if (start !== undefined && end !== undefined && start !== end) return { start, end, isGuess: false };
  if (start !== undefined && length !== undefined) return { start, length, isGuess: false };
  const pair = numbers.filter((path) => pairPlace(path) !== undefined);
  if (pair.length >= 2) return { start: pair[0] as string, end: pair[1] as string, isGuess: false };
  return undefined;
}

/** In a list the first two numbers are the start and the end, or a length where the second is often the smaller. */
function listPosition(numbers: readonly string[], samples: readonly Sample[]): Position | undefined {
  const [start, second] = numbers;
  if (start === undefined || second === undefined) return undefined;
  const isEnd =
    samples.filter(({ leaves }) => numberAt(leaves, second) >= numberAt(leaves, start)).length * 2 >= samples.length;
  return isEnd ? { start, end: second, isGuess: false } : { start, length: second, isGuess: false };
}

function guessPosition(
  numbers: readonly string[],
  texts: readonly string[],
  samples: readonly Sample[],
): Position | undefined {
  const start = best(numbers, (path) => rankOf(path, startNames));
  if (start !== undefined && texts.some((path) => standsAt(path, start, samples))) return { start, isGuess: false };
  const guess = new Guess(texts, samples);
  let chosen: Position | undefined;
  let highest = 0.6;
  const candidates = numbers.filter((path) => !isBesideNumber(path)).slice(0, mostNumbers);
  for (const first of candidates) {
    for (const second of candidates) {
      if (first === second) continue;
      for (const kind of ['end', 'length'] as const) {
        const score = guess.score(first, second, kind);
        if (score <= highest) continue;
        highest = score;
        chosen = { start: first, [kind]: second, isGuess: true };
      }
    }
  }
  return chosen;
}

/** How well numbers place spans, by what these declare to cover, or by the words that they would cut. */
class Guess {
  private readonly texts = new Map<string, CountedText>();
  /** The text that mostly stands in the record's. */
  private readonly declared: string | undefined;
  private readonly samples: readonly Sample[];

  constructor(paths: readonly string[], samples: readonly Sample[]) {
    this.samples = samples
      .slice(0, guessSize)
      .map(({ leaves, text }) => ({ leaves, text: text.slice(0, longestGuess) }));
    this.declared = paths.find((path) => {
      const standing = this.samples.filter(({ leaves, text }) => {
        const value = leaves.get(path);
        return typeof value === 'string' && text.includes(value);
      });
      return standing.length * 5 >= this.samples.length * 4;
    });
  }

  /** From 0 to 1; 0 where they cannot be what they are taken for. */
  score(first: string, second: string, kind: 'end' | 'length'): number {
    const records: { text: CountedText; spans: RawSpan[] }[] = [];
    let impossible = 0;
    for (const { leaves, text } of this.samples) {
      const start = numberAt(leaves, first);
      const end = kind === 'end' ? numberAt(leaves, second) : start + numberAt(leaves, second);
      if (start < 0 || end < start || start > text.length * 4) impossible++;
      const declared = this.declared === undefined ? undefined : leaves.get(this.declared);
      const own = typeof declared === 'string' ? { text: declared } : {};
      records.push({ text: this.counted(text), spans: [{ start, end, category: '', ...own }] });
    }
    return impossible * 5 > records.length ? 0 : fitOf(records);
  }

  private counted(text: string): CountedText {
    const known = this.texts.get(text) ?? new CountedText(text);
    this.texts.set(text, known);
    return known;
  }
}

const numberAt = (leaves: Leaves, path: string) => wholeNumber(leaves.get(path)) ?? Number.NaN;

function standsAt(path: string, start: string, samples: readonly Sample[]): boolean {
  const fitting = samples.filter(({ leaves, text }) => {
    const value = leaves.get(path);
    return typeof value === 'string' && text.startsWith(value, numberAt(leaves, start));
  });
  return fitting.length * 2 > samples.length;
}

/** The text that the spans cover, or else one that is called so. */
function coveredText(
  texts: readonly string[],
  position: Position | undefined,
  samples: readonly Sample[],
): { path: string; isLoose: boolean } | undefined {
  const plain = texts.filter((path) => typeof samples[0]?.leaves.get(path) === 'string');
  const called = best(plain, (path) => rankOf(path, coveredNames));
  const covering =
    plain.find((path) => path === called && isCovered(path, position, samples)) ??
    plain.find((path) => isCovered(path, position, samples));
  // Without offsets, what is called a text has to be looked for, whether it is found or not; unless only others are.
  if (!position && called !== undefined && texts.length > 1) {
    const stands = (path: string) => samples.some(({ leaves, text }) => text.includes(String(leaves.get(path))));
    const path = stands(called) ? called : (plain.find(stands) ?? called);
    return { path, isLoose: false };
  }
  if (covering !== undefined) return { path: covering, isLoose: covering !== called };
  // A text that is called so is no category, unless there is no other.
  return called !== undefined && texts.length > 1 && position ? { path: called, isLoose: false } : undefined;
}

function isCovered(path: string, position: Position | undefined, samples: readonly Sample[]): boolean {
  if (samples.length === 0) return false;
  const fitting = samples.filter(({ leaves, text }) => {
    const value = leaves.get(path);
    if (typeof value !== 'string') return false;
    if (position?.start === undefined) return text.includes(value);
    const start = numberAt(leaves, position.start);
    const end =
      position.end !== undefined
        ? numberAt(leaves, position.end)
        : start + (position.length === undefined ? value.length : numberAt(leaves, position.length));
    const place = placeOf({ start, end }, usualCounting, (offset) => offset);
    if (covers(text, place.start, place.end, value)) return true;
    return Math.abs(end - start - value.length) <= 2 + 0.2 * value.length && text.includes(value);
  });
  return fitting.length * 5 >= samples.length * 3;
}

/** The text with the fewest values, unless these are as many as the spans, as identifiers are. */
function byValues(texts: readonly string[], samples: readonly Sample[], isList: boolean): string | undefined {
  let candidates = texts
    .filter((path) => isList || !isBeside(path))
    .map((path) => {
      const values = new Set(samples.map(({ leaves }) => String(leaves.get(path))));
      return { path, values: values.size, isLong: [...values].some((value) => value.length > 80) };
    })
    .filter(({ values, isLong }) => !isLong && (values < 20 || values < samples.length * 0.8));
  const named = candidates.filter(({ path }) => !areNames(path, samples));
  if (named.length > 0) candidates = named;
  const [first] = candidates.sort((one, other) => one.values - other.values);
  // What never changes says less than what takes a few values.
  return (candidates.find(({ values }) => values > 1) ?? first)?.path;
}

/** Label Studio says of a region that it has labels, and not only which. */
const isKindOfRegion = (path: string, samples: readonly Sample[]) =>
  /(?:^|\.)type$/.test(path) && samples.every(({ leaves }) => /labels$/i.test(String(leaves.get(path))));

/** T1, T2 …, as brat numbers its annotations. */
const areNames = (path: string, samples: readonly Sample[]) =>
  samples.every(({ leaves }) => /^[A-Z]\d+$/.test(String(leaves.get(path))));

function categoryNumber(
  numbers: readonly string[],
  position: Position | undefined,
  isList: boolean,
): string | undefined {
  const free = numbers.filter(
    (path) => path !== position?.start && path !== position?.end && path !== position?.length,
  );
  return best(free, categoryRank) ?? (isList && position ? free[0] : undefined);
}

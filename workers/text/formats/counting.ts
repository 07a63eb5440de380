/**
 * What the offsets of a file count. Files do not say, so it is worked out over the whole file: from the texts that
 * spans declare, else from where words begin and end, else it is what Python counts.
 */
import { type Counting, hasAstral, hasGraphemes, offsetsOf, type RawSpan, usualCounting, wordEnds } from './offsets.ts';

interface CountedRecord {
  readonly text: string;
  readonly spans: readonly RawSpan[];
}

type Unit = Pick<Counting, 'unit' | 'lineEndsAreOne'>;
type Bounds = Pick<Counting, 'first' | 'endIncluded'>;

/** What can be counted, the likeliest first. */
const units: readonly Unit[] = [
  { unit: 'code-points', lineEndsAreOne: false },
  { unit: 'utf-16', lineEndsAreOne: false },
  { unit: 'code-points', lineEndsAreOne: true },
  { unit: 'utf-16', lineEndsAreOne: true },
  { unit: 'graphemes', lineEndsAreOne: true },
  { unit: 'bytes', lineEndsAreOne: false },
];
const bounds: readonly Bounds[] = [
  { first: 0, endIncluded: false },
  { first: 0, endIncluded: true },
  { first: 1, endIncluded: true },
  { first: 1, endIncluded: false },
];

/** Where units differ in some text of the file. */
interface Matters {
  astral: boolean;
  graphemes: boolean;
  bytes: boolean;
  lineEnds: boolean;
}

interface Score {
  readonly counting: Counting;
  /** Spans that cover the text that they declare; half where it has other blanks. */
  declared: number;
  /** Of these, the ones that cover it to the letter. */
  exact: number;
  /** Ends of spans at the ends of words. */
  fitting: number;
  /** Spans that begin or end inside a word. */
  cutting: number;
  /** In texts that this unit counts in another way than the first: the spans, and how many the first cuts more. */
  apart: number;
  apartCutting: number;
  spared: number;
}

interface FoundCounting {
  readonly counting: Counting;
  /** In words, where it matters for this file. */
  readonly assumed: readonly string[];
}

export function findCounting(records: readonly CountedRecord[]): FoundCounting {
  const table = emptyTable();
  const matters: Matters = { astral: false, graphemes: false, bytes: false, lineEnds: false };
  let spans = 0;
  for (const record of records) {
    const open = record.spans.filter(({ isPlaced }) => !isPlaced);
    if (open.length === 0) continue;
    spans += open.length;
    const text = new CountedText(record.text);
    for (const kind of ['astral', 'graphemes', 'bytes', 'lineEnds'] as const) matters[kind] ||= text.kinds[kind];
    addScores(text, open, table);
  }
  if (spans === 0) return { counting: usualCounting, assumed: [] };
  const chosen = bestOf(table, spans);
  return { counting: chosen.counting, assumed: inWords(chosen, matters) };
}

/** How well spans fit into their texts, from 0 to 1, whatever their offsets count: by declared texts, else by words. */
export function fitOf(records: readonly { readonly text: CountedText; readonly spans: readonly RawSpan[] }[]): number {
  const table = emptyTable();
  for (const { text, spans } of records) addScores(text, spans, table);
  const all = records.flatMap(({ spans }) => spans);
  const { declared, fitting } = bestOf(table, all.length);
  const texts = all.filter(({ text }) => text !== undefined).length;
  return texts > 0 ? declared / texts : fitting / (2 * Math.max(1, all.length));
}

function emptyTable(): Score[][] {
  return bounds.map((bound) =>
    units.map(
      (unit): Score => ({
        counting: { ...unit, ...bound },
        declared: 0,
        exact: 0,
        fitting: 0,
        cutting: 0,
        apart: 0,
        apartCutting: 0,
        spared: 0,
      }),
    ),
  );
}

function bestOf(table: readonly (readonly Score[])[], spans: number): Score {
  const [usual, ...others] = table.map((scores) => scores.reduce(better));
  return others.reduce((one, other) => (isBetterBound(other, one, spans) ? other : one), usual as Score);
}

/** A text with what each unit makes of it, worked out once. */
export class CountedText {
  readonly kinds: Matters;
  /** For each unit, the place of the first that counts this text in the same way. */
  readonly same: readonly number[];
  private readonly converters: ((offset: number) => number)[] = [];

  constructor(readonly text: string) {
    this.kinds = {
      astral: hasAstral(text),
      graphemes: hasGraphemes(text),
      bytes: /[^\0-\x7f]/.test(text),
      lineEnds: text.includes('\r\n'),
    };
    this.same = units.map((unit, place) => (differs(unit, this.kinds) ? place : 0));
  }

  convert(place: number): (offset: number) => number {
    this.converters[place] ??= offsetsOf(this.text, units[place] as Unit);
    return this.converters[place] as (offset: number) => number;
  }
}

/** Where a span stands in UTF-16 units. */
export function placeOf(
  { start, end }: { readonly start: number; readonly end: number },
  { first, endIncluded }: Bounds,
  convert: (offset: number) => number,
): { start: number; end: number } {
  return { start: convert(start - first), end: convert(end - first + Number(endIncluded)) };
}

/** Whether a stretch is the text that was declared for it, apart from blanks and from how accents are composed. */
export function covers(text: string, start: number, end: number, declared: string): boolean {
  if (start < 0 || end > text.length || start >= end) return false;
  if (end - start === declared.length && text.startsWith(declared, start)) return true;
  const [one, other] = [end - start, declared.length];
  if (one > 2 * other + 16 || other > 2 * one + 16) return false;
  return squeeze(text.slice(start, end)) === squeeze(declared);
}

const squeeze = (text: string) => text.normalize('NFC').replace(/\s+/g, '');

/** The first of equals is the likelier; what few tools count has to spare words that the usual way would cut. */
function better(one: Score, other: Score): Score {
  if (other.declared !== one.declared) return other.declared > one.declared ? other : one;
  const { unit, lineEndsAreOne } = other.counting;
  const isRare = lineEndsAreOne || unit === 'bytes' || unit === 'graphemes';
  const isSure = !isRare || (other.spared >= 2 && other.apartCutting * 10 <= other.apart);
  return isSure && other.fitting > one.fitting ? other : one;
}

/**
 * Whether the end is included and where counting begins: the declared texts show it, or words that were cut as a rule
 * and are whole now.
 */
function isBetterBound(other: Score, one: Score, spans: number): boolean {
  if (other.exact !== one.exact) return other.exact > one.exact;
  if (spans < 2 || other.declared > 0) return false;
  return other.cutting * 20 <= spans && one.cutting * 2 >= spans && other.fitting > one.fitting;
}

function addScores(counted: CountedText, spans: readonly RawSpan[], table: readonly (readonly Score[])[]): void {
  for (const scores of table) {
    const { first, endIncluded } = (scores[0] as Score).counting;
    const tallies = units.map((_, place) =>
      counted.same[place] === place
        ? tally(counted.text, spans, { first, endIncluded }, counted.convert(place))
        : undefined,
    );
    scores.forEach((score, place) => {
      const { declared, exact, fitting, cutting } = tallies[counted.same[place] as number] as Tally;
      score.declared += declared;
      score.exact += exact;
      score.fitting += fitting;
      score.cutting += cutting;
      if (place === 0 || counted.same[place] !== place) return;
      score.apart += spans.length;
      score.apartCutting += cutting;
      score.spared += (tallies[0] as Tally).cutting - cutting;
    });
  }
}

/** Whether a unit counts this text in another way than the first does. */
function differs({ unit, lineEndsAreOne }: Unit, { astral, graphemes, bytes, lineEnds }: Matters): boolean {
  if (unit === 'graphemes') return graphemes;
  if (unit === 'bytes') return bytes;
  return (lineEndsAreOne && lineEnds) || (unit === 'utf-16' && astral);
}

type Tally = Pick<Score, 'declared' | 'exact' | 'fitting' | 'cutting'>;

function tally(text: string, spans: readonly RawSpan[], bound: Bounds, convert: (offset: number) => number): Tally {
  const result = { declared: 0, exact: 0, fitting: 0, cutting: 0 };
  for (const span of spans) {
    const { start, end } = placeOf(span, bound, convert);
    if (span.text !== undefined && covers(text, start, end, span.text)) {
      const isExact = end - start === span.text.length;
      result.declared += isExact ? 1 : 0.5;
      result.exact += Number(isExact);
    }
    const fitting = wordEnds(text, start, end);
    result.fitting += fitting;
    if (fitting < 2) result.cutting++;
  }
  return result;
}

function inWords({ counting }: Score, matters: Matters): string[] {
  const { unit, lineEndsAreOne, first, endIncluded } = counting;
  const assumed: string[] = [];
  if (unit === 'graphemes' && (matters.graphemes || matters.astral))
    assumed.push('offsets count what a reader sees as one character (graphemes): a letter with its accent, an emoji');
  else if (unit === 'bytes' && matters.bytes) assumed.push('offsets count bytes of UTF-8');
  else if (matters.astral) {
    const name = unit === 'utf-16' ? 'UTF-16 units, as JavaScript does' : 'code points, as Python does';
    assumed.push(`offsets count ${name} (there are emoji or other characters for which this matters)`);
  }
  if (matters.lineEnds && lineEndsAreOne) assumed.push('offsets count a line end (CR LF) as one character');
  if (endIncluded) assumed.push('the end of a span is its last character, not the one behind it');
  if (first === 1) assumed.push('offsets count from 1');
  return assumed;
}

/**
 * A corpus keeps every span of its file, nested and overlapping ones too, but a token can be taught one category. This
 * is the rule that chooses: the longest first, of equally long ones the earlier, of those in the same place the one
 * that the file names first; what overlaps a chosen span waits in `furtherSpans`, and is chosen from again when
 * categories are renamed, merged or left out.
 */
import type { Document, Span } from '../protocol/corpus.ts';

export interface SpanChoice {
  /** Both of the below, in order of start, a longer span before those that begin with it. */
  readonly all: Span[];
  /** In order of start, none overlapping another. */
  readonly spans: Span[];
  readonly furtherSpans: Span[];
  /** Spans that stood there before, with the same category: these are in none of the lists above. */
  readonly duplicates: Span[];
  /** For each further span, one of the chosen spans that it overlaps. */
  readonly overlaps: { readonly chosen: Span; readonly other: Span }[];
}

/** Where it stands and what it is, as a string, so that sets and maps can tell spans apart. */
export const spanKey = ({ start, end, category }: Span) => `${start} ${end} ${category}`;

/** All spans of a document, in order of start, a longer one before those that begin with it. */
export function allSpans({ spans, furtherSpans }: Document): readonly Span[] {
  return furtherSpans ? inOrder([...spans, ...furtherSpans]) : spans;
}

/**
 * The document with these spans in the place of its own, in any order; of equal ones the first is kept.
 * @param all each beginning and ending at a token's boundary, in one sentence.
 */
export function withSpans({ furtherSpans: _, ...document }: Document, all: readonly Span[]): Document {
  const { spans, furtherSpans } = chooseSpans(all);
  return furtherSpans.length > 0 ? { ...document, spans, furtherSpans } : { ...document, spans };
}

/** Those that begin from `start` on and before `end`; the spans are in order of start. */
export function spansBetween(spans: readonly Span[], start: number, end: number): readonly Span[] {
  return spans.slice(firstSpanFrom(spans, start), firstSpanFrom(spans, end));
}

/** Index of the first span that begins at `offset` or later, in spans ordered by start. */
function firstSpanFrom(spans: readonly Span[], offset: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((spans[middle] as Span).start < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** @param given in any order, none empty. */
export function chooseSpans(given: readonly Span[]): SpanChoice {
  const { all, duplicates } = withoutDuplicates(inOrder(given));
  const choice: SpanChoice = { all, spans: [], furtherSpans: [], duplicates, overlaps: [] };
  for (let first = 0; first < all.length; ) {
    let end = first + 1;
    let reach = (all[first] as Span).end;
    for (let span = all[end]; span && span.start < reach; span = all[++end]) reach = Math.max(reach, span.end);
    if (end - first === 1) choice.spans.push(all[first] as Span);
    else chooseAmong(all.slice(first, end), reach, choice);
    first = end;
  }
  return choice;
}

/** Sorting is stable: spans in the same place stay in the order given. */
function inOrder(spans: readonly Span[]): Span[] {
  return [...spans].sort((one, other) => one.start - other.start || other.end - one.end);
}

function withoutDuplicates(ordered: readonly Span[]): { all: Span[]; duplicates: Span[] } {
  const all: Span[] = [];
  const duplicates: Span[] = [];
  let categories = new Set<string>();
  for (const span of ordered) {
    const last = all.at(-1);
    if (last?.start !== span.start || last.end !== span.end) categories = new Set();
    (categories.has(span.category) ? duplicates : all).push(span);
    categories.add(span.category);
  }
  return { all, duplicates };
}

/**
 * Chooses among spans of which each overlaps another. No chosen span is shorter than the one at hand, so that it can
 * only overlap that one by covering its first or its last character.
 */
function chooseAmong(cluster: readonly Span[], reach: number, { spans, furtherSpans, overlaps }: SpanChoice): void {
  const begin = (cluster[0] as Span).start;
  /** By character: the place in `byLength` of the chosen span that covers it, −1 where none does. */
  const covering = new Int32Array(reach - begin).fill(-1);
  const byLength = [...cluster].sort((one, other) => other.end - other.start - (one.end - one.start));
  const rivals = new Map<Span, Span>();
  byLength.forEach((span, place) => {
    const [first, end] = [span.start - begin, span.end - begin];
    const rival = byLength[covering[first] as number] ?? byLength[covering[end - 1] as number];
    if (rival) rivals.set(span, rival);
    else covering.fill(place, first, end);
  });
  for (const span of cluster) {
    const rival = rivals.get(span);
    if (!rival) {
      spans.push(span);
      continue;
    }
    furtherSpans.push(span);
    overlaps.push({ chosen: rival, other: span });
  }
}

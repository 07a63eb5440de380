/**
 * The spans of a record, from the list in which they were found. What is no span, what was turned down, and what has
 * no place in the text is left out with a word on it.
 */
import { nameFault } from '../../categoryNames.ts';
import { clip } from '../../clip.ts';
import type { RawSpan } from '../offsets.ts';
import { turnedDownBy } from './answers.ts';
import { type Complain, utterancePlace } from './labelStudio.ts';
import type { Layout } from './layout.ts';
import { Occurrences } from './occurrences.ts';
import { lastKey, shownKey } from './paths.ts';
import { type Leaves, leavesOf } from './spanLeaves.ts';
import type { SpanShape } from './spanShape.ts';
import { isPagePosition, type Site } from './survey.ts';
import { largest, shown, wholeNumber } from './values.ts';

export interface FoundSpans {
  readonly spans: RawSpan[];
  /** Of those that were given and not turned down. */
  readonly given: number;
  readonly turnedDown: number;
  /** Those that have no offsets, found by what they cover. */
  readonly byText: ReadonlySet<RawSpan>;
}

export interface SpanSource {
  readonly text: string;
  /** Where each utterance of a dialogue begins. */
  readonly utterances?: readonly number[];
  readonly layout: Layout;
  readonly complain: Complain;
}

type Growing = { -readonly [Key in keyof FoundSpans]: FoundSpans[Key] } & { readonly byText: Set<RawSpan> };

export function readSpans(sites: readonly Site[], source: SpanSource): FoundSpans {
  const found: Growing = { spans: [], given: 0, turnedDown: 0, byText: new Set() };
  const occurrences = new Occurrences(source.text);
  for (const site of chooseVersion(sites, source)) {
    for (const item of site.items) {
      for (const leaves of leavesOf(item)) {
        if (turnedDownBy([...leaves].map(([path, value]) => [lastKey(path), value] as const)) !== undefined) {
          found.turnedDown++;
          continue;
        }
        found.given++;
        readSpan(item, leaves, site, source, occurrences, found);
      }
    }
  }
  found.spans = withoutInner(source.text, found);
  return found;
}

/** Of places found by a text alone, without those inside another where the text also stands by itself: York in New York. */
function withoutInner(text: string, { spans, byText }: FoundSpans): RawSpan[] {
  const name = ({ category, start, end }: RawSpan) => `${category} ${text.slice(start, end)}`;
  const inner = new Set<RawSpan>();
  const alone = new Set<string>();
  let reach = 0;
  for (const span of [...byText].sort((one, other) => one.start - other.start || other.end - one.end)) {
    if (span.end <= reach) inner.add(span);
    else alone.add(name(span));
    reach = Math.max(reach, span.end);
  }
  return inner.size === 0 ? spans : spans.filter((span) => !inner.has(span) || !alone.has(name(span)));
}

/** Lists of several annotators overlap; then the longest is taken. Lists of several parts of a text do not. */
function chooseVersion(sites: readonly Site[], { layout, complain }: SpanSource): readonly Site[] {
  if (sites.length < 2) return sites;
  const ranges = sites.flatMap(({ items, path }, version) =>
    items.flatMap((item) => {
      const [leaves] = leavesOf(item);
      const { start, end } = layout.shape(path, leaves ?? new Map(), Array.isArray(item));
      const [from, to] = [start, end].map((each) => (each === undefined ? undefined : wholeNumber(leaves?.get(each))));
      return from === undefined || to === undefined ? [] : [{ from, to, version }];
    }),
  );
  ranges.sort((one, other) => one.from - other.from);
  const overlap = ranges.some(({ from, version }, index) => {
    const before = ranges[index - 1];
    return before !== undefined && before.to > from && before.version !== version;
  });
  if (!overlap) return sites;
  const sizes = sites.map(({ items }) => items.length);
  complain(
    'several-annotations',
    `${sites.length} people annotated this record; the most complete annotation was taken.`,
    'Export the annotation that you want to learn from.',
    0,
  );
  return [sites[sizes.indexOf(largest(sizes))] as Site];
}

function readSpan(
  item: unknown,
  leaves: Leaves,
  site: Site,
  source: SpanSource,
  occurrences: Occurrences,
  found: Growing,
): void {
  const { complain, layout } = source;
  const shape = layout.shape(site.path, leaves, Array.isArray(item));
  const place = placeOf(item, leaves, shape, site, source, occurrences);
  if (typeof place === 'string') {
    complain('broken-span', `${place}; it was left out.`, 'A span has a start, an end and a category.', 1);
    return;
  }
  const covered = shape.covered === undefined ? undefined : leaves.get(shape.covered);
  const given = shape.category === undefined ? undefined : leaves.get(shape.category);
  const names = namesOf(given);
  const isNumbered = wholeNumber(given) !== undefined;
  for (const name of names) {
    const category = typeof name === 'number' || typeof name === 'string' ? String(name).trim() : '';
    const fault = nameFault(category);
    if (fault) complainOfName(category, fault, place[0] ?? { start: 0, end: 0 }, complain);
    else {
      for (const each of place) {
        const declared =
          typeof covered === 'string' && !each.isPlaced ? { text: covered, textIsLoose: shape.isLoose } : {};
        const span: RawSpan = { ...each, category, ...declared, ...(isNumbered ? { isNumbered } : {}) };
        found.spans.push(span);
        if (shape.start === undefined && each.isPlaced) found.byText.add(span);
      }
    }
  }
}

function namesOf(category: unknown): readonly unknown[] {
  return Array.isArray(category) && category.length > 0 ? category : [category];
}

function complainOfName(
  category: string,
  fault: string,
  { start, end }: { readonly start: number; readonly end: number },
  complain: Complain,
): void {
  if (category === '') {
    complain(
      'span-without-category',
      `The span ${start}–${end} has no category; it was left out.`,
      'Give it a category.',
      1,
    );
    return;
  }
  complain(
    'category-name',
    `The category of the span ${start}–${end} has ${fault}; it was left out.`,
    'Give it another name in the file, such as “Other”.',
    1,
  );
}

type Place = Pick<RawSpan, 'start' | 'end' | 'isPlaced'>;

/** Where a span stands, or what is wrong with it. Several places where a text alone says what is meant. */
function placeOf(
  item: unknown,
  leaves: Leaves,
  shape: SpanShape,
  site: Site,
  source: SpanSource,
  occurrences: Occurrences,
): readonly Place[] | string {
  const number = (path: string | undefined) => (path === undefined ? undefined : wholeNumber(leaves.get(path)));
  const covered = shape.covered === undefined ? undefined : leaves.get(shape.covered);
  const placed = ({ start, end }: Place): Place => ({ start, end, isPlaced: true });
  const utterance = utterancePlace(item);
  if (utterance && source.utterances) {
    const [start, end] = [source.utterances[utterance.first], source.utterances[utterance.last]];
    if (start === undefined || end === undefined) return `“${shown(item)}” stands in an utterance that is not there`;
    return [{ start: start + utterance.start, end: end + utterance.end, isPlaced: true }];
  }
  if (isPagePosition(leaves) || utterance) return placeInPage(leaves, occurrences);
  const start = number(shape.start);
  if (start === undefined) {
    if (typeof covered !== 'string' || shape.start !== undefined) return notASpan(item, leaves, site);
    const places = occurrences.of(covered);
    if (places.length === 0) return `“${clip(covered)}” does not stand in the text`;
    // All places are marked at once, so that the same text needs no second look.
    const name = JSON.stringify([covered, shape.category && leaves.get(shape.category)]);
    return occurrences.isFirst(name) ? places.map(placed) : [];
  }
  const end = number(shape.end) ?? lengthened(start, number(shape.length));
  if (end !== undefined) return [{ start, end }];
  if (typeof covered !== 'string') return notASpan(item, leaves, site);
  const near = occurrences.near(covered, start);
  return near === undefined ? `“${clip(covered)}” does not stand at ${start}` : [placed(near)];
}

const lengthened = (start: number, length: number | undefined) => (length === undefined ? undefined : start + length);

function notASpan(item: unknown, leaves: Leaves, { path }: Site): string {
  const keys = [...leaves.keys()].map(shownKey).slice(0, 6);
  const place = path === '' ? '' : ` under “${clip(shownKey(path), 40)}”`;
  const named =
    Array.isArray(item) || keys.length === 0
      ? ''
      : ` (its keys: ${keys.map((key) => `“${clip(key, 20)}”`).join(', ')})`;
  return `“${shown(item)}”${place} is not a span${named}`;
}

/** A place in a page of HTML is a path. Only where its text stands once, and in no tag, is it clear which is meant. */
function placeInPage(leaves: Leaves, occurrences: Occurrences): readonly Place[] | string {
  for (const [path, value] of leaves) {
    if (typeof value !== 'string' || lastKey(path) !== 'text') continue;
    const places = occurrences.of(value).filter(({ start }) => !occurrences.isInTag(start));
    if (places.length === 1) return [{ ...(places[0] as Place), isPlaced: true }];
    return `The span of “${clip(value)}” is placed by a path into HTML or by an utterance, and its text stands ${places.length === 0 ? 'nowhere' : `${places.length} times`} in the record's`;
  }
  return 'A span is placed by a path into HTML or by an utterance, which is no offset in the text';
}

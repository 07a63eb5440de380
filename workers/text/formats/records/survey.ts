/**
 * A walk through one record: the texts in it, and the lists that could be its spans, wherever they are nested. Spans
 * are written as a list, as a mapping from a category to texts or stretches, as a mapping from a number to a span, or
 * as one list for each of their parts; all become lists here.
 */
import {
  categoryRank,
  coveredNames,
  endNames,
  isBeside,
  isBesideNumber,
  lengthNames,
  pairPlace,
  rankOf,
  spanListNames,
  startNames,
} from './names.ts';
import { shownKey } from './paths.ts';
import { kindOf, type Leaves, leavesOf } from './spanLeaves.ts';
import { type Fields, isFields, isStrings, plainName, wholeNumber } from './values.ts';

/**
 * What the items of a list are: spans with a place and a category; what could be such under other names; a text and
 * its category without a place; places without a category; nothing of these.
 */
export type ItemKind = 'placed' | 'maybe' | 'worded' | 'bare' | 'other';

/** A list that could hold a record's spans. */
export interface Site {
  /** With `*` for the places in lists. */
  readonly path: string;
  readonly items: readonly unknown[];
  readonly kind: ItemKind | 'empty';
  /** Made by a program, not by an annotator. */
  readonly isPrediction: boolean;
}

export interface Survey {
  readonly texts: ReadonlyMap<string, string>;
  readonly sites: readonly Site[];
  /** Lists of utterances, by path, as dialogues have them. */
  readonly dialogues: ReadonlyMap<string, readonly string[]>;
}

const deepest = 7;
const sampleSize = 30;

interface Walk {
  readonly texts: Map<string, string>;
  readonly sites: Site[];
  readonly dialogues: Map<string, readonly string[]>;
}

export function surveyOf(record: Fields): Survey {
  const walk: Walk = { texts: new Map(), sites: [], dialogues: new Map() };
  for (const [key, value] of Object.entries(record)) visit(value, key, 1, true, false, walk);
  return walk;
}

function visit(value: unknown, path: string, depth: number, inObjects: boolean, predicted: boolean, walk: Walk): void {
  if (depth > deepest) return;
  const isPrediction = predicted || /predict|suggest|draft/i.test(shownKey(path));
  if (typeof value === 'string') {
    if (inObjects) walk.texts.set(path, value);
  } else if (Array.isArray(value)) visitList(value, path, depth, inObjects, isPrediction, walk);
  else if (isFields(value)) visitFields(value, path, depth, inObjects, isPrediction, walk);
}

function visitList(
  list: readonly unknown[],
  path: string,
  depth: number,
  inObjects: boolean,
  isPrediction: boolean,
  walk: Walk,
): void {
  if (list.length === 0) {
    walk.sites.push({ path, items: list, kind: 'empty', isPrediction });
    return;
  }
  const kind = kindOfList(list);
  const utterances = inObjects && kind === 'other' ? utterancesOf(list) : undefined;
  if (utterances) walk.dialogues.set(path, utterances);
  if (kind !== 'other') walk.sites.push({ path, items: list, kind, isPrediction });
  if (kind === 'placed' || isStrings(list)) return;
  for (const item of list)
    if (typeof item === 'object' && item !== null) visit(item, `${path}.*`, depth + 1, false, isPrediction, walk);
}

function visitFields(
  fields: Fields,
  path: string,
  depth: number,
  inObjects: boolean,
  isPrediction: boolean,
  walk: Walk,
): void {
  const items = inObjects ? itemsOf(fields, Number.isFinite(rankOf(shownKey(path), spanListNames))) : undefined;
  if (items) {
    const kind = items.length === 0 ? 'empty' : kindOfList(items);
    walk.sites.push({ path, items, kind, isPrediction });
    if (kind === 'placed') return;
  }
  for (const [key, value] of Object.entries(fields))
    visit(value, `${path}.${key}`, depth + 1, inObjects, isPrediction, walk);
}

/** What most of the items are that are anything. */
function kindOfList(list: readonly unknown[]): ItemKind {
  const counts: Record<ItemKind, number> = { placed: 0, maybe: 0, worded: 0, bare: 0, other: 0 };
  for (const item of list.slice(0, sampleSize)) counts[kindOfItem(item)]++;
  for (const kind of ['placed', 'maybe', 'bare', 'worded'] as const)
    if (counts[kind] > 0 && (kind === 'placed' || counts[kind] * 2 >= Math.min(list.length, sampleSize))) return kind;
  return 'other';
}

export function kindOfItem(item: unknown): ItemKind {
  if (typeof item !== 'object' || item === null) return 'other';
  const [leaves] = leavesOf(item);
  if (!leaves) return 'other';
  const numbers: string[] = [];
  const texts: string[] = [];
  for (const [path, value] of leaves) {
    const kind = kindOf(value);
    if (kind === 'number') numbers.push(path);
    else if (kind !== 'other') texts.push(path);
  }
  if (isPagePosition(leaves)) return 'placed';
  return Array.isArray(item) ? kindOfParts(numbers, texts) : kindOfNamed(numbers, texts);
}

function kindOfParts(numbers: readonly string[], texts: readonly string[]): ItemKind {
  if (numbers.length >= 2)
    return texts.length >= 1 || numbers.length === 3 ? 'placed' : numbers.length === 2 ? 'bare' : 'other';
  return texts.length === 2 && numbers.length === 0 ? 'worded' : 'other';
}

function kindOfNamed(numbers: readonly string[], texts: readonly string[]): ItemKind {
  const named = (paths: readonly string[], names: readonly string[]) =>
    paths.some((path) => Number.isFinite(rankOf(path, names)));
  const isCovered = (path: string) => Number.isFinite(rankOf(path, coveredNames));
  const category =
    texts.some((path) => Number.isFinite(categoryRank(path))) ||
    numbers.some((path) => Number.isFinite(categoryRank(path))) ||
    texts.some((path) => !isBeside(path) && !isCovered(path));
  const start = named(numbers, startNames);
  const end = named(numbers, endNames) || named(numbers, lengthNames);
  const isPlaced =
    (start && (end || texts.some(isCovered))) || numbers.filter((path) => pairPlace(path) !== undefined).length >= 2;
  if (isPlaced) return category ? 'placed' : 'bare';
  if (numbers.filter((path) => !isBesideNumber(path)).length >= 2 && texts.length >= 1) return 'maybe';
  return texts.length >= 2 && texts.some((path) => Number.isFinite(categoryRank(path))) ? 'worded' : 'other';
}

/** Whether a span says its category, under a name that means one. */
function hasOwnCategory(item: unknown): boolean {
  const [leaves] = leavesOf(item);
  if (Array.isArray(item)) return kindOfItem(item) === 'placed';
  return [...(leaves ?? [])].some(([path, value]) => kindOf(value) !== 'other' && Number.isFinite(categoryRank(path)));
}

/** `/div[1]/b[1]/text()[1]`: a place in a page, which no number of a text is. */
export function isPagePosition(leaves: Leaves): boolean {
  for (const [path, value] of leaves)
    if (typeof value === 'string' && Number.isFinite(rankOf(path, startNames)) && /^\.?\/.*(?:\]|\(\))$/.test(value))
      return true;
  return false;
}

/** The spans of a mapping, each with its category; nothing where it holds none. */
function itemsOf(fields: Fields, isCalledSpans: boolean): unknown[] | undefined {
  const entries = Object.entries(fields);
  if (entries.length === 0) return isCalledSpans ? [] : undefined;
  const columns = columnItems(entries) ?? mentionItems(entries);
  if (columns) return columns;
  const lists = entries.map(([, value]) => (Array.isArray(value) && !isNumberPair(value) ? value : [value]));
  const all = lists.flat();
  if (all.length === 0) return isCalledSpans ? [] : undefined;
  const kinds = all.slice(0, sampleSize).map((item) => (typeof item === 'string' ? 'word' : kindOfItem(item)));
  const areByKey =
    isCalledSpans &&
    entries.every(([, value]) => Array.isArray(value)) &&
    kinds.every((kind) => kind === 'bare' || kind === 'placed') &&
    !all.every(hasOwnCategory);
  if (areByKey || kinds.every((kind) => kind === 'bare'))
    return entries.flatMap(([label], index) => (lists[index] ?? []).map((item) => withLabel(item, label)));
  if (
    kinds.every((kind) => kind === 'placed') &&
    entries.every(([, value]) => !Array.isArray(value) || isNumberPair(value))
  )
    return all;
  if (!isCalledSpans || !kinds.every((kind) => kind === 'word')) return undefined;
  return entries.flatMap(([label, value]) =>
    Array.isArray(value) ? value.map((text) => ({ text, label })) : [{ text: value, label }],
  );
}

/** `{PER: {"Ida": [[0, 2]]}}`: by category, what is covered, and where that stands. */
function mentionItems(entries: readonly [string, unknown][]): unknown[] | undefined {
  const isPlaces = (value: unknown): value is [number, number][] =>
    Array.isArray(value) && value.length > 0 && value.every((each) => Array.isArray(each) && isNumberPair(each));
  const isMentions = (value: unknown): value is Readonly<Record<string, [number, number][]>> =>
    isFields(value) && Object.values(value).every(isPlaces);
  const categories = entries.filter((entry): entry is [string, Record<string, [number, number][]>] =>
    isMentions(entry[1]),
  );
  if (categories.length < entries.length || categories.every(([, mentions]) => Object.keys(mentions).length === 0))
    return undefined;
  return categories.flatMap(([label, mentions]) =>
    Object.entries(mentions).flatMap(([text, places]) => places.map(([start, end]) => ({ text, start, end, label }))),
  );
}

const isNumberPair = (value: readonly unknown[]) =>
  value.length === 2 && value.every((each) => wholeNumber(each) !== undefined);

function withLabel(item: unknown, label: string): unknown {
  return Array.isArray(item) ? [...item, label] : isFields(item) ? { ...item, label } : item;
}

/** `{start: [0, 18], end: [8, 23], label: [...]}`, as tables keep lists of records. */
function columnItems(entries: readonly [string, unknown][]): unknown[] | undefined {
  const columns = entries.filter((entry): entry is [string, unknown[]] => Array.isArray(entry[1]));
  const length = columns[0]?.[1].length ?? 0;
  if (columns.length < 3 || columns.some(([, column]) => column.length !== length)) return undefined;
  const isNumbers = (names: readonly string[]) =>
    columns.some(
      ([key, column]) => names.includes(plainName(key)) && column.every((each) => wholeNumber(each) !== undefined),
    );
  if (!isNumbers(startNames) || !(isNumbers(endNames) || isNumbers(lengthNames))) return undefined;
  return Array.from({ length }, (_, index) => Object.fromEntries(columns.map(([key, column]) => [key, column[index]])));
}

/** The texts of a list of utterances: texts, or objects of which each has one. */
function utterancesOf(list: readonly unknown[]): string[] | undefined {
  const texts = list.map((item) =>
    isFields(item) ? (item.text ?? item.utterance ?? item.phrase ?? item.content) : item,
  );
  return isStrings(texts) ? texts : undefined;
}

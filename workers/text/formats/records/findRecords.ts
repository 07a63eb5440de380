/**
 * The records in a value of JSON: the list of them, wherever it is nested, one record alone, or a table that is kept by
 * its columns. What holds a text or words is a record; of several lists those count that look annotated.
 */
import {
  coveredNames,
  endNames,
  lengthNames,
  rankOf,
  spanListNames,
  startNames,
  textNames,
  wordListNames,
} from './names.ts';
import { hasPassages } from './passages.ts';
import { joinedPieces } from './pieces.ts';
import { areNumberedTokens, areTokenLists, hasSentencesOfTokens } from './sentencesOfTokens.ts';
import { kindOfItem } from './survey.ts';
import { areSpanTags } from './tokenRecords.ts';
import { type Fields, isFields, isStrings, largest, wholeNumber } from './values.ts';
import { hasMentions } from './wordSpans.ts';

export interface FoundRecord {
  readonly value: unknown;
  /** Of the object or the key under which it was found, where it has no name of its own. */
  readonly id?: string;
  /** What shares an outer object is one group. */
  readonly group?: string;
}

const deepest = 8;

/** Where no record is found in it, the value itself, or what it lists. */
export function recordsIn(value: unknown): readonly FoundRecord[] {
  const columns = isFields(value) ? rowsOf(value) : undefined;
  if (columns) return columns.map((row) => ({ value: row }));
  if (Array.isArray(value) && areTokenLists(value))
    return [{ value: { sentences: value.map((tokens) => ({ tokens })) } }];
  if (Array.isArray(value) && areNumberedTokens(value)) return [{ value: { sentences: [{ tokens: value }] } }];
  const found = search(value, 0);
  if (found.length > 0) return found;
  return Array.isArray(value) && value.some(isFields) ? value.map((each) => ({ value: each })) : [{ value }];
}

function search(value: unknown, depth: number): FoundRecord[] {
  if (depth > deepest || typeof value !== 'object' || value === null) return [];
  const named = isFields(value) ? namedRecords(value) : undefined;
  if (named) return named;
  if (isRecord(value)) return [{ value }];
  return Array.isArray(value) ? searchList(value, depth) : searchFields(value as Fields, depth);
}

function searchList(list: readonly unknown[], depth: number): FoundRecord[] {
  const filled = list.filter((item) => item !== null);
  const records = filled.filter(isRecord).length;
  // What is no record among records is complained of by those who read them.
  if (records > 0 && records * 2 >= filled.length) return filled.map((value) => ({ value }));
  return filled.flatMap((item) => {
    const inner = search(item, depth + 1);
    const id = isFields(item) ? (item.id ?? item.doc_id ?? item.doc_key) : undefined;
    if (typeof id !== 'string' && typeof id !== 'number') return inner;
    return inner.map((record, index) =>
      record.id === undefined
        ? { ...record, id: inner.length > 1 ? `${id}.${index + 1}` : `${id}`, group: `${id}` }
        : record,
    );
  });
}

/** Records under their names, each with a text or words of its own. */
function namedRecords(fields: Fields): FoundRecord[] | undefined {
  const entries = Object.entries(fields);
  const areRecords =
    entries.length > 1 &&
    entries.every(([, value]) => isFields(value) && (hasOwnText(value) || hasOwnWords(value)) && !isSpan(value));
  return areRecords ? entries.map(([id, value]) => ({ value, id })) : undefined;
}

const hasOwnText = (fields: Fields) =>
  Object.entries(fields).some(([key, value]) => typeof value === 'string' && Number.isFinite(rankOf(key, textNames)));

const hasOwnWords = (fields: Fields) =>
  Object.entries(fields).some(
    ([key, value]) =>
      isStrings(value) &&
      value.length > 0 &&
      Number.isFinite(rankOf(key, wordListNames)) &&
      hasListOf(fields, key, value.length),
  );

/** The records under the key whose records look most like annotated texts, and under those that look the same. */
function searchFields(fields: Fields, depth: number): FoundRecord[] {
  const entries = Object.entries(fields);
  const columns = rowsOf(fields);
  if (columns) return columns.map((value) => ({ value }));
  const groups = entries
    .map(([, value]) => search(value, depth + 1))
    .filter((records) => records.length > 0)
    .map((records) => ({ records, worth: worthOf(records) }));
  const best = largest(groups.map(({ worth }) => worth));
  return groups.filter(({ worth }) => worth === best).flatMap(({ records }) => records);
}

/** 3 where some record has spans or tagged words, 2 where some has a list that is called so, 1 for a text alone. */
function worthOf(records: readonly FoundRecord[]): number {
  let worth = 1;
  for (const { value } of records.slice(0, 200)) {
    if (Array.isArray(value) || (isFields(value) && holdsList(value, 0, true))) return 3;
    if (isFields(value) && holdsList(value, 0, false)) worth = 2;
  }
  return worth;
}

function holdsList(fields: Fields, depth: number, isFilled: boolean): boolean {
  return Object.entries(fields).some(([key, value]) => {
    if (Array.isArray(value)) return isFilled ? value.length > 0 : Number.isFinite(rankOf(key, spanListNames));
    return isFields(value) && depth < 3 && holdsList(value, depth + 1, isFilled);
  });
}

function isRecord(value: unknown): boolean {
  if (Array.isArray(value)) return isPair(value) || isTaggedWords(value);
  return (
    isFields(value) &&
    !isSpan(value) &&
    (hasPassages(value) ||
      hasSentencesOfTokens(value) ||
      hasMentions(value) ||
      hasText(value, 0) ||
      hasWords(value, 0) ||
      joinedPieces(value) !== undefined)
  );
}

/** spaCy's training examples: a text and its annotation. */
export const isPair = (value: readonly unknown[]) =>
  value.length === 2 &&
  typeof value[0] === 'string' &&
  typeof value[1] === 'object' &&
  value[1] !== null &&
  (isFields(value[1]) || (value[1] as unknown[]).every((item) => typeof item === 'object'));

/** A sentence as a list of words with their tags, or as a list of words and a list of tags. */
export function isTaggedWords(value: readonly unknown[]): boolean {
  if (value.length === 0) return false;
  if (areWordsAndTags(value)) return true;
  return value.every((item) => Array.isArray(item) && item.length >= 2 && item.length <= 4 && isStrings(item));
}

/** A list of words beside the list of their tags. */
export function areWordsAndTags(value: readonly unknown[]): value is readonly [string[], string[]] {
  const [words, tags] = value;
  if (value.length !== 2 || !isStrings(words) || !isStrings(tags) || words.length !== tags.length) return false;
  // Two words, each with its tags behind it.
  if (words.length > 2 && areSpanTags([words.at(-1), tags.at(-1)])) return false;
  return words.length > 0 && (words.length !== 2 || areSpanTags(tags));
}

/** A span has a text of its own, which is no longer than the span. */
function isSpan(fields: Fields): boolean {
  if (kindOfItem(fields) === 'other') return false;
  const entries = Object.entries(fields);
  const number = (names: readonly string[]) =>
    wholeNumber(
      entries.find(([key, value]) => Number.isFinite(rankOf(key, names)) && wholeNumber(value) !== undefined)?.[1],
    );
  const [start, end, length] = [number(startNames), number(endNames), number(lengthNames)];
  const size = length ?? (start !== undefined && end !== undefined ? end - start : undefined);
  if (size === undefined && start !== undefined)
    return entries.every(
      ([key, value]) =>
        (typeof value !== 'string' || Number.isFinite(rankOf(key, coveredNames))) && typeof value !== 'object',
    );
  return size !== undefined && entries.every(([, value]) => typeof value !== 'string' || value.length <= size + 20);
}

function hasText(fields: Fields, depth: number): boolean {
  return (
    Object.entries(fields).some(([key, value]) => {
      if (typeof value === 'string')
        return (
          Number.isFinite(rankOf(key, textNames)) || (/\S\s+\S/.test(value.slice(0, 200)) && holdsList(fields, 0, true))
        );
      return isFields(value) && depth < 2 && !/meta/i.test(key) && hasText(value, depth + 1);
    }) || hasTask(fields)
  );
}

/** Label Studio's tasks keep a text, or a dialogue, under any name. */
const hasTask = (fields: Fields) =>
  isFields(fields.data) && (Array.isArray(fields.annotations) || Array.isArray(fields.completions));

function hasWords(fields: Fields, depth: number): boolean {
  return Object.entries(fields).some(([key, value]) => {
    if (Array.isArray(value) && value.length > 0) {
      if (isStrings(value))
        return (
          Number.isFinite(rankOf(key, wordListNames)) || (areSpanTags(value) && hasListOf(fields, key, value.length))
        );
      return areTokens(key, value) || areWordLists(key, value);
    }
    return isFields(value) && depth < 2 && hasWords(value, depth + 1);
  });
}

const hasListOf = (fields: Fields, but: string, length: number) =>
  Object.entries(fields).some(([key, value]) => key !== but && isStrings(value) && value.length === length);

/** Tokens as objects, or sentences of such. */
const areTokens = (key: string, value: readonly unknown[]) =>
  (/^sent/i.test(key) && value.every((item) => isFields(item) && Array.isArray(item.tokens))) ||
  (Number.isFinite(rankOf(key, wordListNames)) &&
    value.every((item) => isFields(item) && Object.values(item).some((each) => typeof each === 'string')));

const areWordLists = (key: string, value: readonly unknown[]) =>
  Number.isFinite(rankOf(key, wordListNames)) && value.every((item) => isStrings(item));

/** The rows of a table that is kept by its columns: as lists, as mappings from a row's number, or split from their names. */
function rowsOf(fields: Fields): Fields[] | undefined {
  const { columns, data } = fields;
  if (
    isStrings(columns) &&
    Array.isArray(data) &&
    data.every((row) => Array.isArray(row) && row.length === columns.length)
  )
    return data.map((row) => Object.fromEntries(columns.map((name, index) => [name, (row as unknown[])[index]])));
  const entries = Object.entries(fields);
  const [first] = entries;
  if (!first || entries.length < 2) return undefined;
  if (entries.every(([, value]) => isFields(value))) {
    const keys = Object.keys(first[1] as Fields);
    if (keys.length === 0 || keys.some((key) => wholeNumber(key) === undefined)) return undefined;
    const isTable = entries.every(([, value]) => {
      const own = Object.keys(value as Fields);
      return own.length === keys.length && own.every((key, index) => key === keys[index]);
    });
    const columns = entries.map(([, value]) => Object.values(value as Fields));
    if (!isTable || !(holdsTexts(columns) || holdsTags(columns))) return undefined;
    return keys.map((key) => Object.fromEntries(entries.map(([name, column]) => [name, (column as Fields)[key]])));
  }
  const lists = entries.filter((entry): entry is [string, unknown[]] => Array.isArray(entry[1]));
  const length = lists[0]?.[1].length ?? 0;
  if (
    lists.length < 2 ||
    length === 0 ||
    lists.length < entries.length ||
    lists.some(([, list]) => list.length !== length)
  )
    return undefined;
  if (lists.some(([name]) => name === 'sentences') || !holdsTexts(lists.map(([, list]) => list))) return undefined;
  return Array.from({ length }, (_, index) => Object.fromEntries(lists.map(([name, list]) => [name, list[index]])));
}

/** Whether a column holds the tags of words that stand in another. */
const holdsTags = (columns: readonly (readonly unknown[])[]) =>
  columns.some((column) => isStrings(column) && areSpanTags(column)) &&
  columns.some((column) => isStrings(column) && !areSpanTags(column));

/** Whether one column holds texts or lists of words, and another lists. */
function holdsTexts(columns: readonly (readonly unknown[])[]): boolean {
  const texts = columns.filter(
    (column) =>
      column.every((each) => typeof each === 'string') &&
      column.some((each) => /\S\s+\S/.test((each as string).slice(0, 200))),
  );
  const words = columns.filter(
    (column) => column.every((each) => isStrings(each)) && column.some((each) => (each as string[]).length > 0),
  );
  const lists = columns.filter((column) => column.every((each) => each === null || Array.isArray(each)));
  return (texts.length > 0 && lists.length > 0) || (words.length > 0 && lists.length > 1);
}

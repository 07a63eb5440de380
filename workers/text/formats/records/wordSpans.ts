/**
 * Spans over words in the ways of single data sets: W2NER names every word of a span, `{index: [0, 1], type: "PER"}`, and
 * DocRED lists the mentions of each entity with their sentence, `vertexSet: [[{sent_id: 0, pos: [0, 2], type: "PER"}]]`.
 */
import type { Complain } from './labelStudio.ts';
import { endNames, rankOf, spanListNames, startNames, textNames, wordListNames } from './names.ts';
import { type Fields, isFields, isStrings, plainName, shown, wholeNumber } from './values.ts';

/** The record with spans that have a start and an end over its words; nothing where it is no such record. */
export const withWordSpans = (record: Fields, complain: Complain): Fields | undefined =>
  withIndexed(record, complain) ?? withMentions(record) ?? withTokenNumbers(record) ?? withWordsCovered(record);

function withIndexed(record: Fields, complain: Complain): Fields | undefined {
  const [key, items] =
    Object.entries(record).find(
      (entry): entry is [string, Fields[]] =>
        Number.isFinite(rankOf(entry[0], spanListNames)) &&
        Array.isArray(entry[1]) &&
        entry[1].length > 0 &&
        entry[1].every((item) => isFields(item) && areNumbers(item.index)),
    ) ?? [];
  if (key === undefined || items === undefined || !Object.values(record).some(isStrings)) return undefined;
  const { [key]: _, word: __, ...rest } = record;
  return { ...rest, spans: items.flatMap((item) => spanOf(item, complain)) };
}

const areNumbers = (value: unknown): value is number[] =>
  Array.isArray(value) && value.length > 0 && value.every((each) => wholeNumber(each) !== undefined);

function spanOf(item: Fields, complain: Complain): Fields[] {
  const { index, ...rest } = item;
  const numbers = index as number[];
  const start = numbers[0] as number;
  if (numbers.every((number, place) => number === start + place))
    return [{ ...rest, start, end: start + numbers.length }];
  complain(
    'span-in-pieces',
    `The span ${shown(item)} is not one stretch of words; it was left out.`,
    'A span is one stretch of the text: annotate it as one, or as several spans.',
    1,
  );
  return [];
}

interface Mention extends Fields {
  readonly sent_id: number;
  readonly pos: readonly [number, number];
}

/** Whether these are sentences beside the mentions of each entity. */
export const hasMentions = ({ sents, vertexSet }: Fields) =>
  Array.isArray(sents) && sents.every(isStrings) && Array.isArray(vertexSet) && vertexSet.flat().every(isMention);

function withMentions(record: Fields): Fields | undefined {
  if (!hasMentions(record)) return undefined;
  const { sents, vertexSet, ...rest } = record;
  const mentions = (vertexSet as unknown[]).flat() as Mention[];
  let words = 0;
  const before = (sents as string[][]).map(({ length }) => {
    words += length;
    return words - length;
  });
  const spans = mentions.map(({ sent_id, pos: [start, end], type }) => {
    const shift = before[sent_id] ?? Number.NaN;
    return { start: start + shift, end: end + shift, label: type };
  });
  return { ...rest, tokens: sents, spans };
}

const isMention = (item: unknown): item is Mention =>
  isFields(item) &&
  wholeNumber(item.sent_id) !== undefined &&
  Array.isArray(item.pos) &&
  item.pos.length === 2 &&
  areNumbers(item.pos) &&
  typeof item.type === 'string';

const firstWordNames = new Set(['tokenstart', 'starttoken', 'wordstart', 'startword', 'firsttoken']);
const lastWordNames = new Set(['tokenend', 'endtoken', 'wordend', 'endword', 'lasttoken']);

/** Spans that have numbers of words, and none of characters: `{token_start: 0, token_end: 1, label: "PER"}`, as in Prodigy. */
function withTokenNumbers(record: Fields): Fields | undefined {
  const [wordKey, words] = Object.entries(record).find(([key, value]) => key === 'tokens' && isStrings(value)) ?? [];
  const [key, items] =
    Object.entries(record).find(
      (entry): entry is [string, Fields[]] =>
        Number.isFinite(rankOf(entry[0], spanListNames)) &&
        Array.isArray(entry[1]) &&
        entry[1].length > 0 &&
        entry[1].every((item) => isFields(item) && wordNumbers(item) !== undefined),
    ) ?? [];
  if (wordKey === undefined || key === undefined || items === undefined) return undefined;
  const { [key]: _, text: __, ...rest } = record;
  return { ...rest, tokens: words, spans: items.map((item) => ({ ...item, ...wordNumbers(item) })) };
}

function wordNumbers(item: Fields): { start: number; end: number } | undefined {
  if (item.start !== undefined || item.end !== undefined) return undefined;
  const number = (names: ReadonlySet<string>) =>
    Object.entries(item).find(([key, value]) => names.has(plainName(key)) && wholeNumber(value) !== undefined);
  const [first, last] = [number(firstWordNames), number(lastWordNames)];
  if (!first || !last) return undefined;
  // Prodigy's last token is within the span.
  return { start: Number(first[1]), end: Number(last[1]) + Number(plainName(last[0]) === 'tokenend') };
}

/**
 * A list of words beside spans that say what they cover: where that is the words between their numbers, and the text has
 * something else there, they count words. It shows as well whether the end is the last word.
 */
function withWordsCovered(record: Fields): Fields | undefined {
  const entries = Object.entries(record);
  const [wordKey, words] =
    entries.find(
      (entry): entry is [string, string[]] =>
        Number.isFinite(rankOf(entry[0], wordListNames)) && isStrings(entry[1]) && entry[1].length > 0,
    ) ?? [];
  if (wordKey === undefined || words === undefined) return undefined;
  const texts = entries.filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && Number.isFinite(rankOf(entry[0], textNames)),
  );
  for (const [key, items] of entries) {
    if (!Array.isArray(items) || items.length === 0 || !items.every(isFields)) continue;
    const spans = items.map((item) => wordsCovered(item, words, texts[0]?.[1]));
    if (!spans.every((span) => span !== undefined)) continue;
    const others = entries.filter(
      ([name]) => name !== key && name !== wordKey && !texts.some(([text]) => text === name),
    );
    return { ...Object.fromEntries(others), tokens: words, spans };
  }
  return undefined;
}

function wordsCovered(item: Fields, words: readonly string[], text: string | undefined): Fields | undefined {
  const number = (names: readonly string[]) =>
    Object.entries(item).find(
      ([key, value]) => Number.isFinite(rankOf(key, names)) && wholeNumber(value) !== undefined,
    );
  const [start, end] = [number(startNames), number(endNames)];
  if (!start || !end) return undefined;
  const [first, last] = [Number(start[1]), Number(end[1])];
  const declared = Object.values(item)
    .filter((value) => typeof value === 'string')
    .map(squeeze);
  const isDeclared = (covered: string) => covered !== '' && declared.includes(squeeze(covered));
  if (text !== undefined && isDeclared(text.slice(first, last))) return undefined;
  const { [start[0]]: _, [end[0]]: __, ...rest } = item;
  if (isDeclared(words.slice(first, last).join(''))) return { ...rest, start: first, end: last };
  return isDeclared(words.slice(first, last + 1).join('')) ? { ...rest, start: first, end: last + 1 } : undefined;
}

const squeeze = (text: string) => text.replace(/\s+/g, '');

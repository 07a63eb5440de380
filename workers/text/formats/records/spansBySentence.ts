/**
 * A document's sentences beside the spans of each, as DyGIE++ and SciERC have them: `sentences: [["Ida", "left"], …]`
 * and `ner: [[[0, 0, "PER"]], …]`. Numbers count the words of the document, or those of the sentence.
 */
import { rankOf, spanListNames, wordListNames } from './names.ts';
import { type Fields, isStrings, wholeNumber } from './values.ts';

type WordSpan = readonly [start: number, end: number, ...names: unknown[]];

/** The record with one list of spans, over the words of the document; nothing where it is no such record. */
export function withSpansJoined(record: Fields): Fields | undefined {
  const entries = Object.entries(record);
  const [wordKey, sentences] =
    entries.find(
      (entry): entry is [string, string[][]] =>
        Number.isFinite(rankOf(entry[0], wordListNames)) && Array.isArray(entry[1]) && areSentences(entry[1]),
    ) ?? [];
  if (wordKey === undefined || sentences === undefined) return undefined;
  const [spanKey, lists] =
    entries.find(
      (entry): entry is [string, WordSpan[][]] =>
        Number.isFinite(rankOf(entry[0], spanListNames)) &&
        Array.isArray(entry[1]) &&
        entry[1].length === sentences.length &&
        areSpanLists(entry[1]),
    ) ?? [];
  if (spanKey === undefined || lists === undefined) return undefined;
  let words = 0;
  const before = sentences.map(({ length }) => {
    words += length;
    return words - length;
  });
  const ofSentence = lists.some((list, index) => list.some(([start]) => start < (before[index] ?? 0)));
  const spans = lists.flatMap((list, index) => {
    const shift = ofSentence ? (before[index] ?? 0) : 0;
    return list.map(([start, end, ...names]) => [start + shift, end + shift, ...names]);
  });
  const { [wordKey]: _, [spanKey]: __, ...rest } = record;
  return { ...rest, tokens: sentences, spans };
}

const areSentences = (value: readonly unknown[]) => value.length > 0 && value.every(isStrings);

const areSpanLists = (value: readonly unknown[]) =>
  value.every((list) => Array.isArray(list) && list.every(isWordSpan));

const isWordSpan = (span: unknown) =>
  Array.isArray(span) &&
  span.length >= 3 &&
  typeof span[0] === 'number' &&
  typeof span[1] === 'number' &&
  wholeNumber(span[0]) !== undefined &&
  wholeNumber(span[1]) !== undefined &&
  typeof span[2] === 'string';

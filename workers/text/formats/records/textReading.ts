/** Documents from records of texts: what their offsets count, which records are one, and what has no annotation left. */

import type { Token } from '../../../protocol/corpus.ts';
import { documentFromText } from '../../documents.ts';
import { findCounting, placeOf } from '../counting.ts';
import { type Counting, offsetsOf, type RawSpan, usualCounting } from '../offsets.ts';
import type { Reading, ReadLog, ReadOptions } from '../reading.ts';
import type { Complain } from './labelStudio.ts';
import { namesForNumbers } from './numberNames.ts';
import { placeDeclared } from './placeDeclared.ts';
import { joinPrefixed } from './prefixedSpans.ts';
import { complainAt, type Headers, isUnannotated, lineField, type TextRecord } from './record.ts';
import { joinRepeated, type LocatedText } from './repeatedTexts.ts';

export function readingFromTexts(
  given: readonly LocatedText[],
  headers: Headers,
  options: ReadOptions,
  log: ReadLog,
): Reading {
  const named = withNames(given, headers, log);
  const whole = joinPrefixed(named, log);
  const undeclared = whole.filter(({ unit }) => unit === undefined);
  const { counting, assumed } = findCounting(undeclared.map(withTokens));
  for (const words of assumed) log.assume(words);
  const records = joinRepeated(whole, log);
  const kind = options.kind ?? (records.some(({ tags }) => tags !== undefined) ? 'tags' : 'spans');
  let joined = 0;
  let unlabelled = 0;
  const documents = records.map((record) => {
    const { line, position, id, text, group, status, note } = record;
    let unread = Math.max(0, record.given - record.spans.length);
    const say = complainAt(line, log);
    const complain: Complain = (code, message, remedy, droppedSpans) => {
      if (code !== 'duplicate-span') unread += droppedSpans;
      say(code, message, remedy, droppedSpans);
    };
    const { tags, ...inText } = inUtf16(record, record.unit ? { ...usualCounting, unit: record.unit } : counting);
    const placed = placeDeclared(text, inText, complain);
    const unknown = isUnannotated(record);
    const document = documentFromText(
      {
        id: id ?? `${position}`,
        text,
        annotated: options.categoriesAnnotated ?? record.annotated ?? 'all',
        ...placed,
        ...(record.linesEnd ? { newlineEnds: true } : {}),
        ...(group === undefined ? {} : { group }),
        ...(kind === 'tags' && tags ? { tags } : {}),
        ...(status && { status }),
        ...(note && { note }),
      },
      ({ code, message, remedy, droppedSpans }) => {
        if (code === 'sentence-end-inside-span') joined++;
        else complain(code, message, remedy, droppedSpans);
      },
    );
    if (unknown) unlabelled++;
    const told = unread > 0 ? { ...document, unread } : document;
    if (record.given === 0 || document.spans.length > 0 || unknown || kind === 'tags') return told;
    unlabelled++;
    lostAll(record, log);
    return { ...told, annotated: options.categoriesAnnotated ?? [] };
  });
  if (joined > 0) log.assume(`${joined} ends of sentences that would have cut a span were not taken for ends`);
  if (unlabelled > 0)
    log.assume(
      `${unlabelled} ${unlabelled === 1 ? 'text carries no annotation: what it holds' : 'texts carry no annotation: what they hold'} is unknown, not O`,
    );
  return { kind, documents: documents.filter(({ sentences }) => sentences.length > 0) };
}

/** Tokens count as spans do, and begin and end with words: where characters are counted in several ways, they tell. */
function withTokens({ text, spans, tokens = [] }: TextRecord): { text: string; spans: readonly RawSpan[] } {
  if (spans.length === 0 || !/[^\0-\x7f]|\r\n/.test(text)) return { text, spans };
  const usual = offsetsOf(text, usualCounting);
  const words = tokens.filter(({ start, end }) => !isSpace(text, { start: usual(start), end: usual(end) }));
  return { text, spans: [...spans, ...words.map((token) => ({ ...token, category: '' }))] };
}

const isSpace = (text: string, { start, end }: Token) => start < end && text.slice(start, end).trim() === '';

/** A text whose every span was left out is not one in which nothing was found. */
function lostAll({ line, given }: LocatedText, log: ReadLog): void {
  if (log.notUnderstood) return;
  const first = log.problems().find(({ line: place }) => place === line());
  log.looksAnnotated({
    message: `None of the spans in the file could be used (${given} in this record).${first ? ` ${first.message}` : ''}`,
    remedy: first?.remedy ?? 'A span has a start, an end and a category.',
    ...lineField(line()),
  });
}

/** Categories that are numbers, by their names where the file holds these. */
function withNames(records: readonly LocatedText[], [file, values]: Headers, log: ReadLog): readonly LocatedText[] {
  const numbers = new Set<string>();
  for (const { spans } of records) for (const { category, isNumbered } of spans) if (isNumbered) numbers.add(category);
  if (numbers.size === 0) return records;
  const naming = namesForNumbers(file, values, numbers);
  if (naming) {
    log.assume('names of the numbered categories found in the file');
    return records.map((record) => ({
      ...record,
      spans: record.spans.map((span) => (span.isNumbered ? { ...span, category: naming(span.category) } : span)),
    }));
  }
  log.problem({
    code: 'numbered-categories',
    message: `Categories are numbers (${[...numbers].slice(0, 5).join(', ')}), as ids of labels are; their names are not in the file.`,
    remedy: 'Export with the names of the labels, or rename the categories after the import.',
  });
  return records;
}

function inUtf16(record: TextRecord, counting: Counting) {
  const { text, spans, tokens, sentences, tags, unit, spaceIsToken } = record;
  const convert = offsetsOf(text, counting);
  const bounds = unit === undefined ? counting : usualCounting;
  return {
    spans: spans.map((span) => (span.isPlaced ? span : { ...span, ...placeOf(span, bounds, convert) })),
    ...withoutSpace(
      text,
      {
        ...(tokens ? { tokens: tokens.map(({ start, end }) => ({ start: convert(start), end: convert(end) })) } : {}),
        ...(sentences ? { sentences } : {}),
        ...(tags ? { tags } : {}),
      },
      spaceIsToken,
    ),
  };
}

type Words = Pick<TextRecord, 'tokens' | 'sentences' | 'tags'>;

/** White space is no token. */
function withoutSpace(text: string, words: Words, spaceIsToken = false): Words {
  const { tokens, sentences, tags } = words;
  if (!spaceIsToken || !tokens) return words;
  const kept = tokens.map((token) => !isSpace(text, token));
  const before = [0];
  for (const isKept of kept) before.push((before.at(-1) ?? 0) + Number(isKept));
  return {
    tokens: tokens.filter((_, index) => kept[index]),
    ...(sentences && {
      sentences: sentences.map(({ first, end }) => ({ first: before[first] ?? 0, end: before[end] ?? 0 })),
    }),
    ...(tags && { tags: tags.filter((_, index) => kept[index]) }),
  };
}

/**
 * Documents from JSON records. All records of a file are looked at before the first document is made, because where
 * texts and spans stand, and what offsets count, shows only across them.
 */
import { GraftError } from '../../protocol/errors.ts';
import { clip } from '../clip.ts';
import { documentFromText } from '../documents.ts';
import { findCounting, placeOf } from './counting.ts';
import { type Counting, offsetsOf, type RawSpan, usualCounting } from './offsets.ts';
import type { Reading, ReadLog, ReadOptions } from './reading.ts';
import { turnedDownBy } from './records/answers.ts';
import { areWordsAndTags, isPair, isTaggedWords } from './records/findRecords.ts';
import { type Complain, withoutRivals } from './records/labelStudio.ts';
import { type Layout, layoutOf, sitesAt } from './records/layout.ts';
import { tellNotUnderstood, withParsedLists } from './records/notUnderstood.ts';
import { namesForNumbers } from './records/numberNames.ts';
import { isOwnRecord, ownRecord } from './records/ownRecord.ts';
import { joinedPieces } from './records/pieces.ts';
import { placeDeclared } from './records/placeDeclared.ts';
import { commonOf, type RefusedRecord, refused, type TextRecord, type WordRecord } from './records/record.ts';
import { joinRepeated, type LocatedText } from './records/repeatedTexts.ts';
import { type Survey, surveyOf } from './records/survey.ts';
import { hasWordIncluded, type Seen, textRecord } from './records/textRecord.ts';
import {
  missingTag,
  spacesAfter,
  tokenRecord,
  type Uneven,
  unevenReason,
  type WordSentences,
} from './records/tokenRecords.ts';
import { type Fields, isFields } from './records/values.ts';
import { readingFromTagged } from './tagged.ts';

export interface LocatedRecord {
  readonly value: unknown;
  /** Where the record begins, asked for only when there is something to say about it. */
  readonly line: () => number | undefined;
  /** For a record that has no name of its own. */
  readonly id?: string;
  readonly group?: string;
}

type Located<Kind> = Kind & { readonly line: () => number | undefined; readonly position: number };

/** A record that was looked at, and not read yet. */
interface Prepared {
  readonly located: LocatedRecord;
  readonly position: number;
  readonly fields: Fields;
  readonly survey: Survey;
  readonly tokens: WordSentences | Uneven | undefined;
}

/**
 * @param file values beside the records, in which names for numbered categories may stand.
 * @throws GraftError `numbered-tags` where tags are numbers and the file has no names for them.
 */
export function readingFromRecords(
  records: Iterable<LocatedRecord>,
  options: ReadOptions,
  log: ReadLog,
  file: readonly unknown[] = [],
): Reading {
  const texts: LocatedText[] = [];
  const words: Located<WordRecord>[] = [];
  const waiting: Prepared[] = [];
  const headers = [...file];
  let position = 0;
  for (const located of records) {
    position++;
    if (isHeader(located.value)) {
      headers.push(located.value);
      continue;
    }
    const complain = complainAt(located.line, log);
    const prepared = prepare(located, position, complain);
    if ('form' in prepared) {
      if (prepared.form === 'text')
        texts.push({ ...prepared, ...commonOf(located.value as Fields), line: located.line, position });
      else leaveOut(prepared, position, located.line, log);
    } else waiting.push(prepared);
  }
  readWaiting(waiting, texts, words, log);
  const values = new Set(waiting.map(({ located }) => located.value));
  if (words.length > texts.length || (words.length > 0 && texts.every(({ given }) => given === 0))) {
    leaveAllOut(texts, 'it has a text where most records have tokens with tags', log);
    return readingFromWords(words, [headers, values], options, log);
  }
  leaveAllOut(words, 'it has tokens with tags where most records have a text with spans', log);
  texts.sort((one, other) => one.position - other.position);
  return readingFromTexts(texts, [headers, values], options, log);
}

type Headers = readonly [file: readonly unknown[], records: ReadonlySet<unknown>];

const lineField = (line: number | undefined) => (line === undefined ? {} : { line });

function complainAt(line: () => number | undefined, log: ReadLog): Complain {
  return (code, message, remedy, spans) => log.problem({ code, message, remedy, ...lineField(line()) }, { spans });
}

function prepare(located: LocatedRecord, position: number, complain: Complain): Prepared | RefusedRecord | TextRecord {
  const given = fieldsOf(located.value);
  if (!given) return refused('broken-record', 'it is not an object with a text');
  if (isOwnRecord(given)) return ownRecord(given, complain);
  const answer = turnedDownBy(Object.entries(given));
  if (answer !== undefined) {
    return refused('record-not-accepted', answer, 'Accept it in the tool that wrote it, if it is right.');
  }
  const fields = withoutRivals(joinedPieces(given) ?? withParsedLists(given), complain);
  return { located, position, fields, survey: surveyOf(fields), tokens: tokenRecord(fields) };
}

/** Records that are written as lists: a text and its annotation, or words and their tags. */
function fieldsOf(value: unknown): Fields | undefined {
  if (!Array.isArray(value)) return isFields(value) ? value : undefined;
  if (isPair(value)) return isFields(value[1]) ? { ...value[1], text: value[0] } : { text: value[0], spans: value[1] };
  if (!isTaggedWords(value)) return undefined;
  return areWordsAndTags(value) ? { tokens: value[0], tags: value[1] } : { tokens: value };
}

/** An object that describes the records, and is none. */
const isHeader = (value: unknown) =>
  isFields(value) &&
  Object.keys(value).every((key) =>
    /names|labels?$|features|id2|2id|list$|map$|version|info|date|licen|schema|meta/i.test(key),
  ) &&
  Object.values(value).some((each) => typeof each === 'object' && each !== null);

function readWaiting(
  waiting: readonly Prepared[],
  texts: LocatedText[],
  words: Located<WordRecord>[],
  log: ReadLog,
): void {
  const layout = layoutOf(
    waiting
      .filter(({ survey, tokens }) => !tokens || survey.sites.some(({ kind }) => kind === 'placed'))
      .map(({ survey }) => survey),
    log,
  );
  const wordEndsIncluded = waiting.some(({ fields, survey }) => hasWordIncluded({ fields, survey, layout }));
  const seen: Seen = { turnedDown: 0, byText: 0, numbered: false, predictions: undefined, overWords: 0 };
  for (const record of waiting) {
    const { located, position, tokens } = record;
    const { line } = located;
    const common = { ...inherited(located), ...commonOf(record.fields), line, position };
    if (tokens && !hasPlaced(record, layout)) {
      if ('sentences' in tokens) {
        words.push({ form: 'words', ...common, words: tokens });
        if (tokens.rival !== undefined)
          log.assume(`tags under “${clip(tokens.key, 40)}”, not those under “${clip(tokens.rival, 40)}”`);
      } else
        leaveOut(refused('uneven-tags', unevenReason(tokens), 'Give each word exactly one tag.'), position, line, log);
      continue;
    }
    const read = textRecord({ ...record, layout, wordEndsIncluded }, seen, complainAt(line, log));
    if (read.form === 'text' && isUnannotated(read)) tellNotUnderstood(record.fields, read.text, line, log);
    if (read.form === 'text') texts.push({ ...read, ...common });
    else leaveOut(read, position, line, log);
  }
  if (seen.overWords > 0)
    log.assume(`spans count words; the end of a span is ${wordEndsIncluded ? 'its last word' : 'the word behind it'}`);
  tellSeen(seen, log);
}

const isUnannotated = ({ annotated }: TextRecord) => Array.isArray(annotated) && annotated.length === 0;

const hasPlaced = ({ survey }: Prepared, layout: Layout) =>
  sitesAt(survey, layout.spans).some(({ kind }) => kind === 'placed');

function inherited({ id, group }: LocatedRecord): { id?: string; group?: string } {
  return { ...(id === undefined ? {} : { id }), ...(group === undefined ? {} : { group }) };
}

function tellSeen({ turnedDown, byText, predictions }: Seen, log: ReadLog): void {
  if (turnedDown > 0)
    log.assume(`${turnedDown} ${turnedDown === 1 ? 'span' : 'spans'} that annotators rejected left out`);
  if (byText > 0)
    log.assume(
      `${byText} ${byText === 1 ? 'span has' : 'spans have'} no offsets and were found by their texts, wherever these stand`,
    );
  if (predictions !== undefined)
    log.assume(
      `what stands under “${clip(predictions, 40)}” is a program's prediction, and was not taken for annotation`,
    );
}

function leaveOut(
  { code, reason, remedy }: RefusedRecord,
  position: number,
  line: () => number | undefined,
  log: ReadLog,
): void {
  const message = `Record ${position} was left out: ${reason}.`;
  log.problem({ code, message, remedy, ...lineField(line()) }, { lines: 1 });
}

function leaveAllOut(records: readonly Located<TextRecord | WordRecord>[], reason: string, log: ReadLog): void {
  for (const { line, position } of records)
    leaveOut(refused('broken-record', reason, 'Keep records of one kind in a file.'), position, line, log);
}

function readingFromWords(
  records: readonly Located<WordRecord>[],
  [file, values]: Headers,
  options: ReadOptions,
  log: ReadLog,
): Reading {
  const numbered = records.filter(({ words }) => words.isNumbered);
  const numbers = new Set(numbered.flatMap(({ words }) => words.sentences.flatMap(({ tags }) => tags)));
  const naming = numbered.length > 0 ? namesForNumbers(file, values, numbers) : undefined;
  if (numbered.length > 0 && !naming && options.kind !== 'tags')
    throw numberedTags(numbered[0] as Located<WordRecord>, log.file);
  if (naming)
    log.assume(
      `names of the tags found in the file: ${[...numbers]
        .sort()
        .slice(0, 4)
        .map((each) => `${each} is ${naming(each)}`)
        .join(', ')}`,
    );
  let missing = 0;
  const documents = records.map(({ id, group, words, line, position }) => {
    const spaces = words.text === undefined ? undefined : spacesAfter(words.text, words.sentences);
    return {
      id: id ?? `${position}`,
      ...(group === undefined ? {} : { group }),
      sentences: words.sentences.map((sentence, index) => ({
        words: sentence.words,
        tags: sentence.tags.map((tag) => {
          const isMissing = tag === missingTag && options.kind !== 'tags';
          if (isMissing) missing++;
          return isMissing ? 'O' : words.isNumbered && naming ? naming(tag) : tag;
        }),
        lines: new Array<number>(sentence.words.length).fill(line() ?? 1),
        ...(spaces?.[index] ? { spaceAfter: spaces[index] } : {}),
      })),
    };
  });
  if (missing > 0) {
    log.problem({
      code: 'missing-tags',
      message: `${missing} words have “${missingTag}” for a tag, which says that nobody looked; they were read as O.`,
      remedy: 'Leave out what nobody has annotated.',
    });
  }
  return readingFromTagged(documents, options, log);
}

function numberedTags({ words, line }: Located<WordRecord>, file: string): GraftError {
  return new GraftError({
    code: 'numbered-tags',
    message: `The tags under “${clip(words.key, 40)}” are numbers, and the names of these tags are not in the file. Nothing was read.`,
    remedy: `Write the names instead (for Hugging Face: dataset.features["${clip(words.key, 40)}"].feature.names), or add a list of them under “label_names”.`,
    file,
    ...lineField(line()),
  });
}

function readingFromTexts(
  given: readonly LocatedText[],
  headers: Headers,
  options: ReadOptions,
  log: ReadLog,
): Reading {
  const named = withNames(given, headers, log);
  const whole = joinPrefixed(named, log);
  const undeclared = whole.filter(({ unit }) => unit === undefined);
  const { counting, assumed } = findCounting(undeclared);
  for (const words of assumed) log.assume(words);
  const records = joinRepeated(whole, log);
  const kind = options.kind ?? (records.some(({ tags }) => tags !== undefined) ? 'tags' : 'spans');
  let joined = 0;
  let unlabelled = 0;
  const documents = records.map((record) => {
    const { line, position, id, text, group, tags } = record;
    const complain = complainAt(line, log);
    const placed = placeDeclared(
      text,
      inUtf16(record, record.unit ? { ...usualCounting, unit: record.unit } : counting),
      complain,
    );
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
      },
      ({ code, message, remedy, droppedSpans }) => {
        if (code === 'sentence-end-inside-span') joined++;
        else complain(code, message, remedy, droppedSpans);
      },
    );
    if (unknown) unlabelled++;
    if (record.given === 0 || document.spans.length > 0 || unknown || kind === 'tags') return document;
    unlabelled++;
    lostAll(record, log);
    return { ...document, annotated: options.categoriesAnnotated ?? [] };
  });
  if (joined > 0) log.assume(`${joined} ends of sentences that would have cut a span were not taken for ends`);
  if (unlabelled > 0)
    log.assume(
      `${unlabelled} ${unlabelled === 1 ? 'text carries no annotation: what it holds' : 'texts carry no annotation: what they hold'} is unknown, not O`,
    );
  return { kind, documents: documents.filter(({ sentences }) => sentences.length > 0) };
}

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
  for (const { spans, isOwn } of records)
    if (!isOwn) for (const { category } of spans) if (/^\d+$/.test(category)) numbers.add(category);
  if (numbers.size === 0) return records;
  const naming = namesForNumbers(file, values, numbers);
  if (naming) {
    log.assume('names of the numbered categories found in the file');
    return records.map((record) =>
      record.isOwn
        ? record
        : { ...record, spans: record.spans.map((span) => ({ ...span, category: naming(span.category) })) },
    );
  }
  log.problem({
    code: 'numbered-categories',
    message: `Categories are numbers (${[...numbers].slice(0, 5).join(', ')}), as ids of labels are; their names are not in the file.`,
    remedy: 'Export with the names of the labels, or rename the categories after the import.',
  });
  return records;
}

const prefixed = /^[BIESLUM][-_].+$/;

/** Spans of single words with B- and I- before their categories, as token classifiers give them, joined to whole ones. */
function joinPrefixed(records: readonly LocatedText[], log: ReadLog): readonly LocatedText[] {
  let any = false;
  for (const { spans, isOwn } of records) {
    for (const { category } of spans) {
      if (isOwn || !prefixed.test(category)) return records;
      any = true;
    }
  }
  if (!any) return records;
  // Without a span that goes on, nothing says that `B-x` is not the category's own name.
  const joined = records.map((record) => ({ ...record, spans: joinedSpans(record) }));
  if (joined.every(({ spans }, index) => spans.length === records[index]?.spans.length)) return records;
  log.assume('spans of words with B- and I- before their categories: joined to whole spans');
  return joined;
}

function joinedSpans({ spans }: LocatedText): RawSpan[] {
  const result: RawSpan[] = [];
  for (const span of [...spans].sort((one, other) => one.start - other.start)) {
    const [prefix, category] = [span.category.charAt(0), span.category.slice(2)];
    const last = result.at(-1);
    const continues = /[IELM]/.test(prefix) && last?.category === category;
    if (continues && last && span.start >= last.end - 1 && span.start - last.end <= 3) {
      const { text: _, ...place } = last;
      result[result.length - 1] = { ...place, end: span.end };
    } else result.push({ ...span, category });
  }
  return result;
}

function inUtf16({ text, spans, tokens, sentences, unit }: TextRecord, counting: Counting) {
  const convert = offsetsOf(text, counting);
  const bounds = unit === undefined ? counting : usualCounting;
  return {
    spans: spans.map((span) => (span.isPlaced ? span : { ...span, ...placeOf(span, bounds, convert) })),
    ...(tokens ? { tokens: tokens.map(({ start, end }) => ({ start: convert(start), end: convert(end) })) } : {}),
    ...(sentences ? { sentences } : {}),
  };
}

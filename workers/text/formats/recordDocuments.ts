/**
 * Documents from JSON records. All records of a file are looked at before the first document is made, because where
 * texts and spans stand, and what offsets count, shows only across them.
 */
import { clip } from '../clip.ts';
import type { Reading, ReadLog, ReadOptions } from './reading.ts';
import { turnedDownBy } from './records/answers.ts';
import { askedRecord } from './records/askedRecords.ts';
import { areWordsAndTags, isPair, isTaggedWords } from './records/findRecords.ts';
import { withFlatSpans } from './records/flatSpans.ts';
import { type Complain, withoutRivals } from './records/labelStudio.ts';
import { type Layout, layoutOf, sitesAt } from './records/layout.ts';
import { rankOf, tagListNames } from './records/names.ts';
import { tellNotUnderstood, withParsedLists } from './records/notUnderstood.ts';
import { holdsNames } from './records/numberNames.ts';
import { isOwnRecord, ownRecord, withOverlapping } from './records/ownRecord.ts';
import { withPassages } from './records/passages.ts';
import { shownKey } from './records/paths.ts';
import { joinedPieces } from './records/pieces.ts';
import {
  commonOf,
  complainAt,
  isUnannotated,
  type Located,
  lineField,
  type RefusedRecord,
  refused,
  type TextRecord,
  type WordRecord,
} from './records/record.ts';
import type { LocatedText } from './records/repeatedTexts.ts';
import { withSentencesOfTokens } from './records/sentencesOfTokens.ts';
import { withSpansJoined } from './records/spansBySentence.ts';
import { type Survey, surveyOf } from './records/survey.ts';
import { readingFromTexts } from './records/textReading.ts';
import { areWordEndsIncluded, type Seen, textRecord } from './records/textRecord.ts';
import { tokenRecord, type Uneven, unevenReason, type WordSentences } from './records/tokenRecords.ts';
import { type Fields, isFields } from './records/values.ts';
import { readingFromWords } from './records/wordReading.ts';
import { withWordSpans } from './records/wordSpans.ts';
import { areTagsAlone, holdsOnlyTags, tagsAlone } from './tagsAlone.ts';
import { isWordRow, readWordRows } from './wordRows.ts';

export interface LocatedRecord {
  readonly value: unknown;
  /** Where the record begins, asked for only when there is something to say about it. */
  readonly line: () => number | undefined;
  /** For a record that has no name of its own. */
  readonly id?: string;
  readonly group?: string;
}

/** A record that was looked at, and not read yet. */
interface Prepared {
  readonly located: LocatedRecord;
  readonly position: number;
  readonly fields: Fields;
  readonly survey: Survey;
  readonly tokens: WordSentences | Uneven | undefined;
  /** Whether it says a part of what is known of its text. */
  readonly isPart: boolean;
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
  const iterator = records[Symbol.iterator]();
  const first = iterator.next();
  const begun = first.done ? [] : [first.value];
  if (isWordRow(begun[0]?.value)) {
    begun.push(...rest(iterator));
    const reading = begun.every(({ value }) => isWordRow(value)) ? readWordRows(begun, options, log) : undefined;
    if (reading) return reading;
  }
  const texts: LocatedText[] = [];
  const words: Located<WordRecord>[] = [];
  const waiting: Prepared[] = [];
  const headers = [...file];
  let position = 0;
  let [areTags, hasTags] = [true, false];
  for (const located of chained(begun, iterator)) {
    position++;
    areTags &&= holdsOnlyTags(located.value);
    hasTags ||= areTags && areTagsAlone(located.value);
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
  if (areTags && hasTags) throw tagsAlone(log.file);
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

function* rest(iterator: Iterator<LocatedRecord>): Generator<LocatedRecord> {
  for (let next = iterator.next(); !next.done; next = iterator.next()) yield next.value;
}

function* chained(begun: readonly LocatedRecord[], iterator: Iterator<LocatedRecord>): Generator<LocatedRecord> {
  yield* begun;
  yield* rest(iterator);
}

function prepare(located: LocatedRecord, position: number, complain: Complain): Prepared | RefusedRecord | TextRecord {
  const fieldsGiven = fieldsOf(located.value);
  const given = fieldsGiven && withOverlapping(fieldsGiven, complain);
  if (!given) return refused('broken-record', 'it is not an object with a text');
  if (isOwnRecord(given)) return ownRecord(given, complain);
  const answer = turnedDownBy(Object.entries(given));
  if (answer !== undefined) {
    return refused('record-not-accepted', answer, 'Accept it in the tool that wrote it, if it is right.');
  }
  if (isMessage(given)) {
    return refused(
      'chat-message',
      'it is a message of a conversation with a model, not a text with its spans',
      'Write the texts with their spans: {"text": "Kim left", "label": [[0, 3, "PERSON"]]}.',
    );
  }
  const asked = askedRecord(given);
  const fields = withoutRivals(asked ?? asUsual(given, complain), complain);
  return {
    located,
    position,
    fields,
    survey: surveyOf(fields),
    tokens: tokenRecord(fields),
    isPart: asked !== undefined,
  };
}

/** What tools write in ways of their own, as most others do. */
const asUsual = (given: Fields, complain: Complain): Fields =>
  joinedPieces(given) ??
  withSentencesOfTokens(given, complain) ??
  withSpansJoined(given) ??
  withWordSpans(given, complain) ??
  withPassages(given, complain) ??
  withFlatSpans(given) ??
  withParsedLists(given);

/** `{role: "user", content: "…"}`, of which an answer may well hold spans, in words. */
const isMessage = ({ role, from, content, value }: Fields) =>
  (/^(?:system|user|assistant|tool)$/.test(String(role)) && typeof content === 'string') ||
  (/^(?:system|human|gpt)$/.test(String(from)) && typeof value === 'string');

/** Records that are written as lists: a text and its annotation, or words and their tags. */
function fieldsOf(value: unknown): Fields | undefined {
  if (!Array.isArray(value)) return isFields(value) ? value : undefined;
  if (isPair(value)) return isFields(value[1]) ? { ...value[1], text: value[0] } : { text: value[0], spans: value[1] };
  if (!isTaggedWords(value)) return undefined;
  return areWordsAndTags(value) ? { tokens: value[0], tags: value[1] } : { tokens: value };
}

/** An object that describes the records, and is none. */
const isHeader = (value: unknown) => isFields(value) && holdsNames(value) && tokenRecord(value) === undefined;

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
  const wordEndsIncluded = areWordEndsIncluded(waiting.map(({ fields, survey }) => ({ fields, survey, layout })));
  if (waiting.some(({ isPart }) => isPart)) log.assume('each record asks for the spans of one category');
  const spanKeys = new Set(filledPaths(waiting, layout).map(shownKey));
  const seen: Seen = { turnedDown: 0, byText: 0, predictions: undefined, overWords: 0 };
  for (const record of waiting) {
    const { located, position, tokens } = record;
    const { line } = located;
    const common = { ...inherited(located), ...commonOf(record.fields), line, position };
    if (tokens && !hasPlaced(record, layout)) {
      if ('sentences' in tokens) {
        words.push({ form: 'words', ...common, words: tokens });
        if (!Number.isFinite(rankOf(tokens.key, tagListNames)) && !/^\d+$/.test(tokens.key))
          log.assume(`tags under “${clip(tokens.key, 40)}”`);
        if (tokens.categoryKey !== undefined)
          log.assume(
            `prefixes under “${clip(tokens.key, 40)}” and categories under “${clip(tokens.categoryKey, 40)}” joined`,
          );
        if (tokens.rival !== undefined)
          log.assume(`tags under “${clip(tokens.key, 40)}”, not those under “${clip(tokens.rival, 40)}”`);
      } else
        leaveOut(refused('uneven-tags', unevenReason(tokens), 'Give each word exactly one tag.'), position, line, log);
      continue;
    }
    const read = textRecord({ ...record, layout, wordEndsIncluded }, seen, complainAt(line, log));
    if (read.form === 'text' && isUnannotated(read)) tellNotUnderstood(record.fields, read.text, spanKeys, line, log);
    if (read.form === 'text') texts.push({ ...read, ...common });
    else leaveOut(read, position, line, log);
  }
  if (seen.overWords > 0)
    log.assume(`spans count words; the end of a span is ${wordEndsIncluded ? 'its last word' : 'the word behind it'}`);
  tellSeen(seen, log);
}

/** Where some record of the file has spans. */
const filledPaths = (records: readonly Prepared[], { spans }: Layout) =>
  spans.filter((path) =>
    records.some(({ survey }) => survey.sites.some((site) => site.path === path && site.kind !== 'empty')),
  );

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

/**
 * Documents from JSON records. All records of a file are looked at before the first document is made, because whether
 * offsets count code points or UTF-16 units shows only across them.
 */
import { clip } from '../clip.ts';
import { documentFromText } from '../documents.ts';
import { codePointOffsets, guessUnit, hasAstral, type OffsetUnit } from './offsets.ts';
import type { Reading, ReadLog, ReadOptions } from './reading.ts';
import { interpretRecord, type TextRecord, type WordRecord } from './records.ts';
import { readingFromTagged } from './tagged.ts';

export interface LocatedRecord {
  readonly value: unknown;
  /** Where the record begins, asked for only when there is something to say about it. */
  readonly line: () => number | undefined;
}

type Located<Kind> = Kind & { readonly line: () => number | undefined; readonly position: number };

export function readingFromRecords(records: Iterable<LocatedRecord>, options: ReadOptions, log: ReadLog): Reading {
  const texts: Located<TextRecord>[] = [];
  const words: Located<WordRecord>[] = [];
  let position = 0;
  for (const { value, line } of records) {
    position++;
    const record = interpretRecord(value, (code, message, remedy, spans) =>
      log.problem({ code, message, remedy, ...lineField(line()) }, { spans }),
    );
    if (record.form === 'text') texts.push({ ...record, line, position });
    else if (record.form === 'words') words.push({ ...record, line, position });
    else {
      const { code, reason, remedy } = record;
      const message = `Record ${position} was left out: ${reason}.`;
      log.problem({ code, message, remedy, ...lineField(line()) }, { lines: 1 });
    }
  }
  if (words.length > texts.length) {
    leaveOut(texts, 'it has a text where most records have tokens with tags', log);
    return readingFromWords(words, options, log);
  }
  leaveOut(words, 'it has tokens with tags where most records have a text with spans', log);
  return readingFromTexts(texts, options, log);
}

function leaveOut(records: readonly Located<TextRecord | WordRecord>[], reason: string, log: ReadLog): void {
  for (const { line, position } of records) {
    const message = `Record ${position} was left out: ${reason}.`;
    const remedy = 'Keep records of one kind in a file.';
    log.problem({ code: 'broken-record', message, remedy, ...lineField(line()) }, { lines: 1 });
  }
}

function readingFromWords(records: readonly Located<WordRecord>[], options: ReadOptions, log: ReadLog): Reading {
  const documents = records.map(({ id, group, words, tags, line, position }) => ({
    id: id ?? `${position}`,
    ...(group === undefined ? {} : { group }),
    sentences: [{ words, tags, lines: new Array<number>(words.length).fill(line() ?? 1) }],
  }));
  return readingFromTagged(documents, options, log);
}

function readingFromTexts(records: readonly Located<TextRecord>[], options: ReadOptions, log: ReadLog): Reading {
  const undeclared = records.filter(({ unit }) => unit === undefined);
  const guessed = guessUnit(undeclared) ?? 'code-points';
  if (undeclared.some(({ text, spans }) => spans.length > 0 && hasAstral(text))) {
    const unit = guessed === 'code-points' ? 'code points, as Python does' : 'UTF-16 units, as JavaScript does';
    log.assume(`offsets count ${unit} (there are emoji or other characters for which this matters)`);
  }
  const kind = options.kind ?? (records.some(({ tags }) => tags !== undefined) ? 'tags' : 'spans');
  let joined = 0;
  let unlabelled = 0;
  const documents = records.map((record) => {
    const { line, position, id, text, group, tags } = record;
    const converted = inUtf16(record, record.unit ?? guessed);
    const annotated = options.categoriesAnnotated ?? record.annotated ?? 'all';
    if (Array.isArray(record.annotated) && record.annotated.length === 0) unlabelled++;
    for (const span of converted.spans) compareText(text, span, line, log);
    const document = documentFromText(
      {
        id: id ?? `${position}`,
        text,
        annotated,
        ...converted,
        ...(group === undefined ? {} : { group }),
        ...(kind === 'tags' && tags ? { tags } : {}),
      },
      ({ code, message, remedy, droppedSpans }) => {
        if (code === 'sentence-end-inside-span') joined++;
        else log.problem({ code, message, remedy, ...lineField(line()) }, { spans: droppedSpans });
      },
    );
    return document;
  });
  if (joined > 0) log.assume(`${joined} ends of sentences that would have cut a span were not taken for ends`);
  if (unlabelled > 0) log.assume(`${unlabelled} texts carry no annotation: what they hold is unknown, not O`);
  return { kind, documents: documents.filter(({ sentences }) => sentences.length > 0) };
}

function inUtf16({ text, spans, tokens, sentences }: TextRecord, unit: OffsetUnit) {
  const convert = unit === 'code-points' ? codePointOffsets(text) : (offset: number) => offset;
  return {
    spans: spans.map((span) => ({ ...span, start: convert(span.start), end: convert(span.end) })),
    ...(tokens ? { tokens: tokens.map(({ start, end }) => ({ start: convert(start), end: convert(end) })) } : {}),
    ...(sentences ? { sentences } : {}),
  };
}

function compareText(
  text: string,
  span: TextRecord['spans'][number],
  line: () => number | undefined,
  log: ReadLog,
): void {
  if (span.text === undefined || span.end > text.length || span.text === text.slice(span.start, span.end)) return;
  log.problem({
    code: 'span-text-differs',
    message: `The span ${clip(span.category)} ${span.start}–${span.end} covers “${clip(text.slice(span.start, span.end))}”, but the file says “${clip(span.text)}”; the offsets were followed.`,
    remedy: 'Check its offsets: they may have been counted in another version of the text.',
    ...lineField(line()),
  });
}

const lineField = (line: number | undefined) => (line === undefined ? {} : { line });

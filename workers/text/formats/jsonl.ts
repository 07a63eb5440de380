/**
 * JSON Lines: a record a line, so that a broken line costs one record and no more. Records can stand over several lines,
 * or several of them in one; and a line can be a dictionary as Python prints it, too.
 */
import { GraftError } from '../../protocol/errors.ts';
import { clip } from '../clip.ts';
import { checkDepth } from '../limits.ts';
import { brokenJson } from './jsonFault.ts';
import { valuesFrom } from './jsonValues.ts';
import { parseLiteral } from './literals.ts';
import type { Reading, ReadLog, ReadOptions } from './reading.ts';
import { type LocatedRecord, readingFromRecords } from './recordDocuments.ts';
import { recordsIn } from './records/findRecords.ts';
import { refuseForeignFile } from './records/foreignFiles.ts';
import { tellRepeatedKeys } from './repeatedKeys.ts';

/** @throws GraftError `broken-json` where a record over several lines breaks, and it is not plain where the next begins. */
export function readJsonLines(text: string, options: ReadOptions, log: ReadLog): Reading {
  return readingFromRecords(parseLines(text, log), options, log);
}

interface Line {
  /** Without the blanks around it. */
  readonly content: string;
  /** Where that begins in the text. */
  readonly start: number;
  /** Blanks before it. */
  readonly indent: number;
}

function* parseLines(text: string, log: ReadLog): Generator<LocatedRecord> {
  const lines = linesOf(text);
  for (let index = 0; index < lines.length; ) {
    const { content, start } = lines[index] as Line;
    const parsed =
      content === '' ? undefined : parseLine(content.endsWith(',') ? content.slice(0, -1) : content, index + 1, log);
    if (parsed && 'value' in parsed) {
      refuseForeignFile(parsed.value, log.file);
      yield* recordsOf(parsed.value, index);
    }
    if (!parsed || 'value' in parsed) {
      index++;
      continue;
    }
    const run = valuesFrom(text, start);
    if (run.values.length > 0) log.assume('JSON values that do not stand one a line: read one after the other');
    for (const value of run.values) {
      index = lineAt(lines, value.start, index);
      checkDepth(value.value, log.file, index + 1);
      tellRepeatedKeys(text.slice(value.start, value.end), index + 1, log);
      yield* recordsOf(value.value, index);
    }
    index = lineAt(lines, run.end, index);
    if (!run.broken) index++;
    else if (run.values.length === 0) index = afterBroken(text, lines, index, run.broken.fault, parsed.reason, log);
    else
      index = afterBroken(
        text,
        lines,
        index,
        run.broken.fault,
        `from “${clip(text.slice(run.end, run.end + 40), 30)}” on`,
        log,
      );
  }
}

function* recordsOf(value: unknown, index: number): Generator<LocatedRecord> {
  for (const { value: record, ...names } of recordsIn(value)) yield { ...names, value: record, line: () => index + 1 };
}

function linesOf(text: string): Line[] {
  return Array.from(text.matchAll(/([^\r\n]*)(?:\r\n|\n|\r|$)/g), (match) => {
    const whole = match[1] as string;
    const indent = whole.length - whole.trimStart().length;
    return { content: whole.trim(), start: match.index + indent, indent };
  });
}

/** Index of the line in which a position stands, at `from` or later. */
function lineAt(lines: readonly Line[], position: number, from: number): number {
  let index = from;
  for (let next = lines[index + 1]; next && next.start - next.indent <= position; next = lines[index + 1]) index++;
  return index;
}

function parseLine(content: string, line: number, log: ReadLog): { value: unknown } | { reason: string } {
  try {
    const value = JSON.parse(content);
    checkDepth(value, log.file, line);
    tellRepeatedKeys(content, line, log);
    return { value };
  } catch (error) {
    if (error instanceof GraftError) throw error;
    const literal = parseLiteral(content, { neighbours: 'fault' });
    if (!('value' in literal) || typeof literal.value !== 'object') return { reason: (error as Error).message };
    checkDepth(literal.value, log.file, line);
    log.assume('lines that are not strictly JSON: read as Python writes lists and dictionaries');
    return { value: literal.value };
  }
}

/** `"text": "…",`: a piece of an object whose beginning is lost. */
const isPiece = ({ content }: Line) => /^"(?:[^"\\]|\\.)*"\s*:/.test(content) && !/\},?$/.test(content);

/**
 * Tells of a value that breaks.
 * @param index of the line in which it begins.
 * @returns that of the line from which to read on.
 */
function afterBroken(
  text: string,
  lines: readonly Line[],
  index: number,
  fault: number,
  reason: string,
  log: ReadLog,
): number {
  const line = lines[index] as Line;
  const isOver = lineAt(lines, fault, index) > index && fault > line.start + line.content.length;
  if (!isOver && !isPiece(line)) {
    log.problem(
      {
        code: 'broken-line',
        message: `The line is not valid JSON (${reason}); that was left out.`,
        remedy: 'Every line must be one JSON object, complete.',
        line: index + 1,
      },
      { lines: 1 },
    );
    return index + 1;
  }
  const next = nextBeginning(lines, index);
  if (next === undefined) throw brokenJson(text, `the value of line ${index + 1} breaks`, fault, log.file);
  log.problem(
    {
      code: 'broken-line',
      message: `The JSON value that begins here breaks in line ${lineAt(lines, fault, index) + 1}; it was left out, up to line ${next}.`,
      remedy: 'Every record must be one JSON object, complete.',
      line: index + 1,
    },
    { lines: 1 },
  );
  return next;
}

/**
 * Of the next line that opens a value and stands as far left as the broken one; nothing where lines of its inside stand as far left,
 * so that these cannot be told from a beginning.
 */
function nextBeginning(lines: readonly Line[], index: number): number | undefined {
  const broken = lines[index] as Line;
  const indent = isPiece(broken) ? broken.indent - 1 : broken.indent;
  let next = index + 1;
  for (; next < lines.length; next++) {
    const line = lines[next] as Line;
    if (line.content === '' || line.indent > indent) continue;
    if (/^[[{]/.test(line.content)) return next;
    if (!/^[\]}]/.test(line.content)) return undefined;
  }
  return next;
}

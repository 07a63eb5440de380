/**
 * JSON Lines: a record a line, so that a broken line costs one record and no more. A line can be a dictionary as Python
 * prints it, too.
 */
import { splitLines } from '../decode.ts';
import { parseLiteral } from './literals.ts';
import type { Reading, ReadLog, ReadOptions } from './reading.ts';
import { type LocatedRecord, readingFromRecords } from './recordDocuments.ts';
import { recordsIn } from './records/findRecords.ts';

export function readJsonLines(text: string, options: ReadOptions, log: ReadLog): Reading {
  return readingFromRecords(parseLines(text, log), options, log);
}

function* parseLines(text: string, log: ReadLog): Generator<LocatedRecord> {
  for (const [index, line] of splitLines(text).entries()) {
    const content = line.trim();
    if (content === '') continue;
    const value = parseLine(content.endsWith(',') ? content.slice(0, -1) : content, index + 1, log);
    if (value === undefined) continue;
    for (const { value: record, ...names } of recordsIn(value))
      yield { ...names, value: record, line: () => index + 1 };
  }
}

function parseLine(content: string, line: number, log: ReadLog): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    const literal = parseLiteral(content, { neighbours: 'fault' });
    if ('value' in literal && typeof literal.value === 'object') {
      log.assume('lines that are not strictly JSON: read as Python writes lists and dictionaries');
      return literal.value;
    }
    log.problem(
      {
        code: 'broken-line',
        message: `The line is not valid JSON (${(error as Error).message}); it was left out.`,
        remedy: 'Every line must be one JSON object, complete.',
        line,
      },
      { lines: 1 },
    );
    return undefined;
  }
}

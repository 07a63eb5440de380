/** JSON Lines: a record a line, so that a broken line costs one record and no more. */
import { splitLines } from '../decode.ts';
import type { Reading, ReadLog, ReadOptions } from './reading.ts';
import { type LocatedRecord, readingFromRecords } from './recordDocuments.ts';

export function readJsonLines(text: string, options: ReadOptions, log: ReadLog): Reading {
  return readingFromRecords(parseLines(text, log), options, log);
}

function* parseLines(text: string, log: ReadLog): Generator<LocatedRecord> {
  for (const [index, line] of splitLines(text).entries()) {
    const content = line.trim();
    if (content === '') continue;
    try {
      const value: unknown = JSON.parse(content.endsWith(',') ? content.slice(0, -1) : content);
      yield { value, line: () => index + 1 };
    } catch (error) {
      log.problem(
        {
          code: 'broken-line',
          message: `The line is not valid JSON (${(error as Error).message}); it was left out.`,
          remedy: 'Every line must be one JSON object, complete.',
          line: index + 1,
        },
        { lines: 1 },
      );
    }
  }
}

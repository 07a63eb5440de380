/**
 * One JSON value for a whole file: a list of records, an object that holds such a list, or a single record. JSON.parse
 * does not say where things stand, so a small scan finds the line of a record once there is something to say about it.
 */
import { GraftError } from '../../protocol/errors.ts';
import { lineAt } from '../decode.ts';
import { jsonFaultPosition } from './jsonFault.ts';
import type { Reading, ReadLog, ReadOptions } from './reading.ts';
import { type LocatedRecord, readingFromRecords } from './recordDocuments.ts';

/** @throws GraftError `broken-json` with the line where the parser stopped. */
export function readJson(text: string, options: ReadOptions, log: ReadLog): Reading {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw brokenJson(text, error as Error, log.file);
  }
  const { list, isWhole } = recordsIn(value);
  let lines: number[] | undefined;
  const records = list.map(
    (record, index): LocatedRecord => ({
      value: record,
      line: () => {
        if (!isWhole) return undefined;
        lines ??= elementLines(text);
        return lines[index];
      },
    }),
  );
  return readingFromRecords(records, options, log);
}

/** `isWhole` says that the list is the file's outermost value. */
function recordsIn(value: unknown): { list: unknown[]; isWhole: boolean } {
  if (Array.isArray(value)) {
    const isPair = typeof value[0] === 'string' && typeof value[1] === 'object' && !Array.isArray(value[1]);
    return isPair ? { list: [value], isWhole: false } : { list: value, isWhole: true };
  }
  if (typeof value === 'object' && value !== null && !('text' in value) && !('full_text' in value)) {
    const lists = Object.values(value).filter((field): field is unknown[] => Array.isArray(field));
    const records = lists.find((list) => list.some((item) => typeof item === 'object' && item !== null));
    const isRecord = 'data' in value && !Array.isArray(value.data);
    if (records && !isRecord && !('tokens' in value))
      return { list: records.filter((item) => item !== null), isWhole: false };
  }
  return { list: [value], isWhole: false };
}

/** The 1-based line on which each element of the outermost array begins. */
function elementLines(text: string): number[] {
  const lines: number[] = [];
  let depth = 0;
  let line = 1;
  let expectsElement = false;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '\n') line++;
    if (character === ' ' || character === '\n' || character === '\r' || character === '\t') continue;
    if (expectsElement && depth === 1 && character !== ']') {
      lines.push(line);
      expectsElement = false;
    }
    if (character === '"') {
      for (at++; at < text.length && text.charAt(at) !== '"'; at++) if (text.charAt(at) === '\\') at++;
    } else if (character === '[' || character === '{') {
      if (++depth === 1) expectsElement = true;
    } else if (character === ']' || character === '}') depth--;
    else if (character === ',' && depth === 1) expectsElement = true;
  }
  return lines;
}

function brokenJson(text: string, error: Error, file: string): GraftError {
  return new GraftError({
    code: 'broken-json',
    message: `The file is not valid JSON (${error.message}). Nothing was read.`,
    remedy: 'Export it again, or correct it there. If every line is a record of its own, read it as JSONL.',
    file,
    line: lineAt(text, jsonFaultPosition(text)),
  });
}

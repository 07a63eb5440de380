/**
 * One JSON value for a whole file: a list of records, an object that holds such a list, a single record; or the same as
 * Python writes it, in source too. JSON.parse does not say where things stand, so the file is read a second time for
 * the lines of its records once there is something to say about one.
 */
import { GraftError } from '../../protocol/errors.ts';
import { lineFinder } from '../decode.ts';
import { checkDepth } from '../limits.ts';
import { brokenJson, jsonFaultPosition } from './jsonFault.ts';
import { readJsonLines } from './jsonl.ts';
import { areSeveralValues } from './jsonValues.ts';
import { parseLiteral } from './literals.ts';
import { assignedValues, looksLikePython } from './pythonSource.ts';
import type { Reading, ReadLog, ReadOptions } from './reading.ts';
import { type LocatedRecord, readingFromRecords } from './recordDocuments.ts';
import { recordsIn } from './records/findRecords.ts';
import { refuseForeignFile } from './records/foreignFiles.ts';
import { tellRepeatedKeys } from './repeatedKeys.ts';
import { areTagsAlone, tagsAlone } from './tagsAlone.ts';

/** @throws GraftError `broken-json` with the line where the parser stopped. */
export function readJson(text: string, options: ReadOptions, log: ReadLog): Reading {
  const parsed = parse(text, log);
  if (!parsed) return readJsonLines(text, options, log);
  const { values, starts } = parsed;
  if (values.every(areTagsAlone)) throw tagsAlone(log.file);
  for (const value of values) refuseForeignFile(value, log.file);
  const lineOf = recordLines(text, values, starts);
  const records = values.flatMap((value) =>
    recordsIn(value).map(
      ({ value: record, ...names }): LocatedRecord => ({ ...names, value: record, line: () => lineOf(record) }),
    ),
  );
  return readingFromRecords(records, options, log, values);
}

interface Parsed {
  readonly values: readonly unknown[];
  /** Where lists and mappings begin, where that is known already. */
  readonly starts?: ReadonlyMap<unknown, number>;
}

/** Nothing where several values follow each other. */
function parse(text: string, log: ReadLog): Parsed | undefined {
  try {
    const values = [JSON.parse(text)];
    checkDepth(values[0], log.file);
    tellRepeatedKeys(text, 1, log);
    return { values };
  } catch (error) {
    if (error instanceof GraftError) throw error;
    if (areSeveralValues(text)) return undefined;
    const starts = new Map<unknown, number>();
    const onContainer = (container: object, position: number) => starts.set(container, position);
    // In JSON a comma is missing between them.
    const isSource = /\.py$/i.test(log.file) || looksLikePython(text) || /^\s*\[\s*\(/.test(text);
    const literal = parseLiteral(text, { neighbours: isSource ? 'joined' : 'fault', onContainer });
    if ('value' in literal && typeof literal.value === 'object') {
      checkDepth(literal.value, log.file);
      log.assume('not strictly JSON: read as Python writes lists and dictionaries');
      return { values: [literal.value], starts };
    }
    if (!looksLikePython(text) && !/\.py$/i.test(log.file))
      throw brokenJson(text, (error as Error).message, jsonFaultPosition(text), log.file);
    const { values, names } = assignedValues(text, log.file, onContainer);
    log.assume(`Python source: the lists assigned to ${names.map((name) => `“${name}”`).join(', ')} were read`);
    return { values, starts };
  }
}

/** The 1-based line on which a record begins. */
function recordLines(
  text: string,
  values: readonly unknown[],
  known: ReadonlyMap<unknown, number> | undefined,
): (record: unknown) => number | undefined {
  let starts = known;
  const lineOf = lineFinder(text);
  return (record) => {
    starts ??= startsOf(text, values[0]);
    const position = starts.get(record);
    if (position === undefined) return undefined;
    return lineOf(position);
  };
}

/** JSON is read again by the reader that knows its places, and both values are walked through side by side. */
function startsOf(text: string, value: unknown): ReadonlyMap<unknown, number> {
  const places = new Map<object, number>();
  const again = parseLiteral(text, {
    neighbours: 'joined',
    onContainer: (container, position) => places.set(container, position),
  });
  const starts = new Map<unknown, number>();
  if ('value' in again) pair(value, again.value, 0);
  return starts;

  function pair(one: unknown, other: unknown, depth: number): void {
    if (typeof one !== 'object' || one === null || typeof other !== 'object' || other === null || depth > 10) return;
    starts.set(one, places.get(other) ?? 0);
    for (const [key, child] of Object.entries(one)) pair(child, (other as Record<string, unknown>)[key], depth + 1);
  }
}

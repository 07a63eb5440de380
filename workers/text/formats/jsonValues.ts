/**
 * JSON values that follow each other in a text without a list around them: several in a line, or each over several
 * lines, as `jq` prints them. A value that breaks costs itself and no more, where it is plain where the next begins.
 */
import { afterBlanks, jsonValueAt } from './jsonFault.ts';

export interface PlacedValue {
  readonly value: unknown;
  readonly start: number;
  readonly end: number;
}

interface Run {
  readonly values: readonly PlacedValue[];
  /** Behind the last value, and the comma after it. */
  readonly end: number;
  /** Where the value begins that breaks, and where it does. */
  readonly broken?: { readonly start: number; readonly fault: number };
}

/** No record is nested deeper; a file of brackets alone is not walked through once for each. */
const deepest = 100;

const opens = (character: string) => character === '{' || character === '[';

/** The values from `start` up to the end of the line in which one of them ends. */
export function valuesFrom(text: string, start: number): Run {
  const values: PlacedValue[] = [];
  for (let position = start; ; ) {
    const step = opens(text.charAt(position)) ? jsonValueAt(text, position, deepest) : { fault: position };
    if ('fault' in step) return { values, end: position, broken: { start: position, fault: step.fault } };
    values.push({ value: JSON.parse(text.slice(position, step.end)), start: position, end: step.end });
    position = behindComma(text, step.end);
    if (position >= text.length || '\r\n'.includes(text.charAt(position))) return { values, end: position };
  }
}

/** Behind blanks of the same line, and a comma among them. */
function behindComma(text: string, position: number): number {
  const comma = /[ \t]*(?:,[ \t]*)?/y;
  comma.lastIndex = position;
  comma.test(text);
  return comma.lastIndex;
}

/** Whether a text that is not JSON begins with one value and goes on with another. */
export function areSeveralValues(text: string): boolean {
  const start = afterBlanks(text, 0);
  if (!opens(text.charAt(start))) return false;
  const step = jsonValueAt(text, start);
  if ('fault' in step) return text.charAt(start) === '{' && /\},?[ \t]*(?:\r\n|\n|\r)\s*?^\{/m.test(text);
  const next = afterBlanks(text, step.end);
  return opens(text.charAt(text.charAt(next) === ',' ? afterBlanks(text, next + 1) : next));
}

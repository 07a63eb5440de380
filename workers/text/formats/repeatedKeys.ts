/**
 * Keys that an object of a JSON text has twice. JSON.parse takes the last value of each and says nothing, so that a text or its
 * spans can be gone without a trace; it is told beside what was read.
 */
import { afterBlanks } from './jsonFault.ts';
import type { ReadLog } from './reading.ts';

interface RepeatedKey {
  readonly key: string;
  /** Where it stands once more. */
  readonly position: number;
}

/** @param text that JSON.parse takes. */
export function repeatedKeys(text: string): RepeatedKey[] {
  const found: RepeatedKey[] = [];
  /** Of the objects and lists that are open: the keys so far, or null of a list. */
  const open: (Set<string> | null)[] = [];
  for (let position = 0; position < text.length; position++) {
    const character = text.charAt(position);
    if (character === '{') open.push(new Set());
    else if (character === '[') open.push(null);
    else if (character === '}' || character === ']') open.pop();
    else if (character === '"') {
      const end = stringEnd(text, position);
      const keys = open.at(-1);
      if (keys && text.charAt(afterBlanks(text, end)) === ':') {
        const key: string = JSON.parse(text.slice(position, end));
        if (keys.has(key)) found.push({ key, position });
        keys.add(key);
      }
      position = end - 1;
    }
  }
  return found;
}

/** Behind the closing quote. */
function stringEnd(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end >= 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end < 0 ? text.length : end + 1;
}

function isEscaped(text: string, quote: number): boolean {
  let backslashes = 0;
  while (text.charAt(quote - 1 - backslashes) === '\\') backslashes++;
  return backslashes % 2 === 1;
}

/** @param firstLine the line in which the text begins, from 1. */
export function tellRepeatedKeys(text: string, firstLine: number, log: ReadLog): void {
  let [line, reached] = [firstLine, 0];
  for (const { key, position } of repeatedKeys(text)) {
    for (let end = text.indexOf('\n', reached); end >= 0 && end < position; end = text.indexOf('\n', reached)) {
      line++;
      reached = end + 1;
    }
    log.problem({
      code: 'repeated-key',
      message: `The key “${key}” stands twice in one object; what stands behind it here counts, and what stood before is gone.`,
      remedy: 'Give each key once, or put the values into one list.',
      line,
    });
  }
}

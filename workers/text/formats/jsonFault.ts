/**
 * Where JSON breaks. JSON.parse tells the place in different words in every engine, or not at all, and a user with a
 * file of a hundred thousand lines needs it. This walks over the text by the grammar of RFC 8259 and stops where that
 * ends; it is only run once the parser has refused the text. It never goes back, so that its time grows with the text
 * and no faster, wherever that was cut off.
 */
import { GraftError } from '../../protocol/errors.ts';
import { lineAt } from '../decode.ts';

const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const escaped = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;
const blanks = '\t\n\r ';

type Expected = 'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'comma or end' | 'nothing';

/** Where a piece of the grammar ends, or where it breaks. */
export type Step = { readonly end: number } | { readonly fault: number };

/** Position of the first character that cannot stand where it does; the text's end where something is missing there. */
export function jsonFaultPosition(text: string): number {
  const step = jsonValueAt(text, 0);
  if ('fault' in step) return step.fault;
  const after = afterBlanks(text, step.end);
  return after < text.length ? after : text.trimEnd().length;
}

/**
 * Where the value ends that begins at `start`, whatever stands behind it, or where it breaks.
 * @param deepest lists and objects within each other; where there are more, the value breaks.
 */
export function jsonValueAt(text: string, start: number, deepest = Number.POSITIVE_INFINITY): Step {
  const open: string[] = [];
  let expected: Expected = 'value';
  const afterValue = (): Expected => (open.length > 0 ? 'comma or end' : 'nothing');
  for (let position = afterBlanks(text, start); position < text.length; position = afterBlanks(text, position)) {
    const character = text.charAt(position);
    const wantsValue: boolean = expected === 'value' || expected === 'value or end';
    let step: Step = { end: position + 1 };
    if ((character === '[' || character === '{') && wantsValue) {
      if (open.length >= deepest) return { fault: position };
      open.push(character);
      expected = character === '[' ? 'value or end' : 'key or end';
    } else if (expected.endsWith('or end') && character === closingOf(open)) {
      open.pop();
      expected = afterValue();
    } else if (character === ',' && expected === 'comma or end') expected = open.at(-1) === '[' ? 'value' : 'key';
    else if (character === ':' && expected === 'colon') expected = 'value';
    else if (character === '"' && (wantsValue || expected.startsWith('key'))) {
      step = stringAt(text, position);
      expected = wantsValue ? afterValue() : 'colon';
    } else if (wantsValue) {
      step = scalarAt(text, position);
      expected = afterValue();
    } else return { fault: position };
    if ('fault' in step || expected === 'nothing') return step;
    position = step.end;
  }
  return { fault: text.trimEnd().length };
}

/** @param reason what the parser said. */
export function brokenJson(text: string, reason: string, position: number, file: string): GraftError {
  return new GraftError({
    code: 'broken-json',
    message: `The file is not valid JSON (${reason}). Nothing was read.`,
    remedy: 'Export it again, or correct it there. If every line is a record of its own, read it as JSONL.',
    file,
    line: lineAt(text, position),
  });
}

const closingOf = (open: readonly string[]) => ({ '[': ']', '{': '}' })[open.at(-1) ?? ''];

export function afterBlanks(text: string, position: number): number {
  let after = position;
  while (after < text.length && blanks.includes(text.charAt(after))) after++;
  return after;
}

function stringAt(text: string, start: number): Step {
  for (let position = start + 1; position < text.length; position++) {
    const character = text.charAt(position);
    if (character === '"') return { end: position + 1 };
    if (character < ' ') return { fault: position };
    if (character !== '\\') continue;
    escaped.lastIndex = position;
    if (!escaped.test(text)) return { fault: position };
    position = escaped.lastIndex - 1;
  }
  return { fault: text.trimEnd().length };
}

function scalarAt(text: string, position: number): Step {
  scalar.lastIndex = position;
  return scalar.test(text) ? { end: scalar.lastIndex } : { fault: position };
}

/**
 * Where JSON breaks. JSON.parse tells the place in different words in every engine, or not at all, and a user with a
 * file of a hundred thousand lines needs it. This walks over the text by the grammar of RFC 8259 and stops where that
 * ends; it is only run once the parser has refused the text. It never goes back, so that its time grows with the text
 * and no faster, wherever that was cut off.
 */

const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const escaped = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;
const blanks = '\t\n\r ';

type Expected = 'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'comma or end' | 'nothing';

/** Where a piece of the grammar ends, or where it breaks. */
type Step = { readonly end: number } | { readonly fault: number };

/** Position of the first character that cannot stand where it does; the text's end where something is missing there. */
export function jsonFaultPosition(text: string): number {
  const open: string[] = [];
  let expected: Expected = 'value';
  const afterValue = (): Expected => (open.length > 0 ? 'comma or end' : 'nothing');
  for (let position = afterBlanks(text, 0); position < text.length; position = afterBlanks(text, position)) {
    const character = text.charAt(position);
    const wantsValue: boolean = expected === 'value' || expected === 'value or end';
    let step: Step = { end: position + 1 };
    if ((character === '[' || character === '{') && wantsValue) {
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
    } else return position;
    if ('fault' in step) return step.fault;
    position = step.end;
  }
  return text.trimEnd().length;
}

const closingOf = (open: readonly string[]) => ({ '[': ']', '{': '}' })[open.at(-1) ?? ''];

function afterBlanks(text: string, position: number): number {
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

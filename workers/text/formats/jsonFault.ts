/**
 * Where JSON breaks. JSON.parse tells the place in different words in every engine, or not at all, and a user with a
 * file of a hundred thousand lines needs it. This walks over the text by the grammar of RFC 8259 and stops where that
 * ends; it is only run once the parser has refused the text.
 */

const token =
  /[\t\n\r ]*(?:([[{])|([\]}])|(,)|(:)|("(?:[ !#-[\]-\u{10ffff}]+|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null))/uy;

type Expected = 'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'comma or end' | 'nothing';

/** Position of the first character that cannot stand where it does; the text's end where something is missing there. */
export function jsonFaultPosition(text: string): number {
  const open: string[] = [];
  let expected: Expected = 'value';
  const afterValue = (): Expected => (open.length > 0 ? 'comma or end' : 'nothing');
  token.lastIndex = 0;
  for (let position = 0; ; position = token.lastIndex) {
    const match = token.exec(text);
    if (!match) return nextVisible(text, position);
    const [, opening, closing, comma, colon, string, scalar] = match;
    const wantsValue = expected === 'value' || expected === 'value or end';
    if (opening && wantsValue) {
      open.push(opening);
      expected = opening === '[' ? 'value or end' : 'key or end';
    } else if (closing && expected.endsWith('or end') && open.at(-1) === (closing === ']' ? '[' : '{')) {
      open.pop();
      expected = afterValue();
    } else if (comma && expected === 'comma or end') expected = open.at(-1) === '[' ? 'value' : 'key';
    else if (colon && expected === 'colon') expected = 'value';
    else if (string && expected.startsWith('key')) expected = 'colon';
    else if ((string || scalar) && wantsValue) expected = afterValue();
    else return nextVisible(text, position);
  }
}

/** The fault itself, not the white space before it; at the end of the text, its last character. */
function nextVisible(text: string, position: number): number {
  const found = text.slice(position).search(/[^\t\n\r ]/);
  return found < 0 ? text.trimEnd().length : position + found;
}

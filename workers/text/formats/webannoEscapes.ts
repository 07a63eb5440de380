/**
 * How WebAnno TSV 3 writes what would break its lines and cells. Texts and values have rules of their own: in a value
 * everything that parts or numbers annotations is escaped, in a text control characters and the backslash alone.
 */

const names: Readonly<Record<string, string>> = { '\t': 't', '\n': 'n', '\f': 'f', '\r': 'r', '\b': 'b' };
const characters: Readonly<Record<string, string>> = { t: '\t', n: '\n', f: '\f', r: '\r', b: '\b' };

export function escapeText(text: string): string {
  return text.replace(/[\\\p{Cc}]/gu, (character) =>
    // Control characters above these stand in the file as they are.
    character < ' ' || character === '\\' ? `\\${names[character] ?? character}` : character,
  );
}

export function escapeValue(value: string): string {
  return value.replace(/->|[\\[\]|_;*\t\n]/g, (found) => `\\${names[found] ?? found}`);
}

/** Up to version 3.1 texts were escaped as Java does it, other characters by their numbers. */
export function unescapeText(text: string, byNumber: boolean): string {
  if (!text.includes('\\')) return text;
  const plain = byNumber
    ? text.replace(/(?<!\\)((?:\\\\)*)\\u([\da-f]{4})/gi, (_, before: string, hex: string) => {
        return before + String.fromCharCode(Number.parseInt(hex, 16));
      })
    : text;
  // Other tools escape in texts what only values need escaped.
  return plain.replace(/\\([\\tnfrb"'[\]|_;*\p{Cc}]|->)/gu, (_, escaped: string) => characters[escaped] ?? escaped);
}

export function unescapeValue(value: string): string {
  return value.replace(/\\([\\[\]|_;*tn]|->)/g, (_, escaped: string) => characters[escaped] ?? escaped);
}

/** The pieces of a cell between separators that no backslash escapes. */
export function splitUnescaped(cell: string, separator: string): string[] {
  const pieces: string[] = [];
  let start = 0;
  for (let at = 0; at < cell.length; at++) {
    if (cell[at] === '\\') at++;
    else if (cell[at] === separator) {
      pieces.push(cell.slice(start, at));
      start = at + 1;
    }
  }
  pieces.push(cell.slice(start));
  return pieces;
}

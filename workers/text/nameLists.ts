/**
 * Names in a row, as the command line takes them: parted by commas, renamed with an equals sign. A name may hold both, and
 * then a backslash stands before them; a backslash itself is written twice.
 */

/** Cuts a text at a sign where no backslash stands before it; the pieces keep their backslashes. */
export function cutAt(text: string, sign: ',' | '='): string[] {
  const pieces = [''];
  for (let index = 0; index < text.length; index++) {
    const character = text[index] as string;
    if (character === sign) pieces.push('');
    else pieces[pieces.length - 1] += character === '\\' ? character + (text[++index] ?? '') : character;
  }
  return pieces;
}

/** The name that a piece stands for: blanks around it do not count. */
export function nameIn(piece: string): string {
  return piece.trim().replace(/\\(.)/gsu, '$1');
}

/** The names as they have to be written. */
export function joinNames(names: readonly string[]): string {
  return names.map((name) => name.replace(/[\\,=]/g, '\\$&')).join(',');
}

/**
 * Text that remembers where it comes from. What a tokenizer does to a word before it cuts it (lower case, accents away,
 * composed characters) changes its length; each character keeps the place in the word that it stands for.
 */

export interface AlignedCharacter {
  /** One code point; of byte-level tokenizers one byte, written as a character. */
  readonly character: string;
  /** UTF-16 places in the word. They are equal where it stands for nothing that the word holds. */
  readonly start: number;
  readonly end: number;
}

export type AlignedText = readonly AlignedCharacter[];

export function aligned(word: string): AlignedText {
  const text: AlignedCharacter[] = [];
  let start = 0;
  for (const character of word) {
    text.push({ character, start, end: start + character.length });
    start += character.length;
  }
  return text;
}

export function textOf(text: AlignedText): string {
  return text.map(({ character }) => character).join('');
}

/** What other characters stand in place of some: each of them has the place of all that they replace. */
export function replaced(replacement: string, originals: AlignedText): AlignedText {
  const { start, end } = coverOf(originals);
  return Array.from(replacement, (character) => ({ character, start, end }));
}

/** From the first place of some characters to the last. Of none it is [0, 0]. */
export function coverOf(text: AlignedText): { start: number; end: number } {
  if (text.length === 0) return { start: 0, end: 0 };
  const real = text.filter(({ start, end }) => end > start);
  const counted = real.length > 0 ? real : text;
  return {
    start: counted.reduce((least, { start }) => Math.min(least, start), Number.POSITIVE_INFINITY),
    end: counted.reduce((most, { end }) => Math.max(most, end), 0),
  };
}

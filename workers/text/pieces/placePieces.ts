/**
 * The library tells which pieces a text has, not where they stand. Here each of its strings is laid along the text that it
 * was cut from.
 */
import { type AlignedCharacter, type AlignedText, coverOf, textOf } from './alignedText.ts';

/** What a pre-tokenizer puts where a space stood or would stand: SentencePiece's mark, and byte-level's name of a space. */
const spaceMarks = new Set(['▁', 'Ġ']);
const isSpace = (character: string) => /^\p{White_Space}$/u.test(character);

/**
 * The strings that a pre-tokenizer cut a text into, with their places. It may leave characters out (white space), put
 * marks for spaces in and before, and write bytes as characters.
 */
export function alignCut(text: AlignedText, cut: readonly string[], byteLevel: boolean): AlignedText[] {
  const source = byteLevel ? text.flatMap(bytesOf) : text;
  let index = 0;
  return cut.map((part) =>
    Array.from(part, (character): AlignedCharacter => {
      const here = source[index];
      if (here?.character === character || (here?.character === ' ' && spaceMarks.has(character))) {
        index++;
        return { ...here, character };
      }
      if (spaceMarks.has(character)) {
        const start = here?.start ?? source.at(-1)?.end ?? 0;
        return { character, start, end: start };
      }
      // Whatever was left out is passed over.
      let next = index;
      while (next < source.length && source[next]?.character !== character) next++;
      const found = source[next];
      if (!found) {
        const { start, end } = coverOf(text);
        return { character, start, end };
      }
      index = next + 1;
      return found;
    }),
  );
}

const encoder = new TextEncoder();

/** Each byte of a character as the character that byte-level tokenizers write for it; all have the character's place. */
function bytesOf({ character, start, end }: AlignedCharacter): AlignedText {
  return Array.from(encoder.encode(character), (byte) => ({ character: byteNames[byte] ?? '', start, end }));
}

/** GPT-2's names of the 256 bytes: printable ones are themselves, the others follow from U+0100 on. */
const byteNames: readonly string[] = (() => {
  let further = 0x100;
  const isPrintable = (byte: number) =>
    (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || (byte >= 0xae && byte <= 0xff);
  return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(isPrintable(byte) ? byte : further++));
})();

export interface PieceForm {
  /** What marks a piece within a word, such as `##`. */
  readonly continuation: string;
  /** What marks a word's last piece, such as `</w>`. */
  readonly ending: string;
  /** The text of the unknown piece. */
  readonly unknown: string | undefined;
}

/** The places of the pieces that the model made of one part of the text. */
export function placePieces(text: AlignedText, pieces: readonly string[], form: PieceForm): [number, number][] {
  let index = 0;
  let bytesLeft = 0;
  return pieces.map((piece, number) => {
    const from = index;
    const surface = surfaceOf(piece, number, number === pieces.length - 1, form);
    const length = Array.from(surface).length;
    if (textOf(text.slice(index, index + length)) === surface) {
      index += length;
    } else if (/^<0x[0-9A-F]{2}>$/.test(piece)) {
      // One byte of a character that has no piece of its own; each of them has the character's place.
      if (bytesLeft === 0) bytesLeft = encoder.encode(text[index]?.character ?? '').length;
      bytesLeft--;
      const { start, end } = coverOf(text.slice(index, index + 1));
      if (bytesLeft === 0) index++;
      return [start, end];
    } else {
      index = endOfUnknown(text, index, pieces.slice(number + 1), number, form);
    }
    return placeOf(text.slice(from, index));
  });
}

/** An unknown piece goes to where the text of the next known one begins. */
function endOfUnknown(
  text: AlignedText,
  from: number,
  rest: readonly string[],
  number: number,
  form: PieceForm,
): number {
  const [next] = rest;
  if (next === undefined) return text.length;
  const surface = surfaceOf(next, number + 1, rest.length === 1, form);
  const length = Array.from(surface).length;
  for (let index = from + 1; index + length <= text.length; index++) {
    if (textOf(text.slice(index, index + length)) === surface) return index;
  }
  return Math.min(from + 1, text.length);
}

function surfaceOf(
  piece: string,
  number: number,
  isLast: boolean,
  { continuation, ending, unknown }: PieceForm,
): string {
  if (piece === unknown) return piece;
  let surface = piece;
  if (number > 0 && continuation !== '' && surface.startsWith(continuation))
    surface = surface.slice(continuation.length);
  if (isLast && ending !== '' && surface.endsWith(ending)) surface = surface.slice(0, -ending.length);
  return surface;
}

/** White space at both ends, which a word may hold within, does not count; a piece of nothing else stands for nothing. */
function placeOf(text: AlignedText): [number, number] {
  const isBlank = ({ character }: AlignedCharacter) => spaceMarks.has(character) || isSpace(character);
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text[start] as AlignedCharacter)) start++;
  while (end > start && isBlank(text[end - 1] as AlignedCharacter)) end--;
  const cover = coverOf(start < end ? text.slice(start, end) : text);
  return [cover.start, start < end ? cover.end : cover.start];
}

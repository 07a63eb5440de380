/** An entity's text cut into what is replaced by itself: mail addresses, numbers, words; what stands between them stays. */

/** What takes the place of a part of an entity, by offsets into its text. */
export interface Piece {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text with its pieces in their places. @param pieces in order. */
export function withPieces(text: string, pieces: readonly Piece[]): string {
  let result = '';
  let end = 0;
  for (const piece of pieces) {
    result += text.slice(end, piece.start) + piece.text;
    end = piece.end;
  }
  return result + text.slice(end);
}

export interface EntityPiece {
  /** `code`: letters and digits whose order is kept. */
  readonly kind: 'mail' | 'web' | 'time' | 'code' | 'word' | 'between';
  /** Into the entity's text. */
  readonly start: number;
  readonly end: number;
}

const forms: readonly (readonly [EntityPiece['kind'], RegExp])[] = [
  ['mail', /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/u],
  ['web', /(?:https?:\/\/|www\.)[^\s<>"']*[\p{L}\p{N}/]/u],
  ['time', /(?<![\p{L}\p{N}:])(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?![\p{L}\p{N}:])/u],
  // Letters and digits in one, parted by what stands in numbers.
  ['code', /(?=[\p{L}\-_./#]*\p{N})[\p{L}\p{N}]+(?:[-_./][\p{L}\p{N}]+)*/u],
  // A possessive is no part of the name.
  ['word', /[\p{L}\p{M}]+/u],
];
const anyForm = new RegExp(forms.map(([, { source }], place) => `(?<f${place}>${source})`).join('|'), 'gu');

/** In order, without gaps. */
export function piecesOfEntity(text: string): EntityPiece[] {
  const pieces: EntityPiece[] = [];
  let end = 0;
  const between = (to: number) => {
    if (to > end) pieces.push({ kind: 'between', start: end, end: to });
  };
  for (const match of text.matchAll(anyForm)) {
    const form = forms.findIndex((_, place) => match.groups?.[`f${place}`] !== undefined);
    between(match.index);
    end = match.index + match[0].length;
    const kind = forms[form]?.[0] ?? 'word';
    pieces.push({ kind: isPossessive(text, match.index, match[0]) ? 'between' : kind, start: match.index, end });
  }
  between(text.length);
  return pieces;
}

const isPossessive = (text: string, start: number, word: string) =>
  /^s$/i.test(word) && /[\p{L}][’']$/u.test(text.slice(0, start));

/**
 * Texts that are cut into pieces, of which some carry a category, as assistants' training data has them:
 * `data: [{text: "I met "}, {text: "Ida", entity: "person"}]`.
 */
import { categoryRank } from './names.ts';
import { type Fields, isFields } from './values.ts';

/** The record with its pieces put together; nothing where it has none. */
export function joinedPieces(record: Fields): Fields | undefined {
  for (const [key, value] of Object.entries(record)) {
    if (!Array.isArray(value) || !arePieces(value)) continue;
    const { [key]: _, ...rest } = record;
    const spans: unknown[] = [];
    let text = '';
    for (const piece of value) {
      const name = categoryOf(piece);
      if (name !== undefined) spans.push([text.length, text.length + piece.text.length, name]);
      text += piece.text;
    }
    return { ...rest, text, spans, offsets: 'utf-16' };
  }
  return undefined;
}

type Piece = Fields & { readonly text: string };

/** Pieces with and without a category, parted within the text: some begin or end in a blank. */
function arePieces(list: readonly unknown[]): list is readonly Piece[] {
  if (list.length < 2 || !list.every((item) => isFields(item) && typeof item.text === 'string')) return false;
  const pieces = list as readonly Piece[];
  const named = pieces.filter((piece) => categoryOf(piece) !== undefined).length;
  const isLoose = pieces.some(({ text }) => /^\s|\s$/.test(text));
  return named > 0 && named < pieces.length && isLoose && pieces.every((piece) => Object.keys(piece).length <= 6);
}

function categoryOf(piece: Piece): string | undefined {
  const [best] = Object.entries(piece)
    .filter(([key, value]) => key !== 'text' && typeof value === 'string' && value !== '')
    .map(([key, value]) => ({
      value: value as string,
      rank: key === 'alias' || key === 'slot_name' ? 50 : categoryRank(key),
    }))
    .filter(({ rank }) => Number.isFinite(rank))
    .sort((one, other) => one.rank - other.rank);
  return best?.value;
}

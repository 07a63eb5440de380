/** The words of an entity that name it, without titles, small words and what is said of all of its kind. */
import { kindOf, staying, wordKindOf } from './categoryKinds.ts';
import type { WordKind } from './nameLists.ts';
import { piecesOfEntity } from './pieces.ts';

/** A stretch of one entity, and how it is to be read. */
export interface Stretch {
  readonly text: string;
  readonly category: string;
}

interface NameWord {
  readonly word: string;
  readonly kind: WordKind;
  readonly isPerson: boolean;
}

export function nameWords({ text, category }: Stretch): NameWord[] {
  const kind = kindOf(category);
  const words = piecesOfEntity(text).flatMap((piece) =>
    piece.kind === 'word' ? text.slice(piece.start, piece.end) : [],
  );
  const stays = staying(kind, words);
  const left = words.filter((_, place) => !stays[place]);
  return left.map((word, place) => ({
    word,
    kind: wordKindOf(kind, place, left.length),
    isPerson: kind === 'person',
  }));
}

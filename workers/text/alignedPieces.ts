/**
 * The same text as two tokenizers cut it, of which one has a part of the other's vocabulary: which pieces of the one stand for
 * the same as which of the other. Those are the first pieces of all words, and all pieces of words that both cut alike.
 */
import { filledRows, type PackedPieces, packPieces } from './packedPieces.ts';
import type { PieceTokenizer } from './pieces/pieceTokenizer.ts';

export interface AlignedPieces {
  readonly learner: PackedPieces;
  readonly teacher: PackedPieces;
  /** Rows that belong together, at the same places; behind them −1, so that buffers of a few sizes come round. */
  readonly learnerRows: Int32Array;
  readonly teacherRows: Int32Array;
  /** How many belong together. */
  readonly count: number;
}

interface Cutting {
  readonly learner: PieceTokenizer;
  readonly teacher: PieceTokenizer;
  /** Pieces that both models read at once, special ones included. */
  readonly longest: number;
}

/** @param passages words of each, no more than the models read at once. */
export function alignPieces(
  passages: readonly (readonly string[])[],
  { learner, teacher, longest }: Cutting,
): AlignedPieces {
  const [small, whole] = [learner, teacher].map((tokenizer) => packPieces(passages, tokenizer, longest)) as [
    PackedPieces,
    PackedPieces,
  ];
  const learnerRows: number[] = [];
  const teacherRows: number[] = [];
  passages.forEach((words, passage) => {
    words.forEach((word, at) => {
      const place = passage * small.time + at;
      const [mine, theirs] = [small.firstRows[place] as number, whole.firstRows[place] as number];
      const [cut, before] = [learner, teacher].map(({ piecesOf, vocabulary }) =>
        piecesOf(word).ids.map((id) => vocabulary[id]),
      ) as [string[], string[]];
      const alike = cut.join(' ') === before.join(' ');
      const pieces = alike ? Math.min(cut.length, longest - 2) : 1;
      for (let piece = 0; piece < pieces; piece++) {
        learnerRows.push(mine + piece);
        teacherRows.push(theirs + piece);
      }
    });
  });
  return {
    learner: small,
    teacher: whole,
    learnerRows: filledRows(learnerRows),
    teacherRows: filledRows(teacherRows),
    count: learnerRows.length,
  };
}

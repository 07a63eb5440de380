/**
 * Raw text as a masked language model reads it: neighbouring sentences of a document together, as many as fit into a
 * passage. Of the pieces it is known which word they belong to, so that whole words can be hidden.
 */
import type { Corpus } from '../protocol/corpus.ts';
import { wordsOf } from './examples.ts';
import type { PieceTokenizer } from './pieces/pieceTokenizer.ts';
import type { Random } from './random.ts';

/** Pieces without the special ones at both ends. */
export interface Passage {
  readonly ids: Int32Array;
  /** Where each word begins, and at the end the number of pieces. */
  readonly words: Int32Array;
}

/**
 * @param longest pieces of a passage, the special ones at both ends included. A sentence with more is divided between two
 * words; of a word with more only the beginning is read.
 */
export function passagesOf({ documents }: Corpus, tokenizer: PieceTokenizer, longest: number): Passage[] {
  const most = longest - 2;
  const special = new Set<number>(Object.values(tokenizer.special));
  const passages: Passage[] = [];
  for (const document of documents) {
    let words: (readonly number[])[] = [];
    let pieces = 0;
    const end = () => {
      // Where nothing can be guessed there is nothing to learn.
      if (words.some((ids) => ids.some((id) => !special.has(id)))) passages.push(passageOf(words));
      words = [];
      pieces = 0;
    };
    for (const sentence of document.sentences) {
      const cut = wordsOf(document, sentence).map((word) => tokenizer.piecesOf(word).ids.slice(0, most));
      if (pieces + cut.reduce((sum, { length }) => sum + length, 0) > most) end();
      for (const ids of cut) {
        if (pieces + ids.length > most) end();
        words.push(ids);
        pieces += ids.length;
      }
    }
    end();
  }
  return passages;
}

function passageOf(words: readonly (readonly number[])[]): Passage {
  const starts = [0];
  for (const { length } of words) starts.push((starts.at(-1) as number) + length);
  return { ids: Int32Array.from(words.flat()), words: Int32Array.from(starts) };
}

export function countPieces(passages: readonly Passage[]): number {
  return passages.reduce((sum, { ids }) => sum + ids.length, 0);
}

/** Held out where nobody gave a text for it: one passage of twenty, but no more than measure well enough. */
const heldOutShare = 1 / 20;
const mostHeldOut = 400;

/** Drawn by the stream; both in the order of the text. */
export function heldOut(
  passages: readonly Passage[],
  random: Random,
): { readonly learned: readonly Passage[]; readonly measured: readonly Passage[] } {
  const count = Math.min(mostHeldOut, Math.max(1, Math.round(heldOutShare * passages.length)));
  const out = new Set(random.shuffle(passages).slice(0, count));
  return { learned: passages.filter((each) => !out.has(each)), measured: passages.filter((each) => out.has(each)) };
}

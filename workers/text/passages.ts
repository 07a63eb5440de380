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
export function passagesOf(corpus: Corpus, tokenizer: PieceTokenizer, longest: number): Passage[] {
  const most = longest - 2;
  const special = new Set<number>(Object.values(tokenizer.special));
  const cut = (word: string) => tokenizer.piecesOf(word).ids.slice(0, most);
  return wordPassages(corpus, (word) => cut(word).length, longest)
    .map((words) => words.map(cut))
    .filter((words) => words.some((ids) => ids.some((id) => !special.has(id)))) // Else there is nothing to guess.
    .map(passageOf);
}

/**
 * Neighbouring sentences of a document together, as words. None is empty.
 * @param sizeOf pieces of a word. @param longest as of `passagesOf`.
 */
export function wordPassages(
  { documents }: Corpus,
  sizeOf: (word: string) => number,
  longest: number,
): (readonly string[])[] {
  const most = longest - 2;
  const passages: (readonly string[])[] = [];
  for (const document of documents) {
    let words: string[] = [];
    let pieces = 0;
    const end = () => {
      if (words.length > 0) passages.push(words);
      words = [];
      pieces = 0;
    };
    for (const sentence of document.sentences) {
      const own = wordsOf(document, sentence);
      const sizes = own.map((word) => Math.min(most, sizeOf(word)));
      if (pieces + sizes.reduce((sum, size) => sum + size, 0) > most) end();
      own.forEach((word, at) => {
        const size = sizes[at] as number;
        if (pieces + size > most) end();
        words.push(word);
        pieces += size;
      });
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
export function heldOut<Item>(
  passages: readonly Item[],
  random: Random,
): { readonly learned: readonly Item[]; readonly measured: readonly Item[] } {
  const count = Math.min(mostHeldOut, Math.max(1, Math.round(heldOutShare * passages.length)));
  const out = new Set(random.shuffle(passages).slice(0, count));
  return { learned: passages.filter((each) => !out.has(each)), measured: passages.filter((each) => out.has(each)) };
}

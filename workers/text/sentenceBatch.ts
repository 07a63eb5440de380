/**
 * Sentences of a batch as rows of numbers, padded to the longest or a little further. A spelling stands once in a batch
 * however often its word does, so that the character layer reads every word once.
 *
 * Sides are rounded up to a few sizes, so that the memory which one batch took on the device fits the next.
 */
import type { ReadWord, WordReader } from './vocabulary.ts';

export interface SentenceBatch {
  readonly size: number;
  /** Tokens in the longest sentence, rounded up. */
  readonly time: number;
  /** Tokens of each sentence, [batch]. */
  readonly lengths: Int32Array;
  /** Rows of the word embedding, [batch, time]; 0 on padding. */
  readonly words: Int32Array;
  /** Which row of `characters` spells each token, [batch, time]; 0, an empty spelling, on padding. */
  readonly spellings: Int32Array;
  /** Rows of the character embedding, [spellings, longest]; 0 on padding. The last spellings may be empty too. */
  readonly characters: Int32Array;
  /** [spellings] */
  readonly characterLengths: Int32Array;
  /** Characters of the longest spelling, rounded up. */
  readonly longest: number;
}

/** Up to the next of four sizes between a power of two and its double, or of 4, 8, 12, 16: at most a quarter or 3 more. */
export function roundedUp(size: number): number {
  const step = Math.max(4, 2 ** Math.floor(Math.log2(Math.max(1, size))) / 4);
  return Math.ceil(size / step) * step;
}

/** Characters of a word that are read; what follows is cut. */
export const longestSpelling = 20;

export function sentenceBatch(sentences: readonly (readonly string[])[], reader: WordReader): SentenceBatch {
  const size = sentences.length;
  const time = roundedUp(Math.max(1, ...sentences.map((words) => words.length)));
  const words = new Int32Array(size * time);
  const spellings = new Int32Array(size * time);
  const places = new Map<ReadWord, number>();
  const spelled: (readonly number[])[] = [[]];
  sentences.forEach((sentence, row) => {
    sentence.forEach((word, column) => {
      const cell = row * time + column;
      const read = reader.read(word);
      let place = places.get(read);
      if (place === undefined) {
        place = spelled.length;
        places.set(read, place);
        spelled.push(read.characters.slice(0, longestSpelling));
      }
      words[cell] = read.row;
      spellings[cell] = place;
    });
  });
  const longest = roundedUp(Math.max(1, ...spelled.map((ids) => ids.length)));
  const rowCount = roundedUp(spelled.length);
  const characters = new Int32Array(rowCount * longest);
  const characterLengths = new Int32Array(rowCount);
  spelled.forEach((ids, row) => {
    characters.set(ids, row * longest);
    characterLengths[row] = ids.length;
  });
  return {
    size,
    time,
    lengths: Int32Array.from(sentences, (sentence) => sentence.length),
    words,
    spellings,
    characters,
    characterLengths,
    longest,
  };
}

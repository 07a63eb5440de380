/**
 * Sentences of a batch as rows of numbers, padded to the longest. A spelling stands once in a batch however often its
 * word does, so that the character layer reads every word once.
 */
import { characterIds, normalizeWord, type Vocabulary, wordId } from './vocabulary.ts';

export interface SentenceBatch {
  readonly size: number;
  /** Tokens in the longest sentence. */
  readonly time: number;
  /** Tokens of each sentence, [batch]. */
  readonly lengths: Int32Array;
  /** Rows of the word embedding, [batch, time]; 0 on padding. */
  readonly words: Int32Array;
  /** Which row of `characters` spells each token, [batch, time]; 0, an empty spelling, on padding. */
  readonly spellings: Int32Array;
  /** Rows of the character embedding, [spellings, longest]; 0 on padding. */
  readonly characters: Int32Array;
  /** [spellings] */
  readonly characterLengths: Int32Array;
  readonly longest: number;
}

/** Characters of a word that are read; what follows is cut. */
const longestSpelling = 20;

export function sentenceBatch(sentences: readonly (readonly string[])[], vocabulary: Vocabulary): SentenceBatch {
  const size = sentences.length;
  const time = Math.max(1, ...sentences.map((words) => words.length));
  const words = new Int32Array(size * time);
  const spellings = new Int32Array(size * time);
  const rows = new Map<string, number>();
  const spelled: number[][] = [[]];
  sentences.forEach((sentence, row) => {
    sentence.forEach((word, column) => {
      const cell = row * time + column;
      words[cell] = wordId(vocabulary, word);
      const normalized = normalizeWord(word, vocabulary.digitsToZero);
      let spelling = rows.get(normalized);
      if (spelling === undefined) {
        spelling = spelled.length;
        rows.set(normalized, spelling);
        spelled.push(characterIds(vocabulary, normalized).slice(0, longestSpelling));
      }
      spellings[cell] = spelling;
    });
  });
  const longest = Math.max(1, ...spelled.map((ids) => ids.length));
  const characters = new Int32Array(spelled.length * longest);
  spelled.forEach((ids, row) => {
    characters.set(ids, row * longest);
  });
  return {
    size,
    time,
    lengths: Int32Array.from(sentences, (sentence) => sentence.length),
    words,
    spellings,
    characters,
    characterLengths: Int32Array.from(spelled, (ids) => ids.length),
    longest,
  };
}

/**
 * Which words and characters have a row of their own in a model's embeddings. A row, once given, keeps its number for
 * the life of the model and of every model adapted from it: extension only appends.
 */
import { z } from 'zod';
import { GraftError } from '../protocol/errors.ts';
import type { Random } from './random.ts';
import type { WordVectors } from './vectors.ts';

export interface Vocabulary {
  /** Row by row: padding, unknown, then words as they are looked up (with digits as 0, where that is so). */
  readonly words: readonly string[];
  /** Row by row: padding, unknown, then characters (code points). */
  readonly characters: readonly string[];
  /** Every digit reads as 0, in words and in their characters, as papers 0 and 1 have it. */
  readonly digitsToZero: boolean;
  readonly wordRows: ReadonlyMap<string, number>;
  readonly characterRows: ReadonlyMap<string, number>;
}

export interface VocabularyOptions {
  /**
   * `paper`: words seen fewer than `minimumCount` times share the unknown row (paper 0). `vectors`: all the same, but
   * every word that has a vector, as written or lower-cased, gets a row too.
   */
  readonly unknown: 'paper' | 'vectors';
  readonly digitsToZero: boolean;
  readonly minimumCount: number;
}

const paddingId = 0;
export const unknownId = 1;
const reserved = ['<PAD>', '<UNK>'] as const;
/** Rows without a vector are drawn uniformly from this range (paper 0, section on preprocessing: ±0.25). */
const randomRange = 0.25;

const namesSchema = z
  .array(z.string())
  .min(reserved.length)
  .refine((names) => new Set(names).size === names.length, 'every entry may stand there once only');

/** The JSON form, in bundles and checkpoints. */
export const vocabularyJsonSchema = z.object({
  words: namesSchema,
  characters: namesSchema,
  digitsToZero: z.boolean(),
});
export type VocabularyJson = z.infer<typeof vocabularyJsonSchema>;

/** A vocabulary from its rows; the first two of each list are padding and the unknown, whatever they are called. */
export function createVocabulary({ words, characters, digitsToZero }: VocabularyJson): Vocabulary {
  return { words, characters, digitsToZero, wordRows: rowsOf(words), characterRows: rowsOf(characters) };
}

/** The reserved rows are left out: no text can name them, not even one that holds the word `<UNK>`. */
function rowsOf(names: readonly string[]): Map<string, number> {
  return new Map(names.slice(reserved.length).map((name, index) => [name, index + reserved.length]));
}

/** How a word is looked up: with every digit as 0, where the vocabulary has it so. */
export function normalizeWord(word: string, digitsToZero: boolean): string {
  return digitsToZero ? word.replace(/\p{Nd}/gu, '0') : word;
}

/**
 * Every spelling under which `buildVocabulary` may ask for a vector, so that a vector file can be pruned to them as it
 * is read.
 */
export function wordsToLookUp(sentences: Iterable<readonly string[]>, digitsToZero: boolean): Set<string> {
  const wanted = new Set<string>();
  for (const words of sentences) {
    for (const word of words) {
      const normalized = normalizeWord(word, digitsToZero);
      wanted.add(normalized).add(normalized.toLowerCase());
    }
  }
  return wanted;
}

/**
 * The vocabulary of training sentences. Characters have no minimum count. Rows are in order of first appearance, so
 * the same sentences give the same rows.
 */
export function buildVocabulary(
  sentences: Iterable<readonly string[]>,
  vectors: WordVectors | null,
  { unknown, digitsToZero, minimumCount }: VocabularyOptions,
): Vocabulary {
  const { counts, characters } = countWords(sentences, digitsToZero);
  const kept = [...counts.keys()].filter(
    (word) => (counts.get(word) ?? 0) >= minimumCount || (unknown === 'vectors' && vectors?.lookup(word)),
  );
  return createVocabulary({
    words: distinct([...reserved, ...kept]),
    characters: distinct([...reserved, ...characters]),
    digitsToZero,
  });
}

/**
 * A vocabulary that also holds what the target's sentences bring: its characters, and its words that have a vector or
 * occur `minimumCount` times. A word known in lower case already reads that trained row and gets none of its own,
 * unless the vectors tell the two apart. Old rows keep their numbers.
 */
export function extendVocabulary(
  vocabulary: Vocabulary,
  sentences: Iterable<readonly string[]>,
  vectors: WordVectors | null,
  { minimumCount }: { readonly minimumCount: number } = { minimumCount: 2 },
): Vocabulary {
  const { counts, characters } = countWords(sentences, vocabulary.digitsToZero);
  const added = [...counts.keys()].filter((word) => {
    if (vocabulary.wordRows.has(word)) return false;
    if (vocabulary.wordRows.has(word.toLowerCase())) return vectors?.has(word) ?? false;
    return (counts.get(word) ?? 0) >= minimumCount || vectors?.lookup(word) !== undefined;
  });
  return createVocabulary({
    words: distinct([...vocabulary.words, ...added]),
    characters: distinct([...vocabulary.characters, ...characters]),
    digitsToZero: vocabulary.digitsToZero,
  });
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)];
}

function countWords(sentences: Iterable<readonly string[]>, digitsToZero: boolean) {
  const counts = new Map<string, number>();
  const characters = new Set<string>();
  for (const words of sentences) {
    for (const word of words) {
      const normalized = normalizeWord(word, digitsToZero);
      counts.set(normalized, (counts.get(normalized) ?? 0) + 1);
      for (const character of normalized) characters.add(character);
    }
  }
  return { counts, characters };
}

/** Row of the word embedding: the word as written, then lower-cased, then the unknown. */
export function wordId(vocabulary: Vocabulary, word: string): number {
  const normalized = normalizeWord(word, vocabulary.digitsToZero);
  return vocabulary.wordRows.get(normalized) ?? vocabulary.wordRows.get(normalized.toLowerCase()) ?? unknownId;
}

/** Rows of the character embedding, one a code point of the word. */
export function characterIds(vocabulary: Vocabulary, word: string): number[] {
  const normalized = normalizeWord(word, vocabulary.digitsToZero);
  return Array.from(normalized, (character) => vocabulary.characterRows.get(character) ?? unknownId);
}

/** A word as a model reads it. Words that read alike, such as all numbers of four digits, are one and the same object. */
export interface ReadWord {
  /** Of the word embedding. */
  readonly row: number;
  /** Rows of the character embedding. */
  readonly characters: readonly number[];
}

/** What was read before, since a corpus is read again in every epoch. */
const readWords = new WeakMap<Vocabulary, Map<string, ReadWord>>();
const mostReadWords = 500_000;

/** {@link wordId} and {@link characterIds} of a word, looked up once. */
export function readWord(vocabulary: Vocabulary, word: string): ReadWord {
  let known = readWords.get(vocabulary);
  if (!known || known.size > mostReadWords) {
    known = new Map();
    readWords.set(vocabulary, known);
  }
  const before = known.get(word);
  if (before) return before;
  const normalized = normalizeWord(word, vocabulary.digitsToZero);
  const read = known.get(normalized) ?? {
    row: wordId(vocabulary, normalized),
    characters: characterIds(vocabulary, normalized),
  };
  known.set(normalized, read).set(word, read);
  return read;
}

/**
 * Initial values of the word embedding, row by row: padding zeros, words their vector, the rest (the unknown included)
 * drawn from U[−0.25, 0.25] as paper 0 does.
 * @param dimension must be the vectors' own, where there are vectors.
 * @param from first row to give, such as the number of rows that a source model has already.
 * @returns (words − from) × dimension numbers.
 */
export function initialWordRows(
  vocabulary: Vocabulary,
  vectors: WordVectors | null,
  dimension: number,
  random: Random,
  from = 0,
): Float32Array {
  if (vectors && vectors.dimension !== dimension) {
    throw new GraftError({
      code: 'vector-dimension',
      message: `The word vectors have ${vectors.dimension} dimensions, but the model's word embedding has ${dimension}.`,
      remedy: `Give vectors of ${dimension} dimensions, those that the source model was trained with.`,
    });
  }
  const rows = new Float32Array((vocabulary.words.length - from) * dimension);
  for (let id = from; id < vocabulary.words.length; id++) {
    if (id === paddingId) continue;
    const row = rows.subarray((id - from) * dimension, (id - from + 1) * dimension);
    const vector = id === unknownId ? undefined : vectors?.lookup(vocabulary.words[id] as string);
    if (vector) row.set(vector);
    else for (let index = 0; index < dimension; index++) row[index] = randomRange * (2 * random.next() - 1);
  }
  return rows;
}

export function vocabularyToJson({ words, characters, digitsToZero }: Vocabulary): VocabularyJson {
  return { words: [...words], characters: [...characters], digitsToZero };
}

/** @throws GraftError where `json` is not a vocabulary, naming what is wrong with it. */
export function vocabularyFromJson(json: unknown, file = 'vocabulary.json'): Vocabulary {
  const parsed = vocabularyJsonSchema.safeParse(json);
  if (parsed.success) return createVocabulary(parsed.data);
  const [issue] = parsed.error.issues;
  throw new GraftError({
    code: 'vocabulary',
    file,
    message: `The vocabulary cannot be read: ${issue?.path.join('.') || 'the whole'}: ${issue?.message}.`,
    remedy: 'The file is damaged or not a vocabulary of Graft: export the model again.',
  });
}

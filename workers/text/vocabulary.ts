/**
 * Which words and characters have a row of their own in a model's tables. A row, once given, keeps its number for the
 * life of the model and of every model adapted from it: growing only appends.
 */
import { GraftError } from '../protocol/errors.ts';
import type { Random } from './random.ts';
import type { WordVectors } from './vectors.ts';

/** What the rows of one table stand for. */
export interface Vocabulary {
  /** Row by row: padding, the unknown, then the rest. */
  readonly entries: readonly string[];
  readonly rows: ReadonlyMap<string, number>;
}

export interface WordOptions {
  /**
   * `paper`: words seen fewer than `minimumCount` times share the unknown row (paper 0). `vectors`: all the same, but
   * every word that has a vector, as written or lower-cased, gets a row too.
   */
  readonly unknown: 'paper' | 'vectors';
  /** Every digit reads as 0, in words and in their characters, as papers 0 and 1 have it. */
  readonly digitsToZero: boolean;
}

const paddingRow = 0;
export const unknownRow = 1;
const reservedEntries = ['<PAD>', '<UNK>'] as const;
/** Words seen fewer times share the unknown row, unless they have a vector (paper 0). */
const minimumCount = 2;
/** Rows without a vector are drawn uniformly from this range (paper 0, section on preprocessing: ±0.25). */
const randomRange = 0.25;

/**
 * A vocabulary from its rows; the first two are padding and the unknown, whatever they are called: no text can name
 * them, not even one that holds the word `<UNK>`.
 */
export function createVocabulary(entries: readonly string[]): Vocabulary {
  const named = entries.slice(reservedEntries.length);
  return { entries, rows: new Map(named.map((name, index) => [name, index + reservedEntries.length])) };
}

/** How a word is looked up: with every digit as 0, where the model has it so. */
export function normalizeWord(word: string, digitsToZero: boolean): string {
  return digitsToZero ? word.replace(/\p{Nd}/gu, '0') : word;
}

/** Every spelling under which a word's vector may be asked for, so that a vector file can be pruned as it is read. */
export function spellingsOf(sentences: Iterable<readonly string[]>, digitsToZero: boolean): Set<string> {
  const spellings = new Set<string>();
  for (const words of sentences) {
    for (const word of words) {
      const normalized = normalizeWord(word, digitsToZero);
      spellings.add(normalized).add(normalized.toLowerCase());
    }
  }
  return spellings;
}

/** The entries of training sentences. In order of first appearance, so that the same sentences give the same rows. */
export function wordEntries(
  sentences: Iterable<readonly string[]>,
  vectors: WordVectors | null,
  { unknown, digitsToZero }: WordOptions,
): string[] {
  const kept = [...countWords(sentences, digitsToZero)].filter(
    ([word, count]) => count >= minimumCount || (unknown === 'vectors' && vectors?.lookup(word)),
  );
  return distinct([...reservedEntries, ...kept.map(([word]) => word)]);
}

/** Characters (code points) have no minimum count. */
export function characterEntries(sentences: Iterable<readonly string[]>, digitsToZero: boolean): string[] {
  return distinct([...reservedEntries, ...charactersOf(sentences, digitsToZero)]);
}

/**
 * The words that a target's sentences bring: those that have a vector or occur twice. A word known in lower case already
 * reads that trained row and gets none of its own, unless the vectors tell the two apart.
 */
export function newWords(
  { entries, rows }: Vocabulary,
  sentences: Iterable<readonly string[]>,
  vectors: WordVectors | null,
  digitsToZero: boolean,
): string[] {
  const reserved = new Set(entries.slice(0, reservedEntries.length));
  return [...countWords(sentences, digitsToZero)].flatMap(([word, count]) => {
    if (rows.has(word) || reserved.has(word)) return [];
    const wanted = rows.has(word.toLowerCase())
      ? (vectors?.has(word) ?? false)
      : count >= minimumCount || vectors?.lookup(word) !== undefined;
    return wanted ? [word] : [];
  });
}

/** The characters that a target's sentences bring. */
export function newCharacters(
  { entries }: Vocabulary,
  sentences: Iterable<readonly string[]>,
  digitsToZero: boolean,
): string[] {
  const known = new Set(entries);
  return [...charactersOf(sentences, digitsToZero)].filter((character) => !known.has(character));
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)];
}

/** Words as they are looked up, in order of first appearance. */
export function countWords(sentences: Iterable<readonly string[]>, digitsToZero: boolean): Map<string, number> {
  const counts = new Map<string, number>();
  for (const words of sentences) {
    for (const word of words) {
      const normalized = normalizeWord(word, digitsToZero);
      counts.set(normalized, (counts.get(normalized) ?? 0) + 1);
    }
  }
  return counts;
}

function charactersOf(sentences: Iterable<readonly string[]>, digitsToZero: boolean): Set<string> {
  const characters = new Set<string>();
  for (const words of sentences) {
    for (const word of words) for (const character of normalizeWord(word, digitsToZero)) characters.add(character);
  }
  return characters;
}

/** A word as a model reads it. Words that read alike, such as all numbers of four digits, are one and the same object. */
export interface ReadWord {
  /** Of the word table: the word as written, then lower-cased, then the unknown. */
  readonly row: number;
  /** Of the character table, one a code point. */
  readonly characters: readonly number[];
}

const mostReadWords = 500_000;

/** Reads words, and remembers them: a corpus is read again in every epoch. */
export class WordReader {
  private known = new Map<string, ReadWord>();

  constructor(
    private readonly words: Vocabulary,
    private readonly characters: Vocabulary,
    private readonly digitsToZero: boolean,
  ) {}

  /** Whether it reads by these: a vocabulary that grows becomes another. */
  reads(words: Vocabulary, characters: Vocabulary): boolean {
    return words === this.words && characters === this.characters;
  }

  read(word: string): ReadWord {
    const before = this.known.get(word);
    if (before) return before;
    if (this.known.size > mostReadWords) this.known = new Map();
    const normalized = normalizeWord(word, this.digitsToZero);
    const { rows } = this.words;
    const read = this.known.get(normalized) ?? {
      row: rows.get(normalized) ?? rows.get(normalized.toLowerCase()) ?? unknownRow,
      characters: Array.from(normalized, (character) => this.characters.rows.get(character) ?? unknownRow),
    };
    this.known.set(normalized, read).set(word, read);
    return read;
  }
}

/**
 * How the rows of a word table begin, row by row: padding zeros, words their vector, the rest (the unknown included)
 * drawn from U[−0.25, 0.25] as paper 0 does.
 * @param from number of the first row in the table.
 * @param dimension must be the vectors' own, where there are vectors.
 * @returns words × dimension numbers.
 */
export function initialWordRows(
  words: readonly string[],
  from: number,
  vectors: WordVectors | null,
  dimension: number,
  random: Random,
): Float32Array {
  if (vectors && vectors.dimension !== dimension) {
    throw new GraftError({
      code: 'vector-dimension',
      message: `The word vectors have ${vectors.dimension} dimensions, but the model's word embedding has ${dimension}.`,
      remedy: `Give vectors of ${dimension} dimensions, those that the source model was trained with.`,
    });
  }
  const rows = new Float32Array(words.length * dimension);
  words.forEach((word, index) => {
    const number = from + index;
    if (number === paddingRow) return;
    const row = rows.subarray(index * dimension, (index + 1) * dimension);
    const vector = number === unknownRow ? undefined : vectors?.lookup(word);
    if (vector) row.set(vector);
    else for (let place = 0; place < dimension; place++) row[place] = randomRange * (2 * random.next() - 1);
  });
  return rows;
}

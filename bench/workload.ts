/**
 * The sentences for training and tagging: CoNLL-2003's where available. Otherwise they are invented, with the same
 * lengths of sentences and words and the same vocabulary size. Speed depends on nothing else.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { wordsOf } from '../workers/text/examples.ts';
import { readCorpus } from '../workers/text/formats/read.ts';
import { createRandom, type Random } from '../workers/text/random.ts';
import { sentenceTags, tagSet } from '../workers/text/schemes.ts';
import { characterEntries, wordEntries } from '../workers/text/vocabulary.ts';

export interface TaggedSentence {
  readonly words: readonly string[];
  /** BIOES */
  readonly tags: readonly string[];
}

export interface Workload {
  /** For the notes of the table. */
  readonly title: string;
  readonly real: boolean;
  /** Sentences for a tagger's vocabularies of words and characters. */
  readonly text: readonly (readonly string[])[];
  readonly training: readonly TaggedSentence[];
  readonly tagging: readonly TaggedSentence[];
}

export const categories = ['PER', 'LOC', 'ORG', 'MISC'] as const;
export const tags = tagSet(categories, 'bioes');

/** The number of sentences in CoNLL-2003's training part, for an epoch. */
export const epochSentences = 14_041;
const taggedSentences = 3250;

/** Where corpora and the checkpoint lie, if they do. */
export const dataFolder = process.env.GRAFT_DATA ?? join(import.meta.dirname, '../../shared/data');

export function loadWorkload(): Workload {
  const folder = join(dataFolder, 'conll2003');
  const files = ['eng.train', 'eng.testa'].map((name) => join(folder, name));
  if (!files.every((file) => existsSync(file))) return inventedWorkload();
  const [training = [], tagging = []] = files.map(readSentences);
  const words = training.map((sentence) => sentence.words);
  return { title: 'CoNLL-2003', real: true, text: words, training, tagging };
}

/** The rows of a tagger's tables after it learned the workload's text; the peer uses the same. */
export function entriesOf({ text }: Workload): { words: string[]; characters: string[] } {
  const words = wordEntries(text, null, { unknown: 'vectors', digitsToZero: true });
  return { words, characters: characterEntries(text, true) };
}

function readSentences(path: string): TaggedSentence[] {
  const { corpus } = readCorpus({ name: path, bytes: readFileSync(path) }, { format: 'conll' });
  return corpus.documents.flatMap((document) =>
    document.sentences
      .filter((sentence) => sentence.tokens.length > 0)
      .map((sentence) => ({ words: wordsOf(document, sentence), tags: sentenceTags(document, sentence, 'bioes') })),
  );
}

/** Every fortieth of CoNLL-2003's training sentences by length: tokens. Longest ones are cut to 60. */
const sentenceLengths = [
  1, 2, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 7, 8, 8, 8, 9, 9, 10, 10, 11, 12, 13, 14, 16, 17, 19, 21, 22, 24, 26, 27,
  29, 31, 32, 35, 37, 41, 60,
];
/** Every twentieth of its tokens by length: characters. */
const wordLengths = [1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 14];
/** The number of its words that occur at least twice, with digits read as 0. */
const vocabularySize = 10_922;

/** English letters; frequent ones are repeated. */
const letters =
  'eeeeeeeeeeeetttttttttaaaaaaaaooooooooiiiiiiinnnnnnnsssssshhhhhhrrrrrrddddllllcccuuummmwwffggyyppbbvkjxqz';

export function inventedWorkload(seed = 7): Workload {
  const random = createRandom(seed);
  const lexicon = inventLexicon(random.fork('lexicon'));
  const sentences = (count: number, stream: Random) =>
    Array.from({ length: count }, () => inventedSentence(quantile(sentenceLengths, stream), lexicon, stream));
  return {
    title: 'invented sentences of CoNLL-2003’s lengths',
    real: false,
    // Each word twice: those seen once share a row.
    text: [lexicon, lexicon],
    training: sentences(epochSentences, random.fork('training')),
    tagging: sentences(taggedSentences, random.fork('tagging')),
  };
}

function inventLexicon(random: Random): string[] {
  const words = new Set<string>();
  while (words.size < vocabularySize) {
    const length = quantile(wordLengths, random);
    const spelled = Array.from({ length }, () => letters[random.integer(letters.length)]).join('');
    // There are few short spellings, and a lexicon holds each once.
    words.add(words.has(spelled) ? `${spelled}${letters[random.integer(letters.length)]}ing` : spelled);
  }
  return [...words];
}

/** Draws a word's rank by Zipf's law. */
function inventedSentence(length: number, lexicon: readonly string[], random: Random): TaggedSentence {
  const words = Array.from({ length }, () => lexicon[Math.floor(lexicon.length ** random.next()) - 1] as string);
  return { words, tags: words.map(() => (random.next() < 0.1 ? `S-${categories[random.integer(4)]}` : 'O')) };
}

/** Draws evenly between neighbouring quantiles. */
function quantile(values: readonly number[], random: Random): number {
  const at = random.next() * (values.length - 1);
  const below = values[Math.floor(at)] as number;
  const above = values[Math.floor(at) + 1] as number;
  return Math.round(below + (at - Math.floor(at)) * (above - below));
}

/** 32 sentences of 28 to 30 tokens: the reference's step. */
export function stepSentences({ training }: Workload): number[] {
  const fitting = training.flatMap(({ words }, index) => (words.length >= 28 && words.length <= 30 ? [index] : []));
  return fitting.slice(0, 32);
}

/** `batch` sentences of exactly `time` tokens, made by joining and cutting the workload's own. */
export function sentencesOfLength({ training }: Workload, batch: number, time: number): TaggedSentence[] {
  const words = training.flatMap((sentence) => sentence.words);
  return Array.from({ length: batch }, (_, row) => ({
    words: words.slice(row * time, (row + 1) * time),
    tags: new Array<string>(time).fill('O'),
  }));
}

/**
 * What a corpus holds, in numbers: enough to see whether a category has examples, whether sentences are long, and
 * whether the word vectors know the corpus's words.
 */
import type { Corpus } from '../protocol/corpus.ts';
import type { PartSummary } from '../protocol/engine.ts';
import { wordsOf } from './examples.ts';
import { sentenceSpans } from './schemes.ts';
import type { WordVectors } from './vectors.ts';
import { normalizeWord } from './vocabulary.ts';

/** Sentences of `from` to `to` tokens, both included. */
export interface LengthBin {
  readonly from: number;
  readonly to: number;
  readonly sentences: number;
}

export interface VectorCoverage {
  readonly tokens: number;
  readonly coveredTokens: number;
  /** In percent of the tokens. */
  readonly share: number;
  /** Different words. */
  readonly words: number;
  readonly coveredWords: number;
  /** The most frequent words without a vector, most frequent first. */
  readonly missing: readonly { readonly word: string; readonly count: number }[];
}

/** Documents, sentences, tokens, and spans per category (for corpora of tags, tokens per tag), absent ones as 0. */
export function summarizeCorpus({ kind, documents, categories }: Corpus): PartSummary {
  const counts = new Map<string, number>(categories.map((category) => [category, 0]));
  const count = (category: string) => counts.set(category, (counts.get(category) ?? 0) + 1);
  let sentenceCount = 0;
  let tokenCount = 0;
  for (const { sentences, spans } of documents) {
    sentenceCount += sentences.length;
    for (const { tokens, tags } of sentences) {
      tokenCount += tokens.length;
      if (kind === 'tags') tags?.forEach(count);
    }
    if (kind === 'spans') for (const { category } of spans) count(category);
  }
  return {
    documents: documents.length,
    sentences: sentenceCount,
    tokens: tokenCount,
    categories: Object.fromEntries(counts),
  };
}

/** Tokens inside spans of each category, as paper 0's Table 1 counts them. */
export function countLabelledTokens({ documents, categories }: Corpus): Record<string, number> {
  const counts = new Map<string, number>(categories.map((category) => [category, 0]));
  for (const document of documents) {
    for (const sentence of document.sentences) {
      for (const { start, end, category } of sentenceSpans(document, sentence)) {
        counts.set(category, (counts.get(category) ?? 0) + end - start);
      }
    }
  }
  return Object.fromEntries(counts);
}

/**
 * How many sentences are how long, in bins of `width` tokens from 1 on, without gaps up to the longest; what is longer
 * than `bins` bins falls into the last one.
 */
export function sentenceLengths({ documents }: Corpus, width = 5, bins = 20): LengthBin[] {
  const lengths = documents.flatMap(({ sentences }) => sentences.map(({ tokens }) => tokens.length)).filter(Boolean);
  const longest = lengths.reduce((most, length) => Math.max(most, length), 0);
  const binOf = (length: number) => Math.min(Math.ceil(length / width), bins) - 1;
  const counts = new Array<number>(longest > 0 ? binOf(longest) + 1 : 0).fill(0);
  for (const length of lengths) counts[binOf(length)] = (counts[binOf(length)] ?? 0) + 1;
  return counts.map((sentences, bin) => ({
    from: bin * width + 1,
    to: bin === bins - 1 ? Math.max(longest, bins * width) : (bin + 1) * width,
    sentences,
  }));
}

/** How much of a corpus the vectors know, looked up as the model looks words up. */
export function vectorCoverage(
  corpus: Corpus,
  vectors: WordVectors,
  { digitsToZero = false, named = 20 }: { readonly digitsToZero?: boolean; readonly named?: number } = {},
): VectorCoverage {
  const counts = new Map<string, number>();
  for (const document of corpus.documents) {
    for (const sentence of document.sentences) {
      for (const word of wordsOf(document, sentence)) {
        const normalized = normalizeWord(word, digitsToZero);
        counts.set(normalized, (counts.get(normalized) ?? 0) + 1);
      }
    }
  }
  const missing: { word: string; count: number }[] = [];
  let tokens = 0;
  let coveredTokens = 0;
  for (const [word, count] of counts) {
    tokens += count;
    if (vectors.lookup(word)) coveredTokens += count;
    else missing.push({ word, count });
  }
  // Sorting is stable: words equally frequent stay in order of first appearance.
  missing.sort((one, other) => other.count - one.count);
  return {
    tokens,
    coveredTokens,
    share: tokens > 0 ? (100 * coveredTokens) / tokens : 0,
    words: counts.size,
    coveredWords: counts.size - missing.length,
    missing: missing.slice(0, named),
  };
}

/** How often each category is annotated: spans, or tokens in corpora of one tag a token. Absent ones are left out. */
export function annotationCounts({ kind, documents }: Corpus): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const count = (category: string) => counts.set(category, (counts.get(category) ?? 0) + 1);
  for (const { sentences, spans } of documents) {
    if (kind === 'spans') for (const { category } of spans) count(category);
    else for (const { tags = [] } of sentences) tags.forEach(count);
  }
  return counts;
}

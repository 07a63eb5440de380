/** What a corpus holds, in numbers: how many tokens each category labels, and how many words have a vector. */
import type { Corpus } from '../protocol/corpus.ts';
import { wordsOf } from './examples.ts';
import { sentenceSpans } from './schemes.ts';
import type { WordVectors } from './vectors.ts';
import { normalizeWord } from './vocabulary.ts';

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

/** What a corpus holds, in numbers: how many tokens each category labels, and how many words have a vector. */
import type { Corpus } from '../protocol/corpus.ts';
import type { VectorCoverage } from '../protocol/vectorCoverage.ts';
import { sentenceSpans } from './schemes.ts';
import type { WordVectors } from './vectors.ts';
import { countWords } from './vocabulary.ts';

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

const missingNamed = 5;

/** How much of these sentences the vectors know, looked up as the model looks words up. */
export function vectorCoverage(
  sentences: Iterable<readonly string[]>,
  vectors: WordVectors,
  digitsToZero: boolean,
): Omit<VectorCoverage, 'file'> {
  const counts = countWords(sentences, digitsToZero);
  const missing = [...counts].filter(([word]) => !vectors.lookup(word));
  const sum = (entries: Iterable<[string, number]>) => [...entries].reduce((total, [, count]) => total + count, 0);
  const tokens = sum(counts);
  // Sorting is stable: words equally frequent stay in order of first appearance.
  const mostFrequent = [...missing].sort(([, one], [, other]) => other - one).slice(0, missingNamed);
  return {
    words: counts.size,
    coveredWords: counts.size - missing.length,
    tokens,
    coveredTokens: tokens - sum(missing),
    missing: mostFrequent.map(([word]) => word),
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

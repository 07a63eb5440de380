/**
 * Paper 1, section 4.1: the target corpus carries gold labels for some categories alone, so the source model annotates
 * the others before training. Gold wins: a pseudo-span that overlaps a gold span is dropped whole.
 */

import type { TaggedWords, Tagger } from '../models/tagger.ts';
import { tagSentences } from '../models/tagSentences.ts';
import type { Corpus, Document, Span } from '../protocol/corpus.ts';
import { wordsOf } from '../text/examples.ts';
import { spansFromTags } from '../text/schemes.ts';

export interface PseudoLabelled {
  readonly corpus: Corpus;
  /** Pseudo-spans that joined, by category. */
  readonly counts: Readonly<Record<string, number>>;
}

/**
 * Fills in the categories that `source` knows and that nobody looked for; they then count as annotated.
 * @param afterBatch told the share that is done.
 */
export async function addPseudoLabels(
  source: Tagger,
  corpus: Corpus,
  afterBatch?: (fraction: number) => Promise<void> | void,
): Promise<PseudoLabelled> {
  const { categories } = source;
  const missing = corpus.documents.map((document) => missingCategories(document, categories));
  const places = corpus.documents.flatMap((document, index) =>
    missing[index]?.size ? document.sentences.map((sentence) => ({ document, sentence })) : [],
  );
  const words = places.map(({ document, sentence }) => wordsOf(document, sentence));
  const tagged = await tagSentences(source, words, afterBatch);
  const counts: Record<string, number> = {};
  let place = 0;
  const documents = corpus.documents.map((document, index): Document => {
    const wanted = missing[index] as ReadonlySet<string>;
    if (document.annotated === 'all' || wanted.size === 0) return document;
    const joined: Span[] = [];
    for (const sentence of document.sentences) {
      const found = spansFromTags(document, sentence, (tagged[place++] as TaggedWords).tags);
      joined.push(...found.filter((span) => wanted.has(span.category) && !overlapsAny(span, document.spans)));
    }
    for (const { category } of joined) counts[category] = (counts[category] ?? 0) + 1;
    const spans = [...document.spans, ...joined].sort((a, b) => a.start - b.start);
    return { ...document, spans, annotated: [...document.annotated, ...wanted] };
  });
  const known = new Set([...corpus.categories, ...Object.keys(counts)]);
  return { corpus: { ...corpus, documents, categories: [...known] }, counts };
}

function missingCategories({ annotated }: Document, categories: readonly string[]): Set<string> {
  return new Set(annotated === 'all' ? [] : categories.filter((category) => !annotated.includes(category)));
}

function overlapsAny(span: Span, others: readonly Span[]): boolean {
  return others.some((other) => other.start < span.end && span.start < other.end);
}

/**
 * Paper 1, section 4.1: the target corpus carries gold labels for some categories alone, so the source model annotates
 * the others before training. Gold wins: a pseudo-span that overlaps a gold span, also one that training
 * does not see, is dropped whole. A span of which the source model is not sure enough, as a whole, teaches nothing: its words
 * stay open.
 */

import type { TaggedWords, Tagger } from '../models/tagger.ts';
import { tagSentences } from '../models/tagSentences.ts';
import type { Corpus, Document, Span } from '../protocol/corpus.ts';
import { type Doubtful, type DoubtfulStretch, wordsOf } from '../text/examples.ts';
import { spansFromTags } from '../text/schemes.ts';
import { allSpans, withSpans } from '../text/spans.ts';
import { confidentSpans } from './spanConfidence.ts';

export interface PseudoLabelled {
  readonly corpus: Corpus;
  /** Pseudo-spans that joined, by category. */
  readonly counts: Readonly<Record<string, number>>;
  /** Where it was not sure enough. */
  readonly doubtful: Doubtful;
}

/**
 * Fills in the categories that `source` knows and that nobody looked for; they then count as annotated.
 * @param confidence how probable a span must be to it. @param afterBatch told the share that is done.
 */
export async function addPseudoLabels(
  source: Tagger,
  corpus: Corpus,
  confidence: number,
  afterBatch?: (fraction: number) => Promise<void> | void,
): Promise<PseudoLabelled> {
  const { categories } = source;
  const missing = corpus.documents.map((document) => missingCategories(document, categories));
  const places = corpus.documents.flatMap((document, index) =>
    missing[index]?.size ? document.sentences.map((sentence) => ({ document, sentence })) : [],
  );
  const words = places.map(({ document, sentence }) => wordsOf(document, sentence));
  const tagged = await tagSentences(source, words, afterBatch);
  const sure = confidence > 0 ? await confidentSpans(source, words, tagged) : null;
  const counts = new Map<string, number>();
  const doubtful = new Map<Document, readonly DoubtfulStretch[]>();
  let place = 0;
  const documents = corpus.documents.map((document, index): Document => {
    const wanted = missing[index] as ReadonlySet<string>;
    if (document.annotated === 'all' || wanted.size === 0) return document;
    const gold = allSpans(document);
    const found = document.sentences.flatMap((sentence) => {
      const confidences = sure?.[place];
      const spans = spansFromTags(document, sentence, (tagged[place++] as TaggedWords).tags);
      return spans.map((span, at) => ({ span, confidence: confidences?.[at]?.confidence ?? 1 }));
    });
    const missed = found.filter(({ span }) => wanted.has(span.category));
    const taken = (isSure: boolean) =>
      missed.filter((each) => each.confidence >= confidence === isSure).map(({ span }) => span);
    const joined = withoutOverlap(taken(true), gold);
    for (const { category } of joined) counts.set(category, (counts.get(category) ?? 0) + 1);
    const labelled = withSpans({ ...document, annotated: [...document.annotated, ...wanted] }, [...gold, ...joined]);
    const open = withoutOverlap(taken(false), gold);
    if (open.length > 0)
      doubtful.set(
        labelled,
        open.map((span) => ({ ...span, categories: [...wanted] })),
      );
    return labelled;
  });
  const known = new Set([...corpus.categories, ...counts.keys()]);
  return { corpus: { ...corpus, documents, categories: [...known] }, counts: Object.fromEntries(counts), doubtful };
}

function missingCategories({ annotated }: Document, categories: readonly string[]): Set<string> {
  return new Set(annotated === 'all' ? [] : categories.filter((category) => !annotated.includes(category)));
}

/** Spans that overlap none of the others; both in order of start, and the spans apart from each other. */
function withoutOverlap(spans: readonly Span[], others: readonly Span[]): Span[] {
  let next = 0;
  /** Where the last of the others ends that begin before the span at hand does. */
  let reach = 0;
  return spans.filter(({ start, end }) => {
    for (let other = others[next]; other && other.start < start; other = others[++next]) {
      reach = Math.max(reach, other.end);
    }
    return reach <= start && (others[next]?.start ?? end) >= end;
  });
}

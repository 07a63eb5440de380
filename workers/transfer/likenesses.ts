/**
 * What a model calls the examples of categories that it does not know: what a user is proposed before an adaptation. A corpus
 * that calls PER a person, or that has politicians, is met by what the model sees in it rather than by names alone.
 */
import type { TaggedWords, Tagger } from '../models/tagger.ts';
import { type AfterBatch, tagSentences } from '../models/tagSentences.ts';
import type { Corpus, Document, Sentence, Span } from '../protocol/corpus.ts';
import type { Likenesses } from '../protocol/likenesses.ts';
import { wordsOf } from '../text/examples.ts';
import { spansFromTags } from '../text/schemes.ts';
import { spansBetween } from '../text/spans.ts';

/** More would be known no better, and the user waits. */
const mostSentences = 500;

interface Place {
  readonly document: Document;
  readonly sentence: Sentence;
  /** As training sees them, of categories that the model does not know. */
  readonly spans: readonly Span[];
}

/** @param corpus the training part. */
export async function likenessesOf(tagger: Tagger, corpus: Corpus, afterBatch?: AfterBatch): Promise<Likenesses> {
  if (tagger.kind === 'tags' || corpus.kind === 'tags') return {};
  const places = drawnEvenly(placesIn(corpus, tagger.categories), mostSentences);
  const words = places.map(({ document, sentence }) => wordsOf(document, sentence));
  const tagged = await tagSentences(tagger, words, afterBatch);
  return countLikenesses(
    places.map(({ document, sentence, spans }, index) => ({
      spans,
      found: spansFromTags(document, sentence, (tagged[index] as TaggedWords).tags),
    })),
  );
}

/** Sentences that hold an example of a category that is not `known`. */
function placesIn(corpus: Corpus, known: readonly string[]): Place[] {
  return corpus.documents.flatMap((document) =>
    document.sentences.flatMap((sentence) => {
      const [start, end] = [sentence.tokens[0]?.start ?? 0, sentence.tokens.at(-1)?.end ?? 0];
      const spans = spansBetween(document.spans, start, end).filter(({ category }) => !known.includes(category));
      return spans.length > 0 ? [{ document, sentence, spans }] : [];
    }),
  );
}

/** At most so many of them. Each category has the same share, evenly spread over the corpus: a rare one is seen as well. */
export function drawnEvenly<Item extends { readonly spans: readonly Span[] }>(
  items: readonly Item[],
  most: number,
): Item[] {
  const categories = new Set(items.flatMap(({ spans }) => spans.map(({ category }) => category)));
  const share = Math.max(1, Math.floor(most / categories.size));
  const drawn = new Set<Item>();
  for (const category of categories) {
    const holding = items.filter(({ spans }) => spans.some((span) => span.category === category));
    const step = Math.max(1, holding.length / share);
    for (let at = 0; at < holding.length; at += step) drawn.add(holding[Math.floor(at)] as Item);
  }
  return items.filter((item) => drawn.has(item)).slice(0, most);
}

/**
 * @param sentences the corpus's spans and the model's, each apart from each other. A span is called what covers it, and little
 * more: what both share is more than half of what either has. Of a university, the town in its name is not what it is called.
 */
export function countLikenesses(
  sentences: readonly { readonly spans: readonly Span[]; readonly found: readonly Span[] }[],
): Likenesses {
  const counts = new Map<string, { spans: number; called: Map<string, number> }>();
  for (const { spans, found } of sentences) {
    for (const span of spans) {
      const count = counts.get(span.category) ?? { spans: 0, called: new Map<string, number>() };
      counts.set(span.category, count);
      count.spans++;
      const name = found.find((other) => isMostly(span, other))?.category;
      if (name !== undefined) count.called.set(name, (count.called.get(name) ?? 0) + 1);
    }
  }
  return Object.fromEntries(
    [...counts].map(([category, { spans, called }]) => [category, { spans, called: Object.fromEntries(called) }]),
  );
}

function isMostly(one: Span, other: Span): boolean {
  const shared = Math.min(one.end, other.end) - Math.max(one.start, other.start);
  const either = Math.max(one.end, other.end) - Math.min(one.start, other.start);
  return shared > either / 2;
}

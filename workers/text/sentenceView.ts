/** A sentence by itself: cut out of its document, with offsets into its own text. For lists and error browsers. */
import type { Document, Span } from '../protocol/corpus.ts';
import type { SentenceView } from '../protocol/sentences.ts';
import { spansFromTags, tagsToSpans } from './schemes.ts';
import { spansBetween } from './spans.ts';

interface ConfidentSpan extends Span {
  readonly confidence: number;
}

/** @param index of the sentence in its document. */
export function viewSentence(document: Document, index: number): SentenceView {
  const sentence = document.sentences[index];
  const start = sentence?.tokens[0]?.start ?? 0;
  const end = sentence?.tokens.at(-1)?.end ?? start;
  const spans = spansBetween(document.spans, start, end);
  return {
    documentId: document.id,
    start,
    text: document.text.slice(start, end),
    tokens: (sentence?.tokens ?? []).map((token) => moved(token, -start)),
    spans: spans.map((span) => moved(span, -start)),
    ...(sentence?.tags ? { tags: sentence.tags } : {}),
  };
}

/** A tagger's tags of a sentence as spans of its document, each as sure as its tags are on average. */
export function confidentSpans(
  document: Document,
  index: number,
  tags: readonly string[],
  probabilities: readonly number[],
): ConfidentSpan[] {
  const sentence = document.sentences[index];
  if (!sentence) return [];
  const ranges = tagsToSpans(tags);
  return spansFromTags(document, sentence, tags).map((span, order) => {
    const { start, end } = ranges[order] ?? { start: 0, end: 0 };
    const sum = probabilities.slice(start, end).reduce((total, probability) => total + probability, 0);
    return { ...span, confidence: sum / (end - start) };
  });
}

export function moved<Place extends { readonly start: number; readonly end: number }>(place: Place, by: number): Place {
  return { ...place, start: place.start + by, end: place.end + by };
}

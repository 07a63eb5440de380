/** Which suggestions an annotator still has to decide on in a document, and what deciding does to it. */
import type { Document, Span } from '../protocol/corpus.ts';
import type { Suggestion } from '../protocol/suggestions.ts';
import { withAdded } from './annotation.ts';
import { overlapFinder } from './overlapFinder.ts';
import { allSpans, spanKey } from './spans.ts';

/**
 * Those that were neither accepted nor rejected, nor are of a category that nobody looks for. As long as the document is worked on, its
 * spans speak for the text under them; what was submitted is held against the model, so that what differs is shown.
 */
export function openSuggestions(
  document: Document,
  suggestions: readonly Suggestion[],
  { passedOver, submitted }: { readonly passedOver: readonly string[]; readonly submitted: boolean },
): readonly Suggestion[] {
  const standing = allSpans(document);
  const decided = new Set([...standing, ...(document.rejected ?? [])].map(spanKey));
  const overlaps = overlapFinder(submitted ? [] : standing);
  return suggestions.filter(
    (suggestion) =>
      !passedOver.includes(suggestion.category) && !decided.has(spanKey(suggestion)) && !overlaps(suggestion),
  );
}

const spanOf = ({ start, end, category }: Span): Span => ({ start, end, category });

export function withAccepted(document: Document, accepted: readonly Suggestion[]): Document {
  return withAdded(document, accepted.map(spanOf));
}

/** It does not come back for this document. */
export function withRejected(document: Document, { start, end, category }: Span): Document {
  return { ...document, rejected: [...(document.rejected ?? []), { start, end, category }] };
}

/** How sure a suggestion is for a threshold: lists and patterns are as sure as whoever wrote them, a likeness is a guess. */
export const sureness = ({ source, confidence }: Suggestion) => confidence ?? (source === 'likeness' ? 0 : 1);

/**
 * What is replaced in a document, as regions of its text: spans of the chosen categories, those that overlap as one. Within a region
 * each stretch belongs to the innermost span that covers it.
 */
import type { Document, Span } from '../../protocol/corpus.ts';
import { allSpans } from '../spans.ts';

export interface Region {
  readonly start: number;
  readonly end: number;
  /** In order of start, a longer one before those that begin with it. */
  readonly spans: readonly Span[];
  /** In order and without gaps: each within one innermost span. */
  readonly stretches: readonly Span[];
}

export function regionsOf(document: Document, categories: ReadonlySet<string>): Region[] {
  const regions: Region[] = [];
  let held: Span[] = [];
  let end = 0;
  const close = () => {
    const start = held[0]?.start;
    if (start !== undefined) regions.push({ start, end, spans: held, stretches: stretchesOf(held, end) });
    held = [];
  };
  for (const span of allSpans(document)) {
    if (!categories.has(span.category)) continue;
    if (span.start >= end) close();
    held.push(span);
    end = Math.max(end, span.end);
  }
  close();
  return regions;
}

function stretchesOf(spans: readonly Span[], end: number): Span[] {
  const cuts = [...new Set(spans.flatMap((span) => [span.start, span.end]))].sort((one, other) => one - other);
  const stretches: Span[] = [];
  let last: Span | null = null;
  for (const [place, start] of cuts.entries()) {
    const stop = cuts[place + 1] ?? end;
    if (start >= stop) continue;
    const innermost = spans
      .filter((span) => span.start <= start && stop <= span.end)
      .reduce((inner, span) => (span.end - span.start < inner.end - inner.start ? span : inner));
    const before = stretches.at(-1);
    if (before && innermost === last) stretches[stretches.length - 1] = { ...before, end: stop };
    else stretches.push({ start, end: stop, category: innermost.category });
    last = innermost;
  }
  return stretches;
}

/** Letter case and the width of blanks do not tell names apart. */
export const folded = (text: string) => text.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim();

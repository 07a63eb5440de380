/** Where a text holds what was searched for, whatever its case: for the list of documents and for the open one alike. */
import type { Span } from '../protocol/corpus.ts';

/** All places are found by it, and in the text's own offsets, which a text in lower case may not have. */
export function searchFor(wanted: string): RegExp {
  return new RegExp(wanted.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'giu');
}

/** @param most so many are enough. */
export function matchesIn(
  text: string,
  wanted: string,
  most = Number.POSITIVE_INFINITY,
): Pick<Span, 'start' | 'end'>[] {
  const found: Pick<Span, 'start' | 'end'>[] = [];
  if (wanted === '') return found;
  for (const match of text.matchAll(searchFor(wanted))) {
    if (found.length >= most) break;
    found.push({ start: match.index, end: match.index + match[0].length });
  }
  return found;
}

/**
 * What an annotator does to a document, each as a new document: spans are put in, taken out, given another category or another
 * extent, wherever the same words stand too; and it is said which categories were looked for.
 */
import type { AnnotatedCategories, Document, Span, Token } from '../protocol/corpus.ts';
import { allSpans, spanKey, withSpans } from './spans.ts';
import { tokenEndingAfter, tokenTable } from './tokenTable.ts';

/** A stretch of text, [start, end), in UTF-16 code units. */
export type Stretch = Pick<Span, 'start' | 'end'>;

export const tokensOf = (document: Pick<Document, 'sentences'>): readonly Token[] => tokenTable(document).tokens;

/** The document with these spans too; one that is there already stays alone. */
export function withAdded(document: Document, added: readonly Span[]): Document {
  const before = allSpans(document);
  const known = new Set(before.map(spanKey));
  const fresh = added.filter((span) => !known.has(spanKey(span)));
  return fresh.length === 0 ? document : withSpans(document, [...before, ...fresh]);
}

export function withoutSpan(document: Document, span: Span): Document {
  const left = allSpans(document).filter((each) => spanKey(each) !== spanKey(span));
  return withSpans(document, left);
}

/** The document with another span in the place of one. */
export function withChanged(document: Document, before: Span, after: Span): Document {
  return withAdded(withoutSpan(document, before), [after]);
}

/** The tokens that a stretch of text touches, as a stretch; null where it touches none. */
export function snapped(document: Pick<Document, 'sentences'>, { start, end }: Stretch): Stretch | null {
  const { tokens } = tokenTable(document);
  const first = tokenEndingAfter({ tokens }, start);
  let last = Math.min(tokenEndingAfter({ tokens }, end - 1), tokens.length - 1);
  if ((tokens[last]?.start ?? 0) >= end) last--;
  const [from, to] = [tokens[first], tokens[last]];
  return from && to && first <= last ? { start: from.start, end: to.end } : null;
}

/**
 * Wherever the same words stand in the document as in the stretch, from a token's beginning to a token's end; the stretch itself
 * among them.
 */
export function occurrences(document: Pick<Document, 'text' | 'sentences'>, { start, end }: Stretch): Stretch[] {
  const { text, sentences } = document;
  const words = text.slice(start, end);
  if (words.trim() === '') return [];
  const found: Stretch[] = [];
  for (const { tokens } of sentences) {
    const ends = new Set(tokens.map((token) => token.end));
    for (const token of tokens) {
      const stop = token.start + words.length;
      if (ends.has(stop) && text.startsWith(words, token.start)) found.push({ start: token.start, end: stop });
    }
  }
  return found;
}

/**
 * A span with one end moved by whole tokens, within its sentence; as it was where it cannot be moved so.
 * @param by tokens: negative towards the beginning of the text.
 */
export function withMovedEnd(document: Pick<Document, 'sentences'>, span: Span, by: number): Span {
  const sentence = document.sentences.find(
    ({ tokens }) => (tokens[0]?.start ?? 0) <= span.start && span.end <= (tokens.at(-1)?.end ?? 0),
  );
  const tokens = sentence?.tokens ?? [];
  const last = tokens.findIndex(({ end }) => end >= span.end);
  const moved = tokens[last + by];
  return moved && moved.end > span.start ? { ...span, end: moved.end } : span;
}

/** The categories that somebody looked for in it, as a list. */
export function lookedForIn(
  { annotated }: { readonly annotated: AnnotatedCategories },
  all: readonly string[],
): string[] {
  return annotated === 'all' ? [...all] : [...annotated];
}

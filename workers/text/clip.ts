/** Texts that are too long to be told whole. */
import type { Span } from '../protocol/corpus.ts';

/** The beginning of a text that is too long for a message. */
export function clip(text: string, length = 60): string {
  return text.length > length ? `${text.slice(0, length - 1).trimEnd()}…` : text;
}

const longestQuoted = 30;

/** A stretch of a text in quotation marks, on one line, for what tells of it in a few words. */
export function quoted(text: string, { start, end }: Pick<Span, 'start' | 'end'>): string {
  return `“${clip(text.slice(start, end).replace(/\s+/g, ' '), longestQuoted)}”`;
}

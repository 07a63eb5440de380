/** What reading a document has to say about its spans and tokens; the reader adds file and line. */
import type { Span } from '../protocol/corpus.ts';
import { clip } from './clip.ts';

export interface Notice {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  /** How many spans were left out. */
  readonly droppedSpans: number;
  /** 1-based, where the document itself knows the line. */
  readonly line?: number;
}

export type Report = (notice: Notice) => void;

/** A span for a message: category, offsets and the words that it covers. */
export function nameOf(text: string, { start, end, category }: Span): string {
  const covered = start >= 0 && end <= text.length && start < end ? ` “${clip(text.slice(start, end), 40)}”` : '';
  return `${clip(category, 40)} ${start}–${end}${covered}`;
}

/**
 * Spans whose offsets do not cover the text that the file says they cover. Their offsets were counted in another
 * version of the text: they are put where that text stands, if only one place can be meant, and left out otherwise.
 */
import { clip } from '../../clip.ts';
import { covers } from '../counting.ts';
import type { RawSpan } from '../offsets.ts';
import type { Complain } from './labelStudio.ts';
import { Occurrences } from './occurrences.ts';

export function placeDeclared<Placed extends { readonly spans: readonly RawSpan[] }>(
  text: string,
  placed: Placed,
  complain: Complain,
): Placed {
  const wrong = placed.spans.filter((span) => isWrong(text, span));
  if (wrong.length === 0) return placed;
  const occurrences = new Occurrences(text);
  const moved = new Map(wrong.map((span) => [span, move(text, span, occurrences, complain)] as const));
  return { ...placed, spans: placed.spans.flatMap((span) => (moved.has(span) ? (moved.get(span) ?? []) : [span])) };
}

const isWrong = (text: string, { start, end, text: declared, isPlaced, textIsLoose }: RawSpan) =>
  declared !== undefined && !isPlaced && !textIsLoose && !covers(text, start, end, declared);

function move(text: string, span: RawSpan, occurrences: Occurrences, complain: Complain): RawSpan | undefined {
  const { start, end, category } = span;
  const declared = span.text ?? '';
  const covered = start >= 0 && start < end ? clip(text.slice(start, end)) : '';
  const differs = `The span ${clip(category)} ${start}–${end} covers “${covered}”, but the file says “${clip(declared)}”`;
  const remedy = 'Check its offsets: they may have been counted in another version of the text.';
  const place = occurrences.near(declared, start);
  if (place === undefined) {
    complain(
      'span-text-differs',
      `${differs}; it is not clear where that stands, and the span was left out.`,
      remedy,
      1,
    );
    return undefined;
  }
  complain(
    'span-text-differs',
    `${differs}; the span was put where that stands, at ${place.start}–${place.end}.`,
    remedy,
    0,
  );
  return { ...span, ...place };
}

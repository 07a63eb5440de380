/** The mistakes of an evaluation as JSON Lines, one a line, for those who want to sort, count or read them elsewhere. */
import type { Span } from '../protocol/corpus.ts';
import type { Evaluation, SentenceErrors } from '../protocol/evaluation.ts';
import { offsetsInCodePoints } from './formats/offsets.ts';

/** Offsets are into the sentence's text, as it stands on the line, in code points as in `convert --to jsonl`. */
export function errorLines({ errors }: Pick<Evaluation, 'errors'>): string {
  return errors.flatMap(linesOf).join('');
}

function linesOf({ documentId, text, errors }: SentenceErrors): string[] {
  const point = offsetsInCodePoints(text);
  const shown = (span: Span | undefined) =>
    span && { ...span, start: point(span.start), end: point(span.end), text: text.slice(span.start, span.end) };
  return errors.map(({ kind, gold, predicted }) => {
    const line = { document: documentId, kind, gold: shown(gold) ?? null, predicted: shown(predicted) ?? null, text };
    return `${JSON.stringify(line)}\n`;
  });
}

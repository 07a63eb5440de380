/** Which errors the browser shows, and how many there are of each kind: the counts that the filters carry. */
import type { SentenceErrors } from '../../../workers/protocol/engine.ts';
import { type ErrorKind, errorKinds } from '../../../workers/protocol/scores.ts';
import type { ErrorFilters } from '../../store/evaluation.ts';

type SentenceError = SentenceErrors['errors'][number];

/** The category that the error is about is gold in it, or predicted, or both. */
function concerns(error: SentenceError, category: string | null): boolean {
  return category === null || error.gold?.category === category || error.predicted?.category === category;
}

/** Sentences that hold a matching error, in their order. */
export function filterErrors(
  sentences: readonly SentenceErrors[],
  { kind, category, text }: ErrorFilters,
): SentenceErrors[] {
  const wanted = text.trim().toLowerCase();
  return sentences.filter(
    (sentence) =>
      (wanted === '' || sentence.text.toLowerCase().includes(wanted)) &&
      sentence.errors.some((error) => (kind === 'all' || error.kind === kind) && concerns(error, category)),
  );
}

/** Errors (not sentences) by kind, of the category and text that are chosen, whatever kind is. */
export function countErrors(
  sentences: readonly SentenceErrors[],
  { category, text }: Omit<ErrorFilters, 'kind'>,
): Record<ErrorKind | 'all', number> {
  const counts = { all: 0, ...Object.fromEntries(errorKinds.map((kind) => [kind, 0])) } as Record<
    ErrorKind | 'all',
    number
  >;
  for (const sentence of filterErrors(sentences, { kind: 'all', category, text })) {
    for (const error of sentence.errors) {
      if (!concerns(error, category)) continue;
      counts.all += 1;
      counts[error.kind] += 1;
    }
  }
  return counts;
}

/** `Missed Address: “14 Weaver Lane”`, for the line above a sentence. */
export function describeError({ kind, gold, predicted }: SentenceError, text: string): string {
  const quote = (span: { start: number; end: number } | undefined) =>
    span ? `“${text.slice(span.start, span.end)}”` : '';
  switch (kind) {
    case 'missed':
      return `Missed ${gold?.category}: ${quote(gold)}`;
    case 'spurious':
      return `Spurious ${predicted?.category}: ${quote(predicted)}`;
    case 'category':
      return `${predicted?.category} instead of ${gold?.category}: ${quote(gold)}`;
    case 'boundary':
      return `${gold?.category} bounded wrongly: ${quote(predicted)} instead of ${quote(gold)}`;
  }
}

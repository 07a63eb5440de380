/** Which errors the browser shows, and how many there are of each kind: the counts that the filters carry. */
import type { SentenceErrors } from '../../../workers/protocol/evaluation.ts';
import { type ErrorKind, errorKinds } from '../../../workers/protocol/scores.ts';
import type { ErrorCell, ErrorFilters } from '../../store/evaluation.ts';

type SentenceError = SentenceErrors['errors'][number];

function isIn({ gold, predicted }: SentenceError, cell: ErrorCell): boolean {
  return (gold?.category ?? null) === cell.gold && (predicted?.category ?? null) === cell.predicted;
}

/** The category that the error is about is gold in it, or predicted, or both; and it is of the cell, where there is one. */
function concerns(error: SentenceError, { category, cell }: Pick<ErrorFilters, 'category' | 'cell'>): boolean {
  if (cell && !isIn(error, cell)) return false;
  return category === null || error.gold?.category === category || error.predicted?.category === category;
}

/** Sentences that hold a matching error, in their order. */
export function filterErrors(
  sentences: readonly SentenceErrors[],
  { kind, category, cell, text }: ErrorFilters,
): SentenceErrors[] {
  const wanted = text.trim().toLowerCase();
  return sentences.filter(
    (sentence) =>
      (wanted === '' || sentence.text.toLowerCase().includes(wanted)) &&
      sentence.errors.some((error) => (kind === 'all' || error.kind === kind) && concerns(error, { category, cell })),
  );
}

/** Errors (not sentences) by kind, of the category, cell and text that are chosen, whatever kind is. */
export function countErrors(
  sentences: readonly SentenceErrors[],
  { category, cell, text }: Omit<ErrorFilters, 'kind'>,
): Record<ErrorKind | 'all', number> {
  const counts = { all: 0, ...Object.fromEntries(errorKinds.map((kind) => [kind, 0])) } as Record<
    ErrorKind | 'all',
    number
  >;
  for (const sentence of filterErrors(sentences, { kind: 'all', category, cell, text })) {
    for (const error of sentence.errors) {
      if (!concerns(error, { category, cell })) continue;
      counts.all += 1;
      counts[error.kind] += 1;
    }
  }
  return counts;
}

const cellKey = ({ gold, predicted }: ErrorCell) => JSON.stringify([gold, predicted]);

/** How many errors each cell of the confusion matrix holds: on its diagonal, the ones of boundaries alone. */
export function countCells(sentences: readonly SentenceErrors[]): (cell: ErrorCell) => number {
  const counts = new Map<string, number>();
  for (const { gold, predicted } of sentences.flatMap(({ errors }) => errors)) {
    const key = cellKey({ gold: gold?.category ?? null, predicted: predicted?.category ?? null });
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return (cell) => counts.get(cellKey(cell)) ?? 0;
}

/** A cell in words: `Address taken for Location`. */
export function describeCell({ gold, predicted }: ErrorCell): string {
  if (gold === null) return `${predicted} made up`;
  if (predicted === null) return `${gold} missed`;
  return gold === predicted ? `${gold} with wrong boundaries` : `${gold} taken for ${predicted}`;
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
      return `${gold?.category} with wrong boundaries: ${quote(predicted)} instead of ${quote(gold)}`;
  }
}

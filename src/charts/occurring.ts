/** A confusion matrix without the categories that are neither annotated nor found: rows and columns of nothing. */
import type { Evaluation } from '../../workers/protocol/evaluation.ts';

type Confusion = Evaluation['confusion'];

/** @returns the matrix of what occurs, its last label, "no span", always among it, and the categories that do not. */
export function occurring({ labels, counts }: Confusion): { confusion: Confusion; absent: readonly string[] } {
  const occurs = labels.map(
    (_, place) =>
      place === labels.length - 1 || counts.some((row, gold) => (gold === place ? row.some(Boolean) : row[place])),
  );
  const kept = <Value>(values: readonly Value[]) => values.filter((_, place) => occurs[place]);
  return {
    confusion: { labels: kept(labels), counts: kept(counts).map(kept) },
    absent: labels.filter((_, place) => !occurs[place]),
  };
}

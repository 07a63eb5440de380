/**
 * Where the labels at the right end of a chart's lines go. Lines end close together, and labels must not overlap, so
 * each moves as little as it can: the places of least squared displacement that keep their order and a gap between them.
 */
import { widthInLetters } from './epochGeometry.ts';

export interface LabelBounds {
  readonly top: number;
  readonly bottom: number;
  /** Smallest distance between two neighbours' middles; shrinks by itself where the labels would not fit otherwise. */
  readonly gap: number;
}

/**
 * Middles of labels, in pixels, in the order of `wanted`. Labels that want the same place keep the order they came in.
 *
 * Shifting label i by i·gap turns "at least a gap apart" into "never decreasing", which pooling adjacent violators
 * solves exactly; the bounds clip the result without breaking the order.
 */
export function placeLabels(wanted: readonly number[], { top, bottom, gap }: LabelBounds): number[] {
  const count = wanted.length;
  if (count === 0) return [];
  const room = Math.max(0, bottom - top);
  const step = count > 1 ? Math.min(gap, room / (count - 1)) : 0;
  const order = wanted.map((_, index) => index).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0) || a - b);

  const pools: { sum: number; size: number }[] = [];
  order.forEach((label, rank) => {
    let pool = { sum: (wanted[label] ?? 0) - rank * step, size: 1 };
    for (let last = pools.at(-1); last && last.sum / last.size > pool.sum / pool.size; last = pools.at(-1)) {
      pools.pop();
      pool = { sum: last.sum + pool.sum, size: last.size + pool.size };
    }
    pools.push(pool);
  });

  const places = new Array<number>(count);
  const lowest = bottom - (count - 1) * step;
  let rank = 0;
  for (const { sum, size } of pools) {
    const start = Math.min(Math.max(sum / size, top), lowest);
    for (let i = 0; i < size; i++, rank++) places[order[rank] ?? 0] = start + rank * step;
  }
  return places;
}

/** A category's name cut to so many letters of average width; the whole name stays in the label's title. */
export function shortName(name: string, longest: number): string {
  if (widthInLetters(name) <= longest) return name;
  let kept = '';
  for (const letter of name) {
    if (kept !== '' && widthInLetters(`${kept}${letter}…`) > longest) break;
    kept += letter;
  }
  return `${kept}…`;
}

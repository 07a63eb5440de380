/** The vertical axis of perplexities: logarithmic, since they fall from hundreds to a few. */

/** Round figures of each power of ten. */
const rounds = [1, 2, 5];

/** From a round figure below the least of them to one above the largest. */
export function perplexityScale(values: readonly number[]): {
  readonly ticks: readonly number[];
  /** 0 at the lower end, 1 at the upper one. */
  place(value: number): number;
} {
  const finite = values.filter((value) => Number.isFinite(value) && value > 0);
  const [least, most] = finite.length > 0 ? [Math.min(...finite), Math.max(...finite)] : [1, 10];
  const all = Array.from({ length: 16 }, (_, power) => rounds.map((round) => round * 10 ** power)).flat();
  const from = all.findLastIndex((tick) => tick <= least);
  const to = all.findIndex((tick) => tick >= most);
  const ticks = all.slice(Math.max(from, 0), Math.max(to === -1 ? all.length - 1 : to, from + 1) + 1);
  const [low, high] = [Math.log(ticks[0] as number), Math.log(ticks.at(-1) as number)];
  return { ticks, place: (value) => Math.min(1, Math.max(0, (Math.log(value) - low) / (high - low))) };
}

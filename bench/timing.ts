/** Times contestants in turn, so that other load hits all alike; medians discard outliers. */

export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error('There is no median of nothing.');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}

/** Milliseconds of `work`. */
export async function timed(work: () => unknown): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

/** Does one turn of the work and gives its milliseconds; a peer may time itself. */
export type Contestant = (round: number) => Promise<number>;

/** Torch's threads spin for a moment after their work, which must not slow the next contestant. */
const pauseMilliseconds = 20;

/** All contestants in turn, round after round; every round's milliseconds by contestant. */
export async function takeTurns<Name extends string>(
  contestants: Readonly<Record<Name, Contestant>>,
  rounds: number,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(contestants) as Name[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      await new Promise((resume) => setTimeout(resume, pauseMilliseconds));
      times[name].push(await contestants[name](round));
    }
  }
  return times;
}

/** The name with the lowest figure. */
export function lowest<Name extends string>(figures: Readonly<Record<Name, number>>): Name {
  const names = Object.keys(figures) as Name[];
  const [first] = names;
  if (first === undefined) throw new Error('There is no lowest of nothing.');
  return names.reduce((best, name) => (figures[name] < figures[best] ? name : best), first);
}

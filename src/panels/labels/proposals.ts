/**
 * What is proposed of the target's categories that the model does not know by name: that it is one of the model's after all, or
 * a kind of one. By its name, and by what the model calls its examples. A proposal changes nothing by itself.
 */
import type { Likenesses } from '../../../workers/protocol/likenesses.ts';

/** Fewer examples that agree may be chance. */
const fewestExamples = 5;

export interface Seen {
  /** What the model calls most of the examples. */
  readonly name: string;
  readonly times: number;
  readonly examples: number;
}

/** What the model calls more than half of a category's examples; null where there is no such thing. */
export function mostlyCalled(likenesses: Likenesses, category: string): Seen | null {
  const likeness = Object.hasOwn(likenesses, category) ? likenesses[category] : undefined;
  if (!likeness) return null;
  const { spans: examples, called } = likeness;
  const most = Object.entries(called).find(([, times]) => times > examples / 2 && times >= fewestExamples);
  return most ? { name: most[0], times: most[1], examples } : null;
}

/**
 * Of the undecided categories, what the model calls most of each, where nothing else in the corpus is that: two that the model
 * takes for persons are probably kinds of one.
 * @param isTaken whether something in the corpus goes by that name of the model, or probably does.
 */
export function soleLikenesses(
  likenesses: Likenesses,
  undecided: readonly string[],
  isTaken: (name: string) => boolean,
): ReadonlyMap<string, Seen> {
  const seen = Object.keys(likenesses).map((category) => [category, mostlyCalled(likenesses, category)] as const);
  const found = new Map<string, Seen>();
  for (const [category, likeness] of seen) {
    if (!likeness || !undecided.includes(category) || isTaken(likeness.name)) continue;
    const others = seen.filter(([other, its]) => other !== category && its?.name === likeness.name);
    if (others.length === 0) found.set(category, likeness);
  }
  return found;
}

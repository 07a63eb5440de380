/**
 * What is proposed of the target's categories that the model does not know by name: that it is one of the model's after all, or
 * a kind of one. By its name, and by what the model calls its examples. A proposal changes nothing by itself.
 */
import type { Likenesses } from '../../../workers/protocol/likenesses.ts';
import { mostlyCalled, type Seen } from '../../../workers/text/likenesses.ts';

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

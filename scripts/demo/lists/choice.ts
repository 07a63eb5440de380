/**
 * Every list of the demo corpus comes in two parts: what training texts may use, and what only development and test
 * texts may use. A tagger that merely remembers names cannot find the second part.
 */
import type { Random } from '../../../workers/text/random.ts';

export interface Choice {
  readonly seen: readonly string[];
  readonly heldOut: readonly string[];
}

/** Whether a text is for training (`seen` alone) or for development and test (both parts). */
export type Use = 'training' | 'held-out';

/** How often a development or test text takes a name from the held-out part; and a template or a number's form. */
const heldOutShare = 0.45;
export const heldOutFormShare = 0.25;

/** One list item to a line would take pages: lists are written as text with a separator. */
export function words(text: string, separator: RegExp = /\s+/): readonly string[] {
  return text
    .trim()
    .split(separator)
    .map((word) => word.trim());
}

/** Every beginning with every ending: names that nobody has met, so that few of them occur twice in a training text. */
export function compose(beginnings: string, endings: string): readonly string[] {
  return words(beginnings).flatMap((beginning) => words(endings).map((ending) => beginning + ending));
}

export function pick<T>(items: readonly T[], random: Random): T {
  const item = items[random.integer(items.length)];
  if (item === undefined) throw new RangeError('Nothing to pick from: the list is empty.');
  return item;
}

export function chance(probability: number, random: Random): boolean {
  return random.next() < probability;
}

export function choose(choice: Choice, use: Use, random: Random, share: number = heldOutShare): string {
  return pick(use === 'held-out' && chance(share, random) ? choice.heldOut : choice.seen, random);
}

/** Every fourth template of a pool, from pools of four or more, is kept for development and test. */
export function isHeldOutTemplate(index: number): boolean {
  return index % 4 === 3;
}

export function chooseTemplate(pool: readonly string[], use: Use, random: Random): string {
  const seen = pool.filter((_, index) => !isHeldOutTemplate(index));
  const heldOut = pool.filter((_, index) => isHeldOutTemplate(index));
  return heldOut.length > 0 ? choose({ seen, heldOut }, use, random, heldOutFormShare) : pick(seen, random);
}

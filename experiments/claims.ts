/** What a paper claims of a table, and whether our figures bear it out: counted from the figures, comparison by comparison. */
import { difference, signed } from './table.ts';

/** One place at which a claim holds or does not. */
export interface Comparison {
  readonly what: string;
  readonly holds: boolean;
  /** How far apart the two figures are, in the claim's direction. */
  readonly by: number;
}

export interface Claim {
  /** A sentence without its full stop. */
  readonly says: string;
  readonly comparisons: readonly Comparison[];
}

/**
 * The claim that one figure stands above another.
 * @param slack how far below it may stand all the same.
 * @returns none where a figure is missing.
 */
export function above(what: string, one: number | undefined, other: number | undefined, slack = 0): Comparison[] {
  const by = difference(one, other);
  return by === undefined ? [] : [{ what, by, holds: slack > 0 ? by >= -slack : by > 0 }];
}

export type Verdict = 'borne out' | 'mostly borne out' | 'mostly contradicted' | 'contradicted' | 'not measured';

export function verdictOf({ comparisons }: Claim): Verdict {
  const held = comparisons.filter(({ holds }) => holds).length;
  if (comparisons.length === 0) return 'not measured';
  if (held === comparisons.length) return 'borne out';
  if (held === 0) return 'contradicted';
  return 2 * held > comparisons.length ? 'mostly borne out' : 'mostly contradicted';
}

/** `Sub stands above Rand: mostly borne out, in 3 of 4 comparisons. Not so: LOC (−0.40).` */
export function inWords(claim: Claim): string {
  const { says, comparisons } = claim;
  const verdict = verdictOf(claim);
  if (verdict === 'not measured') return `${says}: ${verdict}.`;
  const against = comparisons.filter(({ holds }) => !holds);
  const held = comparisons.length - against.length;
  const list = against.map(({ what, by }) => `${what} (${signed(by)})`).join('; ');
  return `${says}: **${verdict}**, in ${held} of ${comparisons.length} comparisons.${list && ` Not so: ${list}.`}`;
}

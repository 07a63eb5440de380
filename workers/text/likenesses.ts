/** What follows from what a model calls the examples of categories that it does not know. */
import type { Kinds } from '../protocol/configuration.ts';
import type { Problem } from '../protocol/errors.ts';
import type { Likenesses } from '../protocol/likenesses.ts';
import { joinNames } from './nameLists.ts';

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

/** Of fewer examples nothing is said of a kind. */
const fewestToDoubt = 10;

/** A model calls at least this share of the examples of a kind by the category that it is a kind of. */
const shareOfKind = 0.1;

/** Kinds whose examples the model calls something else: on the yardstick the wrong category would seem to be forgotten. */
export function doubtfulKinds(likenesses: Likenesses, kinds: Kinds): readonly Problem[] {
  return Object.entries(kinds).flatMap(([kind, category]) => {
    const seen = mostlyCalled(likenesses, kind);
    if (!seen || seen.name === category || seen.examples < fewestToDoubt) return [];
    const { called } = likenesses[kind] as Likenesses[string];
    const times = Object.hasOwn(called, category) ? (called[category] as number) : 0;
    if (times >= shareOfKind * seen.examples) return [];
    const better = `${joinNames([kind])}=${joinNames([seen.name])}`;
    return [
      {
        code: 'kind-unlike',
        message: `${kind} is said to be a kind of ${category}, but of ${seen.examples} examples the source model calls ${times} ${category} and ${seen.times} ${seen.name}. ${category} will seem to be forgotten where it is not.`,
        remedy: `Say that it is a kind of ${seen.name} (--kind-of ${better}), or of none.`,
      },
    ];
  });
}

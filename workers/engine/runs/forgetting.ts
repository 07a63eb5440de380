/** What a run forgets of what its source model knew, said while something can still be done about it. */
import type { AdaptationConfiguration } from '../../protocol/configuration.ts';
import type { EpochRecord } from '../../protocol/engine.ts';
import type { Problem } from '../../protocol/errors.ts';
import type { Scores } from '../../protocol/scores.ts';

/** Points of F1 on the yardstick. Nobody wants to lose two; the warning comes before. */
const worthAWarning = 1;

/** In examples. Where a category has few of them, less than a whole one moves F1 by several points, and is chance. */
const fewestExamples = 1;

/** Each category once: in the epoch in which it has first lost so much. */
export function forgottenSince(
  before: Scores,
  records: readonly EpochRecord[],
  possible: RemediesPossible,
): readonly Problem[] {
  const now = losses(before, records.at(-1));
  const earlier = new Set(
    records.slice(0, -1).flatMap((record) => losses(before, record).map(({ category }) => category)),
  );
  const fresh = now.filter(({ category }) => !earlier.has(category));
  if (fresh.length === 0) return [];
  const told = fresh.map(({ category, from, to }) => `${category} from ${from.toFixed(1)} to ${to.toFixed(1)}`);
  return [
    {
      code: 'forgetting',
      message: `The model is forgetting: on the yardstick F1 has fallen for ${told.join(', ')}.`,
      remedy: remedyNotYetOn(possible),
    },
  ];
}

interface RemediesPossible {
  readonly adaptation: AdaptationConfiguration;
  /** Whether the source model carries sentences that could be learned again. */
  readonly carries: boolean;
  /** Whether sentences can be made up for it. */
  readonly imagines: boolean;
  /** Whether it can be asked as well when the training has ended. */
  readonly consults: boolean;
  /** Whether the target says nothing of some category that the source model knows. */
  readonly leavesOpen: boolean;
}

function remedyNotYetOn({ adaptation, carries, imagines, consults, leavesOpen }: RemediesPossible): string {
  const { rehearse, imagine, mix, consult, unannotated, freeze } = adaptation;
  const ways = [
    ...(carries && rehearse === 0 ? ['let it learn again the sentences that it carries (--remedy rehearse)'] : []),
    ...(leavesOpen && unannotated === 'as-o'
      ? ['let the source model label what nobody looked for (--remedy pseudo)']
      : []),
    ...(!carries && imagines && imagine === 0
      ? ['let it learn sentences that are made up of the target’s, as the source model labels them (--remedy imagine)']
      : []),
    ...(mix ? [] : ['take the best mixture with the source model afterwards (--remedy mix)']),
    ...(consults && consult === 0 ? ['ask the source model as well afterwards (--remedy consult)'] : []),
    ...(freeze ? [] : ['let the output layer alone learn (--freeze)']),
    ...(carries ? [] : ['train the source model with sentences to carry (--carry 500), which can then be rehearsed']),
  ];
  return `${capitalised([...ways, 'try a lower learning rate'].join('; or '))}.`;
}

const capitalised = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

interface Loss {
  readonly category: string;
  readonly from: number;
  readonly to: number;
}

function losses(before: Scores, record: EpochRecord | undefined): Loss[] {
  const after = record?.yardstick;
  if (!after) return [];
  return Object.entries(before.categories).flatMap(([category, { f1: from, support }]) => {
    const to = after.categories[category]?.f1 ?? 0;
    const lost = from - to;
    return lost >= worthAWarning && (lost / 100) * support >= fewestExamples ? [{ category, from, to }] : [];
  });
}

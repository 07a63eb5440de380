/** What is done against forgetting, as a run takes it: of the categories at hand, and of what the source model can do. */
import { automaticRemedies } from '../../workers/protocol/automaticRemedies.ts';
import type { AdaptationConfiguration } from '../../workers/protocol/configuration.ts';
import type { ModelSummary } from '../../workers/protocol/model.ts';
import { outputKinds } from '../../workers/protocol/specification.ts';
import { kindOf } from '../../workers/text/tagNames.ts';

/** The page by what the source model has, or the user. */
export type Keeping = 'automatic' | 'chosen';

type Source = Pick<ModelSummary, 'categories' | 'specification' | 'sample'>;

/** Whether it carries sentences that can be learned again. */
export const canRehearse = ({ sample }: Source) => (sample?.rehearsed ?? 0) > 0;

/** Whether its output has probabilities from which can be learned. */
export const canTeach = ({ specification }: Source) => outputKinds[specification.output.kind].accepts.soft;

/** Whether sentences can be made up for it: those of a model that marks spans. */
export const canImagine = ({ specification }: Source) => kindOf(specification.output.scheme) === 'spans';

/** Whether its scores can be added to those of the model that comes of it. */
export const canBeAsked = ({ specification }: Source) => outputKinds[specification.output.kind].accepts.consulted;

/** The adaptation with what is on against forgetting, as far as the source model can. */
export function remediesOn(
  adaptation: AdaptationConfiguration,
  keeping: Keeping,
  source: Source,
): AdaptationConfiguration {
  if (keeping === 'automatic') return { ...adaptation, ...automaticRemedies(source) };
  const { rehearse, imagine, distil, consult } = adaptation;
  return {
    ...adaptation,
    rehearse: canRehearse(source) ? rehearse : 0,
    imagine: canImagine(source) ? imagine : 0,
    distil: canTeach(source) ? distil : 0,
    consult: canBeAsked(source) ? consult : 0,
  };
}

export function withFittingRemedies(
  adaptation: AdaptationConfiguration,
  keeping: Keeping,
  source: Source | null,
): AdaptationConfiguration {
  if (!source) return adaptation;
  const { kinds, newCategories } = adaptation;
  const fitting = Object.entries(kinds).filter(
    ([kind, category]) => newCategories.includes(kind) && source.categories.includes(category),
  );
  return {
    ...remediesOn(adaptation, keeping, source),
    kinds: Object.fromEntries(fitting),
  };
}

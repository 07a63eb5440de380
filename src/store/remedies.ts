/** What is done against forgetting, as a run takes it: of the categories at hand, and of what the source model can do. */
import type { AdaptationConfiguration } from '../../workers/protocol/configuration.ts';
import type { ModelSummary } from '../../workers/protocol/model.ts';
import { outputKinds } from '../../workers/protocol/specification.ts';

type Source = Pick<ModelSummary, 'categories' | 'specification' | 'sample'>;

/** Whether it carries sentences that can be learned again. */
export const canRehearse = ({ sample }: Source) => (sample?.rehearsed ?? 0) > 0;

/** Whether its output has probabilities from which can be learned. */
export const canTeach = ({ specification }: Source) => outputKinds[specification.output.kind].accepts.soft;

export function withFittingRemedies(
  adaptation: AdaptationConfiguration,
  source: Source | null,
): AdaptationConfiguration {
  if (!source) return adaptation;
  const { kinds, newCategories, rehearse, distil } = adaptation;
  const fitting = Object.entries(kinds).filter(
    ([kind, category]) => newCategories.includes(kind) && source.categories.includes(category),
  );
  return {
    ...adaptation,
    kinds: Object.fromEntries(fitting),
    rehearse: canRehearse(source) ? rehearse : 0,
    distil: canTeach(source) ? distil : 0,
  };
}

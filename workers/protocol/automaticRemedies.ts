/**
 * What is done against forgetting where nobody chose: rehearsal where the source model carries sentences, which kept all that was
 * known and cost the target nothing; a light pull to its weights where it carries none. The figures are in
 * `experiments/forgetting.md`.
 */
import type { AdaptationConfiguration } from './configuration.ts';
import type { ModelSummary } from './model.ts';

export function automaticRemedies({
  sample,
}: Pick<ModelSummary, 'sample'>): Pick<AdaptationConfiguration, 'rehearse' | 'pull'> {
  return (sample?.rehearsed ?? 0) > 0 ? { rehearse: 1, pull: 0 } : { rehearse: 0, pull: 3 };
}

/**
 * What is done against forgetting where nobody chose. Where the source model carries sentences they are rehearsed, which kept all
 * that was known and cost the target nothing. Where it carries none, it teaches by its probabilities, or its weights pull where it
 * has none, and what a mixture with it then keeps for nothing is taken. The figures are in `experiments/forgetting.md`.
 */
import type { AdaptationConfiguration } from './configuration.ts';
import type { ModelSummary } from './model.ts';
import { outputKinds } from './specification.ts';

type Remedies = Pick<AdaptationConfiguration, 'rehearse' | 'imagine' | 'distil' | 'pull' | 'mix' | 'consult'>;

const none: Remedies = { rehearse: 0, imagine: 0, distil: 0, pull: 0, mix: false, consult: 0 };

export function automaticRemedies({
  sample,
  specification: { output },
}: Pick<ModelSummary, 'sample' | 'specification'>): Remedies {
  if ((sample?.rehearsed ?? 0) > 0) return { ...none, rehearse: 1 };
  return { ...none, ...(outputKinds[output.kind].accepts.soft ? { distil: 1 } : { pull: 3 }), mix: true };
}

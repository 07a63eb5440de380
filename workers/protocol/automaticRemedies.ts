/**
 * What is done against forgetting where nobody chose. Where the source model carries sentences they are rehearsed, which kept all
 * that was known and cost the target nothing. Where it carries none, it teaches by its probabilities, or its weights pull where it
 * has none; and it is asked as well afterwards, by a share that costs the target nothing, or else the weights are mixed so. The figures
 * are in `experiments/forgetting-first-tries.md`.
 */
import type { AdaptationConfiguration } from './configuration.ts';
import type { ModelSummary } from './model.ts';
import { outputKinds } from './specification.ts';

type Remedies = Pick<AdaptationConfiguration, 'rehearse' | 'imagine' | 'distil' | 'pull' | 'mix' | 'consult'>;

const none: Remedies = { rehearse: 0, imagine: 0, distil: 0, pull: 0, mix: false, consult: 0 };

export function automaticRemedies({
  sample,
  specification: { encoder, output, consulted },
}: Pick<ModelSummary, 'sample' | 'specification'>): Remedies {
  if ((sample?.rehearsed ?? 0) > 0) return { ...none, rehearse: 1 };
  const { accepts } = outputKinds[output.kind];
  const taught = { ...none, ...(accepts.soft ? { distil: 1 } : { pull: 3 }) };
  // It doubles the model: a pretrained encoder is large, and a model that asks one already would grow with each adaptation.
  const asks = accepts.consulted && encoder.kind !== 'transformer' && !consulted;
  return asks ? { ...taught, consult: 'best' } : { ...taught, mix: true };
}

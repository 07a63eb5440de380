/**
 * What is done against forgetting where nobody chose. Where the source model carries sentences they are rehearsed, and it teaches a
 * little by its probabilities: more would cost the target. Where it carries none, it teaches by them, of the target's sentences and
 * of others that are made up of them, or its weights pull where it has none. In both it is asked as well afterwards, by a share that
 * costs the target nothing, or else, without sentences, the weights are mixed so. The figures are in `experiments/forgetting.md`.
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
  const { accepts } = outputKinds[output.kind];
  // Both cost in proportion to a model's size, and one that is pretrained is large: an adaptation would take twice the time, and
  // what comes of it would be twice as large.
  const isSmall = encoder.kind !== 'transformer';
  const taught: Remedies = accepts.soft
    ? { ...none, distil: 1, imagine: isSmall && output.scheme !== 'tags' ? 1 : 0 }
    : { ...none, pull: 3 };
  // A model that asks another one already would grow with each adaptation.
  const asks = accepts.consulted && isSmall && !consulted;
  if ((sample?.rehearsed ?? 0) > 0) {
    const beside: Partial<Remedies> = asks && accepts.soft ? { distil: 0.3, consult: 'best' } : {};
    return { ...none, rehearse: 1, ...beside };
  }
  return asks ? { ...taught, consult: 'best' } : { ...taught, mix: true };
}

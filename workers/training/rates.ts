/** How fast which parameters learn: the rate over the steps of a run, and the weight decay of those that decay. */
import type { Parameters } from '../layers/parameters.ts';
import type { TrainingSettings } from '../protocol/settings.ts';
import type { ParameterGroup } from './optimizer.ts';

/**
 * The learning rate of a step, counted from 1: it rises over the warm-up and then stays, or falls evenly towards 0, which a
 * step after the last one would have: the last one learns too.
 * @param allSteps steps of the whole run, known once its first epoch was dealt.
 */
export function rateOver(
  { learningRate, schedule, warmup }: Pick<TrainingSettings, 'learningRate' | 'schedule' | 'warmup'>,
  allSteps: () => number,
): (step: number) => number {
  if (schedule === 'constant' && warmup === 0) return () => learningRate;
  return (step) => {
    const all = allSteps();
    const rising = Math.round(warmup * all);
    if (step <= rising) return (learningRate * step) / rising;
    if (schedule === 'constant') return learningRate;
    return learningRate * Math.max(0, (all - step + 1) / (all - rising));
  };
}

/** With AdamW matrices and tables decay, but neither biases nor gains, as is usual; the other rules know no decay. */
export function parameterGroups(
  parameters: Parameters,
  { optimizer, weightDecay }: Pick<TrainingSettings, 'optimizer' | 'weightDecay'>,
  rate: (step: number) => number,
): ParameterGroup[] {
  if (optimizer !== 'adamw') return [{ parameters, rate, decay: 0 }];
  const chosen = (decays: boolean) =>
    Object.fromEntries(Object.entries(parameters).filter(([, { rank }]) => rank > 1 === decays));
  return [
    { parameters: chosen(true), rate, decay: weightDecay },
    { parameters: chosen(false), rate, decay: 0 },
  ].filter((group) => Object.keys(group.parameters).length > 0);
}

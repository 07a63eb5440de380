/** How fast which parameters learn: the rate over the steps of a run and down the layers, and the weight decay. */
import type { TrainingSettings } from '../protocol/settings.ts';
import type { Trainable } from './loop.ts';
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

/**
 * Parameters that learn alike. A layer learns at `layerDecay` times the rate of the layer above it (Howard and Ruder 2018,
 * section 3.2), and the output at `outputRate` times what it would have by that. With AdamW matrices and tables decay, but neither biases nor gains, as is usual; the other rules know no
 * decay.
 */
export function parameterGroups(
  { parameters, depths, outputVariables }: Pick<Trainable<unknown>, 'parameters' | 'depths' | 'outputVariables'>,
  settings: Pick<TrainingSettings, 'optimizer' | 'weightDecay' | 'layerDecay' | 'outputRate'>,
  rate: (step: number) => number,
): ParameterGroup[] {
  const { optimizer, weightDecay, layerDecay, outputRate } = settings;
  const learners = Object.entries(parameters).map(([name, parameter]) => ({
    entry: [name, parameter] as const,
    decays: optimizer === 'adamw' && parameter.rank > 1,
    factor: layerDecay ** (depths.get(parameter) ?? 0) * (outputVariables?.has(parameter) ? outputRate : 1),
  }));
  return [true, false].flatMap((decaying) => {
    const chosen = learners.filter(({ decays }) => decays === decaying);
    return [...new Set(chosen.map(({ factor }) => factor))].map((factor) => ({
      parameters: Object.fromEntries(chosen.filter((each) => each.factor === factor).map(({ entry }) => entry)),
      rate: factor === 1 ? rate : (step: number) => factor * rate(step),
      decay: decaying ? weightDecay : 0,
    }));
  });
}

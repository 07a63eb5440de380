/** What the form says about settings that are allowed but known to go wrong. Bounds refuse; this only warns. */
import type { Problem } from '../../../workers/protocol/errors.ts';
import type { Hyperparameters } from '../../../workers/protocol/hyperparameters.ts';

/** Above this, Adam's first steps undo what the source model knows before the moments have settled. */
const adaptiveRateLimit = 0.02;

/** A warning by the field it belongs to. */
export function adviseHyperparameters(
  value: Hyperparameters,
): Readonly<Partial<Record<keyof Hyperparameters, Problem>>> {
  const advice: Partial<Record<keyof Hyperparameters, Problem>> = {};
  const { optimizer, learningRate, epochs, patience } = value;
  if ((optimizer === 'adam' || optimizer === 'nadam') && learningRate > adaptiveRateLimit) {
    advice.learningRate = {
      code: 'learning-rate-high',
      message: `${learningRate} is a high learning rate for ${optimizer === 'adam' ? 'Adam' : 'Nadam'}: training may not get anywhere.`,
      remedy: 'Try 0.002 to 0.01, or choose SGD.',
    };
  }
  if (learningRate === 0) {
    advice.learningRate = {
      code: 'learning-rate-zero',
      message: 'With a learning rate of 0 nothing is learned.',
      remedy: 'Try 0.002.',
    };
  }
  if (patience > epochs) {
    advice.patience = {
      code: 'patience-beyond-epochs',
      message: `Training ends after ${epochs} epochs, before ${patience} can pass without a better F1.`,
      remedy: 'Lower the patience to stop early.',
    };
  }
  return advice;
}

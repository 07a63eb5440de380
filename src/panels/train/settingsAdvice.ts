/**
 * What the form says about settings: which are allowed but known to go wrong, and which have no effect beside the others.
 * Bounds refuse; this only warns.
 */

import { settingsFields, type TrainingSettings } from '../../../workers/protocol/settings.ts';
import { counted } from '../../../workers/text/counted.ts';

type BySetting = Readonly<Partial<Record<string, string>>>;

/** Above this, Adam's first steps undo what the source model knows before the moments have settled. */
const adaptiveRateLimit = 0.02;
const adaptive: readonly string[] = ['adam', 'adamw', 'nadam'];

export function optimizerLabel({ optimizer }: Pick<TrainingSettings, 'optimizer'>): string {
  return settingsFields.optimizer.choices.find(({ value }) => value === optimizer)?.label ?? optimizer;
}

/**
 * A warning by the setting that it belongs to.
 *
 * @param standard what it begins with: of an untouched form nothing is said.
 */
export function adviseSettings(settings: TrainingSettings, standard: TrainingSettings): BySetting {
  const { optimizer, learningRate, epochs, patience } = settings;
  const touched = (...keys: (keyof TrainingSettings)[]) => keys.some((key) => settings[key] !== standard[key]);
  const isHigh = adaptive.includes(optimizer) && learningRate > adaptiveRateLimit;
  return {
    ...(isHigh && {
      learningRate: `${learningRate} is a high learning rate for ${optimizerLabel(settings)}: training may not get anywhere. Try 0.002 to 0.01, or choose SGD.`,
    }),
    ...(learningRate === 0 && { learningRate: 'With a learning rate of 0 nothing is learned. Try 0.002.' }),
    ...(patience > epochs &&
      touched('patience', 'epochs') && {
        patience: `Training ends after ${counted(epochs, 'epoch')}, before ${patience} can pass without anything better. Lower the patience to stop early.`,
      }),
  };
}

/** Why a setting has no effect, by the setting. */
export function idleSettings(settings: TrainingSettings): BySetting {
  const { optimizer, batching, loraRank } = settings;
  const noAdapters = 'Has no effect without adapters: give them a rank.';
  return {
    ...(optimizer !== 'sgd' && { momentum: `Has no effect with ${optimizerLabel(settings)}.` }),
    ...(optimizer !== 'adamw' && { weightDecay: `Has no effect with ${optimizerLabel(settings)}.` }),
    ...(batching === 'tokens'
      ? { batchSize: 'Has no effect: batches are counted in tokens.' }
      : { batchTokens: 'Has no effect: batches are counted in sentences.' }),
    ...(loraRank === 0 && { loraScale: noAdapters, loraPlaces: noAdapters }),
  };
}

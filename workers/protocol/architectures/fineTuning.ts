/** How taggers over a checkpoint are trained, and what of that goes by how much there is to learn from. */
import type { Architecture } from '../architectures.ts';
import type { SearchRange } from '../fields.ts';
import { commonSettings, type TrainingSettings } from '../settings.ts';

export const fineTuningSettings: TrainingSettings = {
  ...commonSettings,
  ...{ optimizer: 'adamw', learningRate: 1e-4, outputRate: 10, schedule: 'linear', warmup: 0.1 },
  ...{ clip: 1, dropout: 0.1, epochs: 4, patience: 4 },
};

/** What a search draws from instead of the fields' own ranges; about those of Devlin et al. 2019, appendix A.3. */
export const fineTuningRanges: Readonly<Record<string, SearchRange>> = {
  learningRate: [3e-5, 5e-5, 1e-4, 2e-4],
  batchSize: [8, 16, 32],
};

/** An encoder that is fine-tuned in fewer steps has often learned nothing yet (Mosbach, Andriushchenko and Klakow 2021). */
const enoughSteps = 600;
/** As many epochs as the usual recipes have; of a few dozen sentences more, for so many steps at least. */
const mostEpochs = 30;
const leastSteps = 200;
const smallCorpus = { sentences: 2000, batchSize: 16 };
/** Between two scorings of the dev sentences: each takes as long as several steps. */
const stepsAnEpoch = 10;

/**
 * What a training begins with where nobody chose otherwise. Of few sentences a few epochs are too few steps: over a checkpoint
 * they get smaller batches, and come round often enough for {@link enoughSteps}, up to {@link mostEpochs} times or to
 * {@link leastSteps}; an epoch has rounds enough for {@link stepsAnEpoch}.
 * @param sentences to learn from; null where that is not known yet.
 */
export function settingsFor(
  { specification, settings }: Pick<Architecture, 'specification' | 'settings'>,
  sentences: number | null,
): TrainingSettings {
  if (specification.encoder.kind !== 'transformer' || !sentences) return settings;
  const isSmall = sentences < smallCorpus.sentences;
  const batchSize = isSmall ? Math.min(settings.batchSize, smallCorpus.batchSize) : settings.batchSize;
  const steps = Math.ceil(sentences / batchSize);
  const most = Math.max(mostEpochs, Math.ceil(leastSteps / steps));
  const times = Math.max(settings.epochs, Math.min(most, Math.ceil(enoughSteps / steps)));
  const rounds = isSmall ? Math.ceil(stepsAnEpoch / steps) : settings.rounds;
  const epochs = Math.ceil(times / rounds);
  // The rate falls to 0 at the last epoch: to stop before would be to stop halfway.
  return { ...settings, batchSize, rounds, epochs, patience: Math.max(settings.patience, epochs) };
}

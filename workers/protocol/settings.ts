/**
 * What a run may choose, whatever the network: how it is trained. What shapes the network is in `specification.ts` and
 * fixed for its life.
 */

import { defaultsOf, type Fields, schemaOf, type ValuesOf } from './fields.ts';
import type { ModelSummary } from './model.ts';

/** The search ranges are those of paper 0, Table 2. */
export const settingsFields = {
  optimizer: {
    kind: 'choice',
    label: 'Optimizer',
    help: 'How a gradient becomes a step.',
    default: 'adam',
    choices: [
      { value: 'sgd', label: 'SGD with momentum' },
      { value: 'adam', label: 'Adam' },
      { value: 'adamw', label: 'AdamW' },
      { value: 'adagrad', label: 'AdaGrad' },
      { value: 'nadam', label: 'Nadam' },
    ],
  },
  learningRate: {
    kind: 'number',
    label: 'Learning rate',
    help: 'Size of a step. Adam and its kin want 0.001 to 0.01, SGD up to 0.1; an adaptation less than its source.',
    default: 0.002,
    minimum: 0,
    maximum: 10,
    search: { from: 0.0025, to: 0.01, step: 0.0025 },
  },
  layerDecay: {
    kind: 'number',
    label: 'Rate of lower layers',
    help: 'Each layer below the output learns at this factor of the rate of the layer above it; at 1 all learn alike. Below 1 the layers near the words stay nearer to what they were.',
    default: 1,
    minimum: 0.001,
    maximum: 1,
    paper: 'Howard and Ruder 2018, who take 1/2.6',
  },
  frozenLayers: {
    kind: 'integer',
    label: 'Frozen layers',
    help: 'So many of the encoder’s lowest layers, and the tables below them, stay as they are. A transformer computes what they make of a sentence once, and keeps it within 256 MB.',
    default: 0,
    minimum: 0,
    maximum: 128,
  },
  loraRank: {
    kind: 'integer',
    label: 'Rank of adapters (LoRA)',
    help: 'Above 0 the pretrained weights stay as they are, and small matrices of this rank learn beside them, with the output and at its rate. They are added to the weights at the end, so that the model is as any other. 8 is usual.',
    default: 0,
    minimum: 0,
    maximum: 512,
    encoders: ['transformer'],
    paper: 'Hu et al. 2021',
  },
  loraScale: {
    kind: 'number',
    label: 'Scale of adapters',
    help: 'Alpha: what adapters give is multiplied by it and divided by their rank.',
    default: 16,
    minimum: 0.001,
    maximum: 1000,
    encoders: ['transformer'],
    paper: 'Hu et al. 2021',
  },
  loraPlaces: {
    kind: 'choice',
    label: 'Adapters beside',
    help: 'Where a layer has adapters.',
    default: 'attention',
    choices: [
      { value: 'attention', label: 'queries and values' },
      { value: 'all', label: 'all linear layers' },
    ],
    encoders: ['transformer'],
    paper: 'Hu et al. 2021',
  },
  outputRate: {
    kind: 'number',
    label: 'Rate of the output',
    help: 'The output learns at so many times the learning rate. An encoder from a checkpoint wants small steps, and an output that begins from nothing larger ones.',
    default: 1,
    minimum: 0.001,
    maximum: 1000,
  },
  schedule: {
    kind: 'choice',
    label: 'Rate over time',
    help: 'Whether the learning rate stays or falls.',
    default: 'constant',
    choices: [
      { value: 'constant', label: 'stays the same' },
      { value: 'linear', label: 'falls to 0 at the last epoch' },
    ],
  },
  warmup: {
    kind: 'number',
    label: 'Warm-up',
    help: 'Share of all steps in which the learning rate rises from 0 first.',
    default: 0,
    minimum: 0,
    maximum: 0.9,
  },
  momentum: {
    kind: 'number',
    label: 'Momentum',
    help: 'How much of the last step SGD keeps. The other optimizers do not use it.',
    default: 0.9,
    minimum: 0,
    maximum: 0.999,
    paper: 'paper 0, section 4.2',
  },
  weightDecay: {
    kind: 'number',
    label: 'Weight decay',
    help: 'How fast AdamW draws weights towards 0; biases are left out. The other optimizers do not use it.',
    default: 0.01,
    minimum: 0,
    maximum: 1,
  },
  clip: {
    kind: 'number',
    label: 'Clip gradients at',
    help: 'Largest norm of all gradients together; longer ones are scaled down.',
    default: 5,
    minimum: 0.001,
    maximum: 1e6,
    search: { from: 5, to: 50, step: 1 },
    paper: 'paper 0, Table 2',
  },
  dropout: {
    kind: 'number',
    label: 'Dropout',
    help: 'Share of the features that is left out at random in each training step, before and after the layers over words; in the BiLSTM-CNN after each.',
    default: 0.5,
    minimum: 0,
    maximum: 0.95,
    search: { from: 0.1, to: 0.8, step: 0.1 },
    paper: 'paper 0, Table 2',
  },
  batching: {
    kind: 'choice',
    label: 'Batches of',
    help: 'Whether a training step takes a number of sentences or of tokens.',
    default: 'sentences',
    choices: [
      { value: 'sentences', label: 'sentences' },
      { value: 'tokens', label: 'tokens' },
    ],
  },
  batchSize: {
    kind: 'integer',
    label: 'Batch size',
    help: 'Sentences in one training step.',
    default: 32,
    minimum: 1,
    maximum: 1024,
    search: [16, 32, 64, 128, 256],
    paper: 'paper 0, Table 2',
  },
  batchTokens: {
    kind: 'integer',
    label: 'Batch size in tokens',
    help: 'Tokens in one training step, where batches are of tokens.',
    default: 512,
    minimum: 1,
    maximum: 65_536,
    paper: 'paper 2, section on training',
  },
  epochs: {
    kind: 'integer',
    label: 'Epochs',
    help: 'At most this many passes over the training sentences; after each the dev sentences are scored.',
    default: 30,
    minimum: 1,
    maximum: 10_000,
  },
  rounds: {
    kind: 'integer',
    label: 'Rounds of an epoch',
    help: 'The training sentences come round so often before an epoch ends. Of a few sentences several times, where scoring the dev sentences would take longer than learning.',
    default: 1,
    minimum: 1,
    maximum: 1000,
  },
  patience: {
    kind: 'integer',
    label: 'Patience',
    help: 'Stop after this many epochs in which nothing on the dev sentences got better: not F1, not the loss. The best epoch is kept.',
    default: 8,
    minimum: 1,
    maximum: 10_000,
  },
} as const satisfies Fields;

export type TrainingSettings = ValuesOf<typeof settingsFields>;

export const settingsSchema = schemaOf(settingsFields);

/** What suits most networks here; an architecture may have its own. */
export const commonSettings: TrainingSettings = defaultsOf(settingsFields);

/**
 * What an adaptation of a model begins with: its own settings, at half the learning rate where it was trained from random
 * weights. Paper 1, section 4.2, lowers the rate too, since steps as large as the first ones make a model forget; and for at least
 * as many epochs as is usual. A model that was adapted before goes on with the settings of that adaptation.
 */
export function adaptationSettings({
  settings,
  history,
}: Pick<ModelSummary, 'settings' | 'history'>): TrainingSettings {
  if (history.findLast(({ task }) => task !== 'edit')?.task === 'adapt') return settings;
  // Of a large corpus few epochs are many steps, of a small target they are not.
  const epochs = Math.max(settings.epochs, commonSettings.epochs);
  return { ...settings, learningRate: settings.learningRate / 2, epochs };
}

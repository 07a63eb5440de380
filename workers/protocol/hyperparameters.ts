/**
 * Every hyperparameter in one place: what it is called, what it does, its bounds, the range a random search draws from,
 * and its default for each architecture. The page builds its form from this table and the command line its help.
 * Ranges guide the search; only the bounds refuse input.
 */
import { z } from 'zod';

export const architectureNames = ['blstm', 'bilstm-crf'] as const;
export type ArchitectureName = (typeof architectureNames)[number];

export const optimizerNames = ['sgd', 'adam', 'adagrad', 'nadam'] as const;
export type OptimizerName = (typeof optimizerNames)[number];

export interface Hyperparameters {
  readonly characterEmbedding: number;
  readonly characterHidden: number;
  /** Used where no vectors are given; vectors bring their own. */
  readonly wordEmbedding: number;
  readonly wordHidden: number;
  readonly dropout: number;
  readonly digitsToZero: boolean;
  readonly unknownWords: 'vectors' | 'paper';
  readonly optimizer: OptimizerName;
  readonly learningRate: number;
  readonly momentum: number;
  readonly clip: number;
  readonly batchSize: number;
  readonly epochs: number;
  readonly patience: number;
}

interface Described {
  readonly label: string;
  readonly help: string;
  /** `model` shapes the network and is fixed once it is trained; `training` can change with every run. */
  readonly group: 'model' | 'training';
}
export interface NumberField extends Described {
  readonly kind: 'integer' | 'number';
  readonly minimum: number;
  readonly maximum: number;
  /** What a random search draws from; absent where searching makes no sense. */
  readonly search?: readonly number[] | { readonly from: number; readonly to: number; readonly step: number };
}
export interface ChoiceField extends Described {
  readonly kind: 'choice';
  readonly choices: readonly { readonly value: string; readonly label: string }[];
}
export interface SwitchField extends Described {
  readonly kind: 'switch';
}
export type HyperparameterField = NumberField | ChoiceField | SwitchField;

/** The search ranges are those of paper 0, Table 2. */
export const hyperparameterFields: Readonly<Record<keyof Hyperparameters, HyperparameterField>> = {
  characterEmbedding: {
    kind: 'integer',
    group: 'model',
    label: 'Character embedding',
    help: 'Numbers that stand for one character.',
    minimum: 1,
    maximum: 512,
  },
  characterHidden: {
    kind: 'integer',
    group: 'model',
    label: 'Character hidden size',
    help: 'State of the character LSTM, in each direction.',
    minimum: 1,
    maximum: 256,
    search: { from: 5, to: 25, step: 5 },
  },
  wordEmbedding: {
    kind: 'integer',
    group: 'model',
    label: 'Word embedding',
    help: 'Numbers that stand for one word where no vectors are given; vectors bring their own size.',
    minimum: 1,
    maximum: 1024,
  },
  wordHidden: {
    kind: 'integer',
    group: 'model',
    label: 'Word hidden size',
    help: 'State of the word LSTM, in each direction.',
    minimum: 1,
    maximum: 1024,
    search: [64, 72, 128, 256, 512],
  },
  dropout: {
    kind: 'number',
    group: 'training',
    label: 'Dropout',
    help: 'Share of the features that is left out at random in each training step, before and after the word LSTM.',
    minimum: 0,
    maximum: 0.95,
    search: { from: 0.1, to: 0.8, step: 0.1 },
  },
  digitsToZero: {
    kind: 'switch',
    group: 'model',
    label: 'Digits to zero',
    help: 'Reads every digit as 0, so that numbers of one form share a word.',
  },
  unknownWords: {
    kind: 'choice',
    group: 'model',
    label: 'Rare words',
    help: 'Which words get a vector of their own.',
    choices: [
      { value: 'vectors', label: 'keep every word that has a vector or is seen twice' },
      { value: 'paper', label: 'keep only words seen twice (as the papers do)' },
    ],
  },
  optimizer: {
    kind: 'choice',
    group: 'training',
    label: 'Optimizer',
    help: 'How a gradient becomes a step.',
    choices: [
      { value: 'sgd', label: 'SGD with momentum' },
      { value: 'adam', label: 'Adam' },
      { value: 'adagrad', label: 'AdaGrad' },
      { value: 'nadam', label: 'Nadam' },
    ],
  },
  learningRate: {
    kind: 'number',
    group: 'training',
    label: 'Learning rate',
    help: 'Size of a step. Adam and Nadam want 0.001 to 0.01, SGD up to 0.1; an adaptation less than its source.',
    minimum: 0,
    maximum: 10,
    search: { from: 0.0025, to: 0.01, step: 0.0025 },
  },
  momentum: {
    kind: 'number',
    group: 'training',
    label: 'Momentum',
    help: 'How much of the last step SGD keeps. The other optimizers do not use it.',
    minimum: 0,
    maximum: 0.999,
  },
  clip: {
    kind: 'number',
    group: 'training',
    label: 'Clip gradients at',
    help: 'Largest norm of all gradients together; longer ones are scaled down.',
    minimum: 0.001,
    maximum: 1e6,
    search: { from: 5, to: 50, step: 1 },
  },
  batchSize: {
    kind: 'integer',
    group: 'training',
    label: 'Batch size',
    help: 'Sentences in one training step.',
    minimum: 1,
    maximum: 1024,
    search: [16, 32, 64, 128, 256],
  },
  epochs: {
    kind: 'integer',
    group: 'training',
    label: 'Epochs',
    help: 'At most this many passes over the training sentences.',
    minimum: 1,
    maximum: 10_000,
  },
  patience: {
    kind: 'integer',
    group: 'training',
    label: 'Patience',
    help: 'Stop after this many epochs without a better F1 on the dev sentences. The best epoch is kept.',
    minimum: 1,
    maximum: 10_000,
  },
};

/**
 * Paper 0, Table 2 (a) for the sizes, paper 1 for the CRF. Where they train with SGD for 200 epochs or with Adam at 0.05,
 * the defaults here are what reaches the same scores in a tab's patience; `--set` brings the papers' own back.
 */
const common: Hyperparameters = {
  characterEmbedding: 25,
  characterHidden: 25,
  wordEmbedding: 50,
  wordHidden: 128,
  dropout: 0.5,
  digitsToZero: true,
  unknownWords: 'vectors',
  optimizer: 'adam',
  learningRate: 0.002,
  momentum: 0.9,
  clip: 5,
  batchSize: 32,
  epochs: 30,
  patience: 8,
};

export const architectureDefaults: Readonly<Record<ArchitectureName, Hyperparameters>> = {
  blstm: common,
  'bilstm-crf': common,
};

/**
 * What an adaptation begins with: the source's own hyperparameters at half the learning rate. Paper 1, section 4.2, lowers
 * the rate too, since steps as large as the first ones make a model forget.
 */
export function adaptationDefaults(source: Hyperparameters): Hyperparameters {
  return { ...source, learningRate: source.learningRate / 2 };
}

export const architectureLabels: Readonly<Record<ArchitectureName, { label: string; help: string }>> = {
  blstm: {
    label: 'BLSTM with softmax',
    help: 'Words and characters through two LSTMs, each tag chosen by itself (paper 0).',
  },
  'bilstm-crf': {
    label: 'BiLSTM-CRF',
    help: 'The same, and a CRF that weighs which tag may follow which (paper 1).',
  },
};

function schemaOf(field: HyperparameterField): z.ZodType {
  if (field.kind === 'switch') return z.boolean();
  if (field.kind === 'choice') return z.enum(field.choices.map((choice) => choice.value) as [string, ...string[]]);
  const number = z.number().min(field.minimum).max(field.maximum);
  return field.kind === 'integer' ? number.int() : number;
}

export const hyperparametersSchema = z.object(
  Object.fromEntries(Object.entries(hyperparameterFields).map(([key, field]) => [key, schemaOf(field)])),
) as unknown as z.ZodType<Hyperparameters>;

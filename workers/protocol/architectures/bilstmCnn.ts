/**
 * BiLSTM-CNN (paper 2, its baseline, after Chiu and Nichols 2016): a convolution over characters beside the words, and a
 * log-softmax for each direction. Nadam, dropout after each LSTM layer and batches of equal token counts as in the paper.
 * It takes a rate of 0.0105 (Chiu and Nichols' for SGD) and 100 batches an epoch, which are 2048 tokens on CoNLL-2003.
 * Nadam stands that rate, but scores a point less than at half of it (experiments/conll2003-standard.md); and a small
 * corpus would have too few steps an epoch in batches of that size.
 */
import type { Architecture } from '../architectures.ts';
import { bilstmCnnEncoder } from '../encoders/bilstmCnn.ts';
import { defaultsOf } from '../fields.ts';
import { directionalSoftmaxOutput } from '../outputs/directionalSoftmax.ts';
import { commonSettings } from '../settings.ts';

export const bilstmCnn: Architecture = {
  name: 'bilstm-cnn',
  label: 'BiLSTM-CNN',
  help: 'Characters by a convolution, and a softmax for each direction. Its rate is half of the paper’s 0.0105, which scored less.',
  paper: 'paper 2',
  specification: {
    encoder: { kind: 'bilstm-cnn', ...defaultsOf(bilstmCnnEncoder.fields) },
    output: { kind: 'directional-softmax', ...defaultsOf(directionalSoftmaxOutput.fields) },
  },
  settings: { ...commonSettings, optimizer: 'nadam', learningRate: 0.005, batching: 'tokens' },
};

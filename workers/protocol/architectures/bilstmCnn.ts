/**
 * BiLSTM-CNN (paper 2, its baseline, after Chiu and Nichols 2016): a convolution over characters beside the words, and a
 * log-softmax for each direction. Dropout after each LSTM layer and batches of equal token counts as in the paper.
 */
import type { Architecture } from '../architectures.ts';
import { bilstmCnnEncoder } from '../encoders/bilstmCnn.ts';
import { defaultsOf } from '../fields.ts';
import { directionalSoftmaxOutput } from '../outputs/directionalSoftmax.ts';
import { commonSettings } from '../settings.ts';

export const bilstmCnn: Architecture = {
  name: 'bilstm-cnn',
  label: 'BiLSTM-CNN',
  help: 'Characters by a convolution, and a softmax for each direction.',
  paper: 'paper 2',
  specification: {
    encoder: { kind: 'bilstm-cnn', ...defaultsOf(bilstmCnnEncoder.fields) },
    output: { kind: 'directional-softmax', ...defaultsOf(directionalSoftmaxOutput.fields) },
  },
  settings: { ...commonSettings, optimizer: 'nadam', learningRate: 0.0105, batching: 'tokens', batchTokens: 2048 },
};

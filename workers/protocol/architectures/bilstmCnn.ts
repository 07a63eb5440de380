/**
 * BiLSTM-CNN (paper 2, its baseline, after Chiu and Nichols 2016): a convolution over characters beside the words, stacked
 * BiLSTMs, and a log-softmax for each direction. Nadam, dropout after each LSTM layer and batches of equal token counts as in
 * the paper. With one layer, as Chiu and Nichols have it, a direction's softmax never sees what stands on its other side; two
 * score 2 to 3 points more. The paper's rate of 0.0105 (Chiu and Nichols' for SGD) and 100 batches an epoch, which are 2048
 * tokens on CoNLL-2003, score less still (experiments/standard.md); and a small corpus would have too few steps an
 * epoch in batches of that size.
 */
import type { Architecture } from '../architectures.ts';
import { bilstmCnnEncoder } from '../encoders/bilstmCnn.ts';
import { defaultsOf } from '../fields.ts';
import { directionalSoftmaxOutput } from '../outputs/directionalSoftmax.ts';
import { commonSettings } from '../settings.ts';

export const bilstmCnn: Architecture = {
  name: 'bilstm-cnn',
  label: 'BiLSTM-CNN',
  help: 'Characters by a convolution, two layers over words, and a softmax for each direction. Its rate is a fifth of the paper’s, which scored less.',
  paper: 'paper 2',
  specification: {
    encoder: { kind: 'bilstm-cnn', ...defaultsOf(bilstmCnnEncoder.fields), wordLayers: 2 },
    output: { kind: 'directional-softmax', ...defaultsOf(directionalSoftmaxOutput.fields) },
  },
  settings: { ...commonSettings, optimizer: 'nadam', learningRate: 0.002, batching: 'tokens' },
};

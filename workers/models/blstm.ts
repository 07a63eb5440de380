/**
 * BLSTM (paper 0, section 4): word embedding ⊕ character BLSTM → word BLSTM → linear → softmax. Sizes by default as in
 * its Table 2 (a): character hidden 25, word hidden 128.
 */
import { BilstmEncoder } from '../encoders/bilstmEncoder.ts';
import { SoftmaxOutput } from '../outputs/softmax.ts';
import type { Architecture } from './architecture.ts';

export const blstm: Architecture = {
  build({ hyperparameters, wordRows, wordDimension, characters, tags, random }) {
    const encoder = new BilstmEncoder(hyperparameters, wordRows, wordDimension, characters, random);
    return { encoder, output: new SoftmaxOutput(encoder.featureSize, tags, random) };
  },
};

/**
 * BiLSTM-CRF (paper 1, section 2): the BLSTM's encoder under a linear-chain CRF. Sizes by default as in its section 4.2:
 * characters 25 / 25, word hidden 128.
 */
import { BilstmEncoder } from '../encoders/bilstmEncoder.ts';
import { CrfOutput } from '../outputs/crf.ts';
import type { Architecture } from './architecture.ts';

export const bilstmCrf: Architecture = {
  build({ hyperparameters, wordRows, wordDimension, characters, tags, scheme, random }) {
    const encoder = new BilstmEncoder(hyperparameters, wordRows, wordDimension, characters, random);
    const constraints = scheme === 'tags' ? null : scheme;
    return { encoder, output: new CrfOutput(encoder.featureSize, tags, constraints, random) };
  },
};

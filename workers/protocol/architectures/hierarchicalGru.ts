/**
 * Hierarchical GRU (paper 3): two GRU layers over characters, two over words, under a CRF that is trained by softmax
 * margin with AdaGrad. Sizes and rate by default as in its section 4.2; it leaves the rest to tuning on dev.
 */
import type { Architecture } from '../architectures.ts';
import { hierarchicalGruEncoder } from '../encoders/hierarchicalGru.ts';
import { defaultsOf } from '../fields.ts';
import { crfOutput } from '../outputs/crf.ts';
import { commonSettings } from '../settings.ts';

export const hierarchicalGru: Architecture = {
  name: 'hierarchical-gru',
  label: 'Hierarchical GRU',
  help: 'Words and characters through two GRUs each, and a CRF that must be right by a margin.',
  paper: 'paper 3',
  specification: {
    encoder: { kind: 'hierarchical-gru', ...defaultsOf(hierarchicalGruEncoder.fields) },
    output: { kind: 'crf', ...defaultsOf(crfOutput.fields), objective: 'margin' },
  },
  settings: { ...commonSettings, optimizer: 'adagrad', learningRate: 0.01 },
};

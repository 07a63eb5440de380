/** BERT-CRF (paper 4, its second baseline): the BERT tagger's encoder under a linear-chain CRF. */
import type { Architecture } from '../architectures.ts';
import { transformerEncoder } from '../encoders/transformer.ts';
import { defaultsOf } from '../fields.ts';
import { crfOutput } from '../outputs/crf.ts';
import { fineTuningSettings } from './fineTuning.ts';

export const bertCrf: Architecture = {
  name: 'bert-crf',
  label: 'BERT-CRF',
  help: 'The same, and a CRF that weighs which tag may follow which.',
  paper: 'paper 4',
  specification: {
    encoder: { kind: 'transformer', ...defaultsOf(transformerEncoder.fields) },
    output: { kind: 'crf', ...defaultsOf(crfOutput.fields), scheme: 'iob2' },
  },
  settings: fineTuningSettings,
};

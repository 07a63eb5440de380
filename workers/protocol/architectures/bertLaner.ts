/** LANER over BERT, as in paper 4: batch of 16 and Adam's rate of 5e-5 (section 3.3); what is new in it learns faster, as in the BERT tagger. */
import type { Architecture } from '../architectures.ts';
import { transformerEncoder } from '../encoders/transformer.ts';
import { defaultsOf } from '../fields.ts';
import { labelAwareOutput } from '../outputs/labelAware.ts';
import { fineTuningSettings } from './fineTuning.ts';

export const bertLaner: Architecture = {
  name: 'bert-laner',
  label: 'BERT-LANER',
  help: 'The BERT tagger’s encoder, and tags written from left to right, each with all labels before it in mind.',
  paper: 'paper 4',
  specification: {
    encoder: { kind: 'transformer', ...defaultsOf(transformerEncoder.fields) },
    output: { kind: 'label-aware', ...defaultsOf(labelAwareOutput.fields) },
  },
  settings: { ...fineTuningSettings, batchSize: 16, learningRate: 5e-5 },
};

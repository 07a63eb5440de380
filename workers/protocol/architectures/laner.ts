/**
 * LANER (paper 4) over the BLSTM's encoder, for where no pretrained encoder is at hand. Label embeddings, tagging scheme, Adam
 * and batch as in its section 3.3 and Table 5. Its rate of 5e-5 is one for BERT; this encoder's is the other networks'. At half
 * of it CrossNER's politics came to 53.1 after 40 epochs in the place of 55.5 (one seed).
 */
import type { Architecture } from '../architectures.ts';
import { bilstmEncoder } from '../encoders/bilstm.ts';
import { defaultsOf } from '../fields.ts';
import { labelAwareOutput } from '../outputs/labelAware.ts';
import { commonSettings } from '../settings.ts';

export const laner: Architecture = {
  name: 'laner',
  label: 'LANER',
  help: 'The BLSTM’s features, and tags written from left to right, each with all labels before it in mind.',
  paper: 'paper 4',
  specification: {
    encoder: { kind: 'bilstm', ...defaultsOf(bilstmEncoder.fields) },
    output: { kind: 'label-aware', ...defaultsOf(labelAwareOutput.fields) },
  },
  settings: { ...commonSettings, optimizer: 'adam', batchSize: 16 },
};

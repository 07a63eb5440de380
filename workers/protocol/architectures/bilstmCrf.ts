/**
 * BiLSTM-CRF (paper 1, section 2): the BLSTM's encoder under a linear-chain CRF. Sizes by default as in its section 4.2.
 * Its Adam at 0.05 is left to `--set`: most trainings fall apart there.
 */
import type { Architecture } from '../architectures.ts';
import { bilstmEncoder } from '../encoders/bilstm.ts';
import { defaultsOf } from '../fields.ts';
import { crfOutput } from '../outputs/crf.ts';
import { commonSettings } from '../settings.ts';

export const bilstmCrf = {
  name: 'bilstm-crf',
  label: 'BiLSTM-CRF',
  help: 'The same, and a CRF that weighs which tag may follow which.',
  paper: 'paper 1',
  specification: {
    encoder: { kind: 'bilstm', ...defaultsOf(bilstmEncoder.fields) },
    output: { kind: 'crf', ...defaultsOf(crfOutput.fields) },
  },
  settings: commonSettings,
} satisfies Architecture;

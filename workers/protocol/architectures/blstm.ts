/**
 * BLSTM (paper 0, section 4): word embedding ⊕ character BLSTM → word BLSTM → linear → softmax. Sizes by default as in
 * its Table 2 (a). Where the papers train with SGD for 200 epochs, the settings by default are what reaches the same
 * scores in a tab's patience.
 */
import type { Architecture } from '../architectures.ts';
import { bilstmEncoder } from '../encoders/bilstm.ts';
import { defaultsOf } from '../fields.ts';
import { softmaxOutput } from '../outputs/softmax.ts';
import { commonSettings } from '../settings.ts';

export const blstm = {
  name: 'blstm',
  label: 'BLSTM with softmax',
  help: 'Words and characters through two LSTMs, each tag chosen by itself.',
  paper: 'paper 0',
  specification: {
    encoder: { kind: 'bilstm', ...defaultsOf(bilstmEncoder.fields) },
    output: { kind: 'softmax', ...defaultsOf(softmaxOutput.fields) },
  },
  settings: commonSettings,
} satisfies Architecture;

/**
 * Seq2Seq tagger (paper 0, section 4.3): the BLSTM's encoder under an aligned attention decoder. Sizes, batch, clipping and
 * dropout by default as in its Table 2 (b). Where the paper trains with SGD for 200 epochs, the optimizer by default is what
 * reaches the same scores in a tab's patience. With half as many sentences a batch its rate is half of the others': at theirs it
 * stops after 7 epochs, 2 points lower (experiments/standard.md).
 */
import type { Architecture } from '../architectures.ts';
import { bilstmEncoder } from '../encoders/bilstm.ts';
import { defaultsOf } from '../fields.ts';
import { attentionDecoderOutput } from '../outputs/attentionDecoder.ts';
import { commonSettings } from '../settings.ts';

export const seq2seq: Architecture = {
  name: 'seq2seq',
  label: 'Seq2Seq with attention',
  help: 'The BLSTM’s features, and a decoder that writes the tags from left to right, each with the last one in mind.',
  paper: 'paper 0',
  specification: {
    encoder: { kind: 'bilstm', ...defaultsOf(bilstmEncoder.fields), characterHidden: 15, wordHidden: 72 },
    output: { kind: 'attention-decoder', ...defaultsOf(attentionDecoderOutput.fields) },
  },
  settings: { ...commonSettings, batchSize: 16, clip: 50, dropout: 0.4, learningRate: 0.001 },
};

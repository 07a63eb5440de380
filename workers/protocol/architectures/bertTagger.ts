/**
 * BERT tagger (paper 4, its baseline, after Devlin et al. 2019, section 5.3): a transformer from a checkpoint, whose sizes are the
 * checkpoint's, under a softmax over the tags of each word's first piece. AdamW with warm-up and a falling rate, as usual;
 * the output, which begins from nothing, learns ten times as fast as what was pretrained.
 */
import type { Architecture } from '../architectures.ts';
import { transformerEncoder } from '../encoders/transformer.ts';
import { defaultsOf } from '../fields.ts';
import { softmaxOutput } from '../outputs/softmax.ts';
import { fineTuningSettings } from './fineTuning.ts';

export const bertTagger: Architecture = {
  name: 'bert-tagger',
  label: 'BERT tagger',
  help: 'A transformer from a checkpoint, each tag chosen by itself.',
  paper: 'paper 4',
  specification: {
    encoder: { kind: 'transformer', ...defaultsOf(transformerEncoder.fields) },
    output: { kind: 'softmax', ...defaultsOf(softmaxOutput.fields), scheme: 'iob2' },
  },
  settings: fineTuningSettings,
};

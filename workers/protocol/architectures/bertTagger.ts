/**
 * BERT tagger (paper 4, its baseline, after Devlin et al. 2019, section 5.3): a transformer from a checkpoint, whose sizes are the
 * checkpoint's, under a softmax over the tags of each word's first piece. AdamW with warm-up and a falling rate, as usual;
 * the output, which begins from nothing, learns ten times as fast as what was pretrained.
 */
import type { Architecture } from '../architectures.ts';
import { transformerEncoder } from '../encoders/transformer.ts';
import { defaultsOf, type SearchRange } from '../fields.ts';
import { softmaxOutput } from '../outputs/softmax.ts';
import { commonSettings, type TrainingSettings } from '../settings.ts';

/** How taggers over a checkpoint are trained by default. */
export const fineTuningSettings: TrainingSettings = {
  ...commonSettings,
  ...{ optimizer: 'adamw', learningRate: 1e-4, outputRate: 10, schedule: 'linear', warmup: 0.1 },
  ...{ clip: 1, dropout: 0.1, epochs: 4, patience: 4 },
};

/** What a search draws from instead of the fields' own ranges; about those of Devlin et al. 2019, appendix A.3. */
export const fineTuningRanges: Readonly<Record<string, SearchRange>> = {
  learningRate: [3e-5, 5e-5, 1e-4, 2e-4],
  batchSize: [8, 16, 32],
};

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

/** Our taggers with the sizes of peerModels.py, and their timings: training steps and tagging. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Dropout } from '../workers/layers/dropout.ts';
import { Tagger } from '../workers/models/tagger.ts';
import { tagSentences } from '../workers/models/tagSentences.ts';
import { bilstmCnn } from '../workers/protocol/architectures/bilstmCnn.ts';
import { bilstmCrf } from '../workers/protocol/architectures/bilstmCrf.ts';
import { blstm } from '../workers/protocol/architectures/blstm.ts';
import { hierarchicalGru } from '../workers/protocol/architectures/hierarchicalGru.ts';
import { seq2seq } from '../workers/protocol/architectures/seq2seq.ts';
import type { TrainingSettings } from '../workers/protocol/settings.ts';
import { type Example, TagSets } from '../workers/text/examples.ts';
import { createRandom } from '../workers/text/random.ts';
import { atConstantRate, Optimizer } from '../workers/training/optimizer.ts';
import { timed } from './timing.ts';
import { categories, type TaggedSentence, tags, type Workload } from './workload.ts';

/** Each with the sizes and the optimizer that an architecture has by default; peerModels.py has the same. */
const taggers = {
  'bilstm-crf': bilstmCrf,
  'bilstm-cnn': bilstmCnn,
  'hierarchical-gru': hierarchicalGru,
  seq2seq,
  /** With the sizes and settings of the Seq2Seq tagger, which is held against it. */
  blstm: {
    specification: { encoder: seq2seq.specification.encoder, output: blstm.specification.output },
    settings: seq2seq.settings,
  },
} as const;
export type BenchArchitecture = keyof typeof taggers;

const rows = new Map(tags.map((tag, row) => [tag, row]));
const sets = new TagSets(tags.length);

const exampleOf = ({ words, tags: gold }: TaggedSentence): Example => ({
  words,
  known: Int32Array.from(gold, (tag) => rows.get(tag) ?? 0),
  sets,
});

/** A tagger of the workload's words, from random weights. */
export function ourTagger({ text }: Workload, architecture: BenchArchitecture = 'bilstm-crf'): OurTagger {
  const { specification, settings } = taggers[architecture];
  const facts = { name: 'bench', architecture, specification, categories };
  const given = { sentences: text, vectors: null };
  return new OurTagger(Tagger.create(facts, given, createRandom(1).fork('weights')), settings);
}

export class OurTagger {
  private readonly optimizer: Optimizer;
  private readonly dropout: Dropout;

  /** @param tagger which it disposes of. */
  constructor(
    private readonly tagger: Tagger,
    settings: TrainingSettings,
  ) {
    this.optimizer = new Optimizer(atConstantRate(tagger.learningParameters, settings.learningRate), settings);
    this.dropout = { rate: settings.dropout, random: createRandom(1).fork('dropout') };
  }

  /** One training step with lookups, as in training. Gives the loss, for the caller to dispose of. */
  step(sentences: readonly TaggedSentence[]): Tensor {
    const examples = sentences.map(exampleOf);
    return this.optimizer.step(() => this.tagger.loss(examples, this.dropout));
  }

  /** Milliseconds of training on the batches one after the other, until the device has finished. */
  train(batches: readonly (readonly TaggedSentence[])[]): Promise<number> {
    return timed(async () => {
      let last: Tensor | undefined;
      for (const batch of batches) {
        last?.dispose();
        last = this.step(batch);
      }
      const loss = (await last?.data())?.[0];
      last?.dispose();
      if (!Number.isFinite(loss)) throw new Error(`The loss is ${loss}: what was timed is not a training.`);
    });
  }

  /** Milliseconds of tagging all, in batches of our choice. */
  tag(sentences: readonly TaggedSentence[]): Promise<number> {
    return timed(() =>
      tagSentences(
        this.tagger,
        sentences.map(({ words }) => words),
      ),
    );
  }

  dispose(): void {
    this.optimizer.dispose();
    this.tagger.dispose();
  }
}

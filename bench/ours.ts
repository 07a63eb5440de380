/** Our BiLSTM-CRF with the reference's sizes, and its timings: training steps and tagging. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Dropout } from '../workers/layers/dropout.ts';
import { Tagger } from '../workers/models/tagger.ts';
import { tagSentences } from '../workers/models/tagSentences.ts';
import { bilstmCrf } from '../workers/protocol/architectures/bilstmCrf.ts';
import type { TrainingSettings } from '../workers/protocol/settings.ts';
import type { ModelSpecification } from '../workers/protocol/specification.ts';
import { type Example, TagSets } from '../workers/text/examples.ts';
import { createRandom } from '../workers/text/random.ts';
import { atConstantRate, Optimizer } from '../workers/training/optimizer.ts';
import { timed } from './timing.ts';
import { categories, type TaggedSentence, tags, type Workload } from './workload.ts';

/** Sizes of the reference; peer.py has the same. */
const specification: ModelSpecification = {
  encoder: {
    ...bilstmCrf.specification.encoder,
    characterEmbedding: 25,
    characterHidden: 25,
    wordEmbedding: 50,
    wordHidden: 128,
  },
  output: bilstmCrf.specification.output,
};

/** Settings of the reference; peer.py has the same. */
const settings: TrainingSettings = {
  ...bilstmCrf.settings,
  dropout: 0.5,
  optimizer: 'adam',
  learningRate: 0.002,
  clip: 5,
  batchSize: 32,
};

const rows = new Map(tags.map((tag, row) => [tag, row]));
const sets = new TagSets(tags.length);

const exampleOf = ({ words, tags: gold }: TaggedSentence): Example => ({
  words,
  known: Int32Array.from(gold, (tag) => rows.get(tag) ?? 0),
  sets,
});

export class OurTagger {
  private readonly tagger: Tagger;
  private readonly optimizer: Optimizer;
  private readonly dropout: Dropout;

  constructor({ text }: Workload) {
    const random = createRandom(1);
    const facts = { name: 'bench', architecture: bilstmCrf.name, specification, categories };
    this.tagger = Tagger.create(facts, { sentences: text, vectors: null }, random.fork('weights'));
    this.optimizer = new Optimizer(atConstantRate(this.tagger.parameters, settings.learningRate), settings);
    this.dropout = { rate: settings.dropout, random: random.fork('dropout') };
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

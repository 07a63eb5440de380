/** Our own BiLSTM-CRF with the reference's sizes, and what is timed of it: steps of training, and tagging. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Dropout } from '../workers/layers/dropout.ts';
import { Tagger } from '../workers/models/tagger.ts';
import { tagSentences } from '../workers/models/tagSentences.ts';
import { architectureDefaults, type Hyperparameters } from '../workers/protocol/hyperparameters.ts';
import type { Example } from '../workers/text/examples.ts';
import { createRandom } from '../workers/text/random.ts';
import { initialWordRows } from '../workers/text/vocabulary.ts';
import { atConstantRate, Optimizer } from '../workers/training/optimizer.ts';
import { timed } from './timing.ts';
import { categories, type TaggedSentence, tags, type Workload } from './workload.ts';

/** Sizes and settings of the reference; peer.py has the same. */
const hyperparameters: Hyperparameters = {
  ...architectureDefaults['bilstm-crf'],
  characterEmbedding: 25,
  characterHidden: 25,
  wordEmbedding: 50,
  wordHidden: 128,
  dropout: 0.5,
  optimizer: 'adam',
  learningRate: 0.002,
  clip: 5,
  batchSize: 32,
};

const rows = new Map(tags.map((tag, row) => [tag, row]));

const exampleOf = ({ words, tags: gold }: TaggedSentence): Example => ({
  words,
  tags: Int32Array.from(gold, (tag) => rows.get(tag) ?? 0),
  open: [],
});

export class OurTagger {
  private readonly tagger: Tagger;
  private readonly optimizer: Optimizer;
  private readonly dropout: Dropout;

  constructor({ vocabulary }: Workload) {
    const random = createRandom(1);
    const { wordEmbedding } = hyperparameters;
    const wordRows = initialWordRows(vocabulary, null, wordEmbedding, random.fork('words'));
    const facts = {
      name: 'bench',
      architecture: 'bilstm-crf',
      hyperparameters,
      kind: 'spans',
      scheme: 'bioes',
      categories,
    } as const;
    this.tagger = Tagger.create(facts, vocabulary, wordRows, wordEmbedding, random.fork('weights'));
    this.optimizer = new Optimizer(
      atConstantRate(this.tagger.parameters, hyperparameters.learningRate),
      hyperparameters,
    );
    this.dropout = { rate: hyperparameters.dropout, random: random.fork('dropout') };
  }

  /** One training step; words are looked up in it, as in every real one. Gives the loss, for the caller to dispose of. */
  step(sentences: readonly TaggedSentence[]): Tensor {
    const examples = sentences.map(exampleOf);
    return this.optimizer.step(() => this.tagger.loss(examples, this.dropout));
  }

  /** Milliseconds of training on the batches one after the other, until the device has done all. */
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

  /** Milliseconds of tagging all, in batches of our own choice. */
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

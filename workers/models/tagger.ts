/**
 * A tagger: an encoder and an output, the vocabulary that turns words into rows, and the categories that its tags speak
 * of. Training, transfer, bundle and exports know taggers by this alone.
 */
import type { Tensor, Tensor1D, Tensor3D } from '@tensorflow/tfjs-core';
import { tensor, tidy } from '@tensorflow/tfjs-core';
import type { Encoder } from '../encoders/encoder.ts';
import type { Dropout } from '../layers/dropout.ts';
import { disposeAll, type Parameters } from '../layers/parameters.ts';
import { restoreSnapshot, takeSnapshot } from '../layers/snapshot.ts';
import type { Output } from '../outputs/output.ts';
import type { HistoryEntry } from '../protocol/engine.ts';
import { GraftError } from '../protocol/errors.ts';
import type { Hyperparameters } from '../protocol/hyperparameters.ts';
import { allowedTags, type Example } from '../text/examples.ts';
import type { Random } from '../text/random.ts';
import { createRandom } from '../text/random.ts';
import { tagSet } from '../text/schemes.ts';
import { type SentenceBatch, sentenceBatch } from '../text/sentenceBatch.ts';
import { createVocabulary, type Vocabulary } from '../text/vocabulary.ts';
import { architectures } from './registry.ts';
import type { ModelState } from './state.ts';

/** A tagger's facts without its numbers. */
export type TaggerDescription = Pick<
  ModelState,
  'name' | 'architecture' | 'hyperparameters' | 'kind' | 'scheme' | 'categories'
>;

export interface TaggedWords {
  readonly tags: readonly string[];
  /** Of each chosen tag, 0 to 1. */
  readonly probabilities: readonly number[];
}

export class Tagger {
  private constructor(
    private facts: TaggerDescription,
    private vocabularyInUse: Vocabulary,
    readonly encoder: Encoder,
    readonly output: Output,
  ) {}

  /** Random weights from the seed; words begin as `wordRows` [vocabulary.words × wordDimension]. */
  static create(
    facts: TaggerDescription,
    vocabulary: Vocabulary,
    wordRows: Float32Array,
    wordDimension: number,
    random: Random,
  ): Tagger {
    const { encoder, output } = architectures[facts.architecture].build({
      hyperparameters: facts.hyperparameters,
      wordRows,
      wordDimension,
      characters: vocabulary.characters.length,
      tags: facts.scheme === 'tags' ? facts.categories : tagSet(facts.categories, facts.scheme),
      scheme: facts.scheme,
      random,
    });
    return new Tagger(facts, vocabulary, encoder, output);
  }

  /** @throws GraftError where a weight is missing or has another shape than the architecture wants. */
  static fromState(state: ModelState): Tagger {
    const { words, characters, weights, hyperparameters } = state;
    const embedding = weights['word.embedding'];
    const wordDimension = embedding?.shape[1] ?? hyperparameters.wordEmbedding;
    const vocabulary = createVocabulary({
      words: [...words],
      characters: [...characters],
      digitsToZero: hyperparameters.digitsToZero,
    });
    const wordRows = new Float32Array(words.length * wordDimension);
    const tagger = Tagger.create(state, vocabulary, wordRows, wordDimension, createRandom(0));
    for (const [name, variable] of Object.entries(tagger.parameters)) {
      const weight = weights[name];
      if (!weight || weight.shape.join() !== variable.shape.join()) {
        tagger.dispose();
        throw new GraftError({
          code: 'model-weights',
          message: `The model’s weight ${name} is ${weight ? `[${weight.shape}]` : 'missing'}; ${state.architecture} with its ${state.tags.length} tags needs [${variable.shape}].`,
          remedy: 'The file does not fit together: export the model again from where it was trained.',
        });
      }
    }
    restoreSnapshot(tagger.parameters, new Map(Object.entries(weights)));
    return tagger;
  }

  get description(): TaggerDescription {
    return this.facts;
  }

  get vocabulary(): Vocabulary {
    return this.vocabularyInUse;
  }

  get parameters(): Parameters {
    return { ...this.encoder.parameters, ...this.output.parameters };
  }

  /** Mean loss of a batch, a scalar; with `mode`, the loss of a training step. */
  loss(examples: readonly Example[], mode: Dropout | null): Tensor {
    return tidy(() => {
      const batch = this.batch(examples.map(({ words }) => words));
      const tagCount = this.output.tags.length;
      const known = allowedTags(examples, batch.time, tagCount);
      const allowed = tensor(known, [batch.size, batch.time, tagCount]) as Tensor3D;
      return this.output.loss(this.encoder.encode(batch, mode), allowed, lengthsOf(batch));
    });
  }

  /** Tags sentences of words, in one batch. */
  async tag(sentences: readonly (readonly string[])[]): Promise<TaggedWords[]> {
    const batch = this.batch(sentences);
    const [features, lengths] = tidy(() => [this.encoder.encode(batch, null), lengthsOf(batch)]);
    const decoded = await this.output.decode(features as Tensor3D, lengths as Tensor1D);
    disposeAll([features as Tensor3D, lengths as Tensor1D]);
    return sentences.map((words, row) => {
      const cells = words.map((_, column) => row * batch.time + column);
      return {
        tags: cells.map((cell) => this.output.tags[decoded.tags[cell] ?? 0] as string),
        probabilities: cells.map((cell) => decoded.probabilities[cell] ?? 0),
      };
    });
  }

  private batch(sentences: readonly (readonly string[])[]): SentenceBatch {
    return sentenceBatch(sentences, this.vocabularyInUse);
  }

  /** Appends categories to the output layer; the old ones keep their rows. */
  async addCategories(categories: readonly string[], ...grow: GrowArguments): Promise<void> {
    const { scheme } = this.facts;
    const all = [...this.facts.categories, ...categories];
    const tags = scheme === 'tags' ? categories : tagSet(all, scheme).slice(this.output.tags.length);
    await this.output.grow(tags, ...grow);
    this.facts = { ...this.facts, categories: all };
  }

  /**
   * Takes in a vocabulary that extends the old one.
   * @param wordRows of the new words alone, [new words × word dimension].
   */
  async extendVocabulary(vocabulary: Vocabulary, wordRows: Float32Array, random: Random): Promise<void> {
    const newCharacters = vocabulary.characters.length - this.vocabularyInUse.characters.length;
    await this.encoder.appendWords(wordRows);
    await this.encoder.appendCharacters(newCharacters, random);
    this.vocabularyInUse = vocabulary;
  }

  async state(name: string, history: readonly HistoryEntry[], hyperparameters?: Hyperparameters): Promise<ModelState> {
    return {
      ...this.facts,
      name,
      hyperparameters: hyperparameters ?? this.facts.hyperparameters,
      tags: this.output.tags,
      words: this.vocabularyInUse.words,
      characters: this.vocabularyInUse.characters,
      weights: Object.fromEntries(await takeSnapshot(this.parameters)),
      history,
    };
  }

  dispose(): void {
    disposeAll(Object.values(this.parameters));
  }
}

type GrowArguments = Output['grow'] extends (tags: readonly string[], ...rest: infer Rest) => unknown ? Rest : never;

function lengthsOf(batch: SentenceBatch): Tensor1D {
  return tensor(batch.lengths, [batch.size], 'int32') as Tensor1D;
}

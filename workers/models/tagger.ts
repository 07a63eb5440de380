/**
 * A tagger: an encoder and an output, and the categories that its tags speak of. Training, transfer, bundle and exports
 * know taggers by this alone.
 */
import type { Tensor, Tensor1D, Tensor3D, Variable } from '@tensorflow/tfjs-core';
import { add, dispose, mul, tensor, tidy } from '@tensorflow/tfjs-core';
import type { Encoder, NewText, Sentences } from '../encoders/encoder.ts';
import { createEncoder } from '../encoders/registry.ts';
import type { Dropout } from '../layers/dropout.ts';
import { type HostTable, hostTablesOf } from '../layers/hostTable.ts';
import type { AdapterChoice } from '../layers/lowRank.ts';
import {
  drawnParameters,
  givenParameters,
  type ParameterSource,
  type Parameters,
  storedParameters,
  type Weight,
} from '../layers/parameters.ts';
import {
  depthsOf,
  disposeParts,
  type Layered,
  lowestParts,
  type Part,
  type PartSource,
  parametersOf,
  partSource,
  type Texts,
} from '../layers/part.ts';
import { storedWeights } from '../layers/snapshot.ts';
import { entityRatioLoss } from '../outputs/entityRatio.ts';
import type { Output } from '../outputs/output.ts';
import { createOutput } from '../outputs/registry.ts';
import type { Initialisation, Kinds } from '../protocol/configuration.ts';
import type { CorpusKind } from '../protocol/corpus.ts';
import { GraftError } from '../protocol/errors.ts';
import type { HistoryEntry } from '../protocol/history.ts';
import type { TrainingSettings } from '../protocol/settings.ts';
import type { CategoryMapping } from '../text/categories.ts';
import type { Example } from '../text/examples.ts';
import { Gold } from '../text/gold.ts';
import { mappedCategories } from '../text/modelCategories.ts';
import type { Random } from '../text/random.ts';
import { kindOf, type OutputScheme } from '../text/tagNames.ts';
import { storedEncoder } from './consultingEncoder.ts';
import { sampleFeatures } from './sampleFeatures.ts';
import type { ModelState, TaggerDescription } from './state.ts';

export interface TaggedWords {
  readonly tags: readonly string[];
  /** Of each chosen tag, 0 to 1. */
  readonly probabilities: readonly number[];
}

/** What a step learns beside its examples. */
export interface Beside {
  /** The same sentences with something else known of them, whose loss is added with a weight. */
  readonly taught?: { readonly examples: readonly Example[]; readonly weight: number } | undefined;
  /** Where sentences leave open which words are entities: how large a share of all words is part of one. */
  readonly entityRatio?: number | undefined;
}

export class Tagger implements Layered {
  /** How many of the encoder's lowest layers do not learn. */
  private frozenLayers = 0;

  private constructor(
    private facts: TaggerDescription,
    readonly encoder: Encoder,
    readonly output: Output,
  ) {}

  /**
   * A new one, which knows the text that it is given. Where that comes with an encoder's numbers, the output alone is drawn.
   * @throws GraftError where a given number has no place, or another shape than the specification wants.
   * @param random where tasks are learned together, forked by the task's name, so that no two outputs begin alike.
   * @param held parts of other taggers that it is to share, each taken where its path is asked for.
   */
  static create(facts: TaggerDescription, text: NewText, random: Random, held: readonly Part[] = []): Tagger {
    const { encoder } = facts.specification;
    const { given } = text;
    const source = given ? givenParameters(given.weights, random) : drawnParameters(random);
    return Tagger.build(facts, source, held, (parts) => createEncoder(encoder, text, parts), given?.weights);
  }

  /** @throws GraftError where a weight or a text is missing or has another shape than the specification wants. */
  static fromState(state: ModelState): Tagger {
    const { name, architecture, specification, categories, weights } = state;
    const facts = { name, architecture, specification, categories };
    const encoderOf = (parts: PartSource) => storedEncoder(specification, state.texts, parts);
    return Tagger.build(facts, storedParameters(weights), [], encoderOf, weights);
  }

  private static build(
    facts: TaggerDescription,
    source: ParameterSource,
    held: readonly Part[],
    encoderOf: (parts: PartSource) => Encoder,
    stored: Readonly<Record<string, Weight>> = {},
  ): Tagger {
    try {
      const parts = partSource(source, held);
      const encoder = encoderOf(parts);
      const { featureSize, sharedFeatures } = encoder;
      const { categories, specification } = facts;
      const output = createOutput(specification.output, categories, featureSize, parts, sharedFeatures);
      const tagger = new Tagger(facts, encoder, output);
      expectPlaces(stored, tagger);
      return tagger;
    } catch (error) {
      source.discard();
      throw error;
    }
  }

  get description(): TaggerDescription {
    const { encoder, output, facts } = this;
    const halves = { encoder: encoder.specification, output: output.specification };
    return { ...facts, specification: { ...facts.specification, ...halves } };
  }

  get categories(): readonly string[] {
    return this.facts.categories;
  }

  get scheme(): OutputScheme {
    return this.output.specification.scheme;
  }

  get kind(): CorpusKind {
    return kindOf(this.scheme);
  }

  get parts(): readonly Part[] {
    return [...this.encoder.parts, ...this.output.parts];
  }

  get layers(): readonly (readonly Part[])[] {
    return [...this.output.layers, ...this.encoder.layers];
  }

  /** What is on the device: of a table that the host holds, the rows that learn. */
  get parameters(): Parameters {
    return parametersOf(this);
  }

  /** From here on so many of the encoder's lowest layers, and the tables below them, stay as they are. */
  freeze(layers: number): void {
    this.frozenLayers = layers;
    this.encoder.freeze?.(layers);
  }

  /**
   * From here on low-rank adapters learn in the encoder's layers above those that are frozen, and the output; the rest stays as it
   * is. The adapters are merged into the weights where the tagger is told as plain data.
   */
  adapt(choice: AdapterChoice, random: Random): void {
    this.encoder.adapt?.(choice, drawnParameters(random));
  }

  /** From here on what its tables hold of these sentences learns, as its encoder says. */
  learnRows(sentences: Sentences): void {
    this.encoder.learnRows?.(sentences);
  }

  /** Numbers by the parameters' names, such as another model's weights, in the shapes of the parameters: of tables the rows that learn. */
  narrowed(all: Readonly<Record<string, Weight>>): Record<string, Weight> {
    return { ...all, ...this.ofTables(all, (table, weight) => table.narrowed(weight)) };
  }

  /** The other way round, in the shapes in which a model is stored; 0 for rows that do not learn. */
  widened(all: Readonly<Record<string, Weight>>): Record<string, Weight> {
    return { ...all, ...this.ofTables(all, (table, weight) => table.widened(weight)) };
  }

  private ofTables(
    all: Readonly<Record<string, Weight>>,
    change: (table: HostTable, weight: Weight) => Weight,
  ): Record<string, Weight> {
    const entries = hostTablesOf(this).flatMap((table): [string, Weight][] => {
      const weight = all[table.name];
      return weight ? [[table.name, change(table, weight)]] : [];
    });
    return Object.fromEntries(entries);
  }

  /** Those that learn: neither frozen, nor beside adapters, nor those of a model that it asks as well. */
  get learningParameters(): Parameters {
    const { depths } = this;
    const { adapterParameters } = this.encoder;
    if (adapterParameters) return { ...adapterParameters, ...parametersOf(this.output) };
    const frozen = new Set(lowestParts(this.encoder, this.frozenLayers));
    const open = parametersOf({ parts: this.parts.filter((part) => !frozen.has(part)) });
    return Object.fromEntries(Object.entries(open).filter(([, parameter]) => depths.has(parameter)));
  }

  /** What learns at the output's rate, as it is by now: the output, and adapters, which begin from nothing as well. */
  get outputVariables(): ReadonlySet<Variable> {
    return new Set(Object.values({ ...parametersOf(this.output), ...this.encoder.adapterParameters }));
  }

  /** How many layers lie above that of each parameter, as they are by now. */
  get depths(): ReadonlyMap<Variable, number> {
    return depthsOf(this);
  }

  /** Mean loss of a batch, a scalar; with `mode`, the loss of a training step. */
  loss(examples: readonly Example[], mode: Dropout | null, { taught, entityRatio }: Beside = {}): Tensor {
    return tidy(() => {
      const sentences = examples.map(({ words }) => words);
      const lengths = lengthsOf(sentences);
      const features = this.encoder.encode(sentences, mode);
      const losses = [this.lossOf(features, examples, lengths, mode)];
      if (taught) losses.push(mul(taught.weight, this.lossOf(features, taught.examples, lengths, mode)));
      const ratio = entityRatio === undefined ? null : entityRatioLoss(this.output, features, lengths, entityRatio);
      return (ratio ? [...losses, ratio] : losses).reduce((all, each) => add(all, each));
    });
  }

  /**
   * The probability of what is known of each sentence, all of its tokens together [batch]; null of an output that does not weigh
   * whole sequences.
   */
  async shareOf(examples: readonly Example[]): Promise<Float32Array | null> {
    const { output } = this;
    if (!output.logShare) return null;
    const logs = tidy(() => {
      const sentences = examples.map(({ words }) => words);
      const features = this.encoder.encode(sentences, null);
      const gold = new Gold(examples, features.shape[1], output.tags.length);
      return output.logShare?.(features, gold, lengthsOf(sentences)) as Tensor1D;
    });
    const values = (await logs.data()) as Float32Array;
    logs.dispose();
    return values.map(Math.exp);
  }

  /** Each tag's probability at each token, a sentence [tokens · tags] each. Only of an output that has them. */
  async marginals(sentences: Sentences): Promise<Float32Array[]> {
    const all = tidy(() => {
      const lengths = lengthsOf(sentences);
      return this.output.marginals(this.encoder.encode(sentences, null), lengths) as Tensor3D;
    }); // [batch, time, tags]
    return bySentence(all, sentences);
  }

  /**
   * Tags sentences, and tells each tag's probability at each token, a sentence [tokens · tags] each, or null of an output that has
   * none, at the price of one pass of the encoder.
   */
  async weigh(sentences: Sentences): Promise<{ tagged: TaggedWords[]; marginals: Float32Array[] | null }> {
    const [features, lengths] = tidy(() => [this.encoder.encode(sentences, null), lengthsOf(sentences)]) as Encoded;
    try {
      const tagged = await this.tagFeatures(sentences, features, lengths);
      const all = this.output.marginals(features, lengths); // [batch, time, tags]
      return { tagged, marginals: all && (await bySentence(all, sentences)) };
    } finally {
      dispose([features, lengths]);
    }
  }

  /** The encoder's features of each word, a sentence [words · features] each. */
  async features(sentences: Sentences): Promise<Float32Array[]> {
    return bySentence(
      tidy(() => this.encoder.encode(sentences, null)),
      sentences,
    );
  }

  private lossOf(features: Tensor3D, examples: readonly Example[], lengths: Tensor1D, mode: Dropout | null): Tensor {
    const gold = new Gold(examples, features.shape[1], this.output.tags.length);
    return this.output.loss(features, gold, lengths, mode);
  }

  /** Tags sentences of words, in one batch. */
  async tag(sentences: Sentences): Promise<TaggedWords[]> {
    const [features, lengths] = tidy(() => [this.encoder.encode(sentences, null), lengthsOf(sentences)]) as Encoded;
    try {
      return await this.tagFeatures(sentences, features, lengths);
    } finally {
      dispose([features, lengths]);
    }
  }

  /** Tags sentences, and tells their mean loss by what is known of them, at the price of one pass of the encoder. */
  async tagKnown(examples: readonly Example[]): Promise<{ tagged: TaggedWords[]; loss: number }> {
    const sentences = examples.map(({ words }) => words);
    const [features, lengths] = tidy(() => [this.encoder.encode(sentences, null), lengthsOf(sentences)]) as Encoded;
    try {
      const tagged = await this.tagFeatures(sentences, features, lengths);
      const loss = tidy(() => this.lossOf(features, examples, lengths, null));
      const [value = Number.NaN] = await loss.data();
      loss.dispose();
      return { tagged, loss: value };
    } finally {
      dispose([features, lengths]);
    }
  }

  private async tagFeatures(sentences: Sentences, features: Tensor3D, lengths: Tensor1D): Promise<TaggedWords[]> {
    const decoded = await this.output.decode(features, lengths);
    const time = features.shape[1];
    return sentences.map((words, row) => {
      const cells = words.map((_, column) => row * time + column);
      return {
        tags: cells.map((cell) => this.output.tags[decoded.tags[cell] ?? 0] as string),
        probabilities: cells.map((cell) => decoded.probabilities[cell] ?? 0),
      };
    });
  }

  /** Appends categories to the output; the old ones keep their rows. @param kinds begin as what they are a kind of. */
  async addCategories(
    categories: readonly string[],
    initialisation: Exclude<Initialisation, 'best'>,
    random: Random,
    kinds: Kinds = {},
  ): Promise<void> {
    if (categories.length > 0) await this.output.grow(categories, initialisation, random, kinds);
    this.facts = { ...this.facts, categories: [...this.facts.categories, ...categories] };
  }

  /** Renames, merges and removes categories of the output, with their rows. */
  async mapCategories(mapping: CategoryMapping): Promise<void> {
    await this.output.mapCategories(mapping, () => sampleFeatures(this.encoder));
    this.facts = { ...this.facts, categories: [...mappedCategories(this.categories, mapping).keys()] };
  }

  /** What it is as plain data, with how it came about. */
  async state(
    name: string,
    { settings, history }: { readonly settings: TrainingSettings; readonly history: readonly HistoryEntry[] },
  ): Promise<ModelState> {
    this.encoder.merge?.();
    const texts: Texts = Object.assign({}, ...this.parts.map((part) => part.texts));
    const weights = await storedWeights(this);
    return { ...this.description, name, tags: this.output.tags, settings, texts, weights, history };
  }

  /** Not for a tagger that shares parts: their owner disposes of the union, once, by `disposeParts`. */
  dispose(): void {
    this.freeze(0);
    disposeParts([this]);
  }
}

/** @throws GraftError where there is no place for a stored weight. */
function expectPlaces(stored: Readonly<Record<string, Weight>>, tagger: Tagger): void {
  const places = new Set([...Object.keys(tagger.parameters), ...hostTablesOf(tagger).map(({ name }) => name)]);
  const needless = Object.keys(stored).find((weight) => !places.has(weight));
  if (needless === undefined) return;
  throw new GraftError({
    code: 'model-weights',
    message: `The model holds a weight ${needless}, for which the model as it is described has no place.`,
    remedy: 'The file does not fit together: export the model again from where it was trained.',
  });
}

/** The numbers of each sentence without padding, [tokens · numbers]. @param all [batch, time, numbers], disposed of. */
async function bySentence(all: Tensor3D, sentences: Sentences): Promise<Float32Array[]> {
  const [, time, size] = all.shape;
  const values = (await all.data()) as Float32Array;
  all.dispose();
  return sentences.map(({ length }, row) => values.slice(row * time * size, (row * time + length) * size));
}

type Encoded = [features: Tensor3D, lengths: Tensor1D];

/** Words of each sentence, [batch]. */
function lengthsOf(sentences: Sentences): Tensor1D {
  return tensor(
    Int32Array.from(sentences, ({ length }) => length),
    [sentences.length],
    'int32',
  ) as Tensor1D;
}

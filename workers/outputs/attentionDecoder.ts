/**
 * The Seq2Seq tagger's output (paper 0, section 4.3): an LSTM decoder aligned with the encoder, which reads the label before
 * each token and attends to all of them. Gold labels in training, its own in use. No tag follows one that the tagging scheme
 * forbids there.
 *
 * It starts from the encoder's last forward state: the first half of the features at the sentence's last token, through a
 * linear layer where the decoder is of another size.
 */
import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { dispose, div, reshape, slice, sum, tensor, tidy } from '@tensorflow/tfjs-core';
import type { TagInputs } from '../kernels/attentionDecoder/operation.ts';
import { maskedCrossEntropy } from '../kernels/crossEntropy/operation.ts';
import { lookUp } from '../kernels/embedding/lookups.ts';
import { DecoderLayer, type DecoderReads } from '../layers/decoder.ts';
import { type Dropout, dropout } from '../layers/dropout.ts';
import { LabelLayer } from '../layers/labels.ts';
import { LinearLayer } from '../layers/linear.ts';
import type { Parameters } from '../layers/parameters.ts';
import type { Part, PartSource } from '../layers/part.ts';
import type { Initialisation, Kinds } from '../protocol/configuration.ts';
import type { OutputSpecifications } from '../protocol/specification.ts';
import type { CategoryMapping } from '../text/categories.ts';
import type { Gold } from '../text/gold.ts';
import type { Random } from '../text/random.ts';
import { tagNames } from '../text/tagNames.ts';
import { allowedAfter, growTagRows, labelsBefore, mapTagRows, sampleSentences } from './autoregression.ts';
import { beamSearch } from './beamSearch.ts';
import type { Decoded, Output } from './output.ts';
import type { SampleFeatures } from './regrouping.ts';

export class AttentionDecoderOutput implements Output {
  readonly lossPer = 'token';
  private readonly labelLayer: LabelLayer;
  private readonly decoder: DecoderLayer;
  private readonly outputLayer: LinearLayer;
  /** Null where the encoder's state is as large as the decoder's. */
  private readonly bridge: LinearLayer | null;
  private names: readonly string[];

  constructor(
    readonly specification: OutputSpecifications['attention-decoder'],
    private categories: readonly string[],
    private readonly features: number,
    parts: PartSource,
    private readonly sharedFeatures = 0,
  ) {
    const { scheme, decoderHidden, attentionSize, labelEmbedding } = specification;
    const names = tagNames(categories, scheme);
    this.names = names;
    this.labelLayer = parts.part(
      'labelLayer',
      (path, source) => new LabelLayer(path, names.length, labelEmbedding, decoderHidden, source),
    );
    this.decoder = parts.part(
      'decoder',
      (path, source) => new DecoderLayer(path, features, decoderHidden, attentionSize, source),
    );
    this.outputLayer = parts.part(
      'outputLayer',
      (path, source) => new LinearLayer(path, decoderHidden, names.length, source),
    );
    this.bridge =
      this.forwardSize === decoderHidden
        ? null
        : parts.part('bridge', (path, source) => new LinearLayer(path, this.forwardSize, decoderHidden, source));
  }

  get tags(): readonly string[] {
    return this.names;
  }

  get parts(): readonly Part[] {
    return [this.labelLayer, this.decoder, this.outputLayer, ...(this.bridge ? [this.bridge] : [])];
  }

  /**
   * The output layer, and the rows of the labels that the decoder reads. Its recurrence and attention are layers before the
   * output layer, and what it makes of a label's embedding is the same for all labels: transferred (paper 0, section 4.4).
   */
  get ofTags(): Parameters {
    return { ...this.labelLayer.rows, ...this.outputLayer.parameters };
  }

  get layers(): readonly (readonly Part[])[] {
    const below = this.parts.filter((part) => part !== this.outputLayer);
    return [[this.outputLayer], below];
  }

  /** Numbers of the encoder's forward state. */
  private get forwardSize(): number {
    return Math.ceil((this.features - this.sharedFeatures) / 2);
  }

  /**
   * Mean cross-entropy over the tokens, each given the gold label before it. A training step refuses open tokens. In use the
   * loss of what is known is told all the same: an open token then counts as the first tag that it may be for the token
   * behind it, and costs as much as all that it may be together.
   */
  loss(features: Tensor3D, gold: Gold, lengths: Tensor1D, mode: Dropout | null): Tensor {
    const { size, time, tagCount } = gold;
    const labels = labelsBefore(gold.ids(mode ? 'refused' : 'first'), time);
    const states = this.states(this.reads(features, lengths, gold.lengths()), labels);
    const logits = this.outputLayer.apply(dropout(mode, states)); // [batch, time, tags]
    const allowed = tensor(gold.allowed(), [size, time, tagCount]) as Tensor3D;
    return div(sum(maskedCrossEntropy(logits, allowed, lengths)), sum(lengths));
  }

  /** A tag's probability hangs on the tags before it: summed over those, it would take every sequence. */
  expectedEntities(): null {
    return null;
  }

  marginals(): null {
    return null;
  }

  async decode(features: Tensor3D, lengths: Tensor1D): Promise<Decoded> {
    const { beamWidth } = this.specification;
    const known = Int32Array.from(await lengths.data());
    if (beamWidth > 1) return this.search(features, lengths, known, beamWidth);
    const { tags, probabilities } = tidy(() => this.greedy(this.reads(features, lengths, known)));
    const decoded = {
      tags: Int32Array.from(await tags.data()),
      probabilities: Float32Array.from(await probabilities.data()),
    };
    dispose([tags, probabilities]);
    return decoded;
  }

  /** @param known the same lengths as plain numbers. */
  private reads(features: Tensor3D, lengths: Tensor1D, known: Int32Array): DecoderReads {
    const [batch, time, size] = features.shape;
    const last = Int32Array.from(known, (length, row) => (length > 0 ? row * time + length - 1 : -1));
    const rows = reshape(features, [batch * time, size]);
    const lastFeatures = lookUp(rows, last, [batch], { padding: false, learns: 'dense' }); // [batch, features]
    const forward = slice(lastFeatures, [0, 0], [batch, this.forwardSize]) as Tensor2D;
    return { features, lengths, initialState: this.bridge ? this.bridge.apply(forward) : forward };
  }

  /** @param labels rows of the labels before each token, [batch · time]. */
  private states(reads: DecoderReads, labels: Int32Array): Tensor3D {
    const [batch, time] = reads.features.shape;
    const gates = lookUp(this.labelLayer.gates(), labels, [batch, time], { padding: false, learns: 'dense' });
    return this.decoder.states(reads, gates as Tensor3D);
  }

  private greedy(reads: DecoderReads): { tags: Tensor2D; probabilities: Tensor2D } {
    return this.decoder.tags(reads, this.tagInputs());
  }

  private tagInputs(): TagInputs {
    const { names } = this;
    const { weights, bias } = this.outputLayer.operands;
    const allowed = tensor(allowedAfter(names, this.specification.scheme), [
      names.length + 2,
      names.length,
    ]) as Tensor2D;
    return { labelInputs: this.labelLayer.gates(), outputWeights: weights, outputBias: bias, allowed };
  }

  private async search(features: Tensor3D, lengths: Tensor1D, known: Int32Array, beamWidth: number): Promise<Decoded> {
    const inputs = tidy(() => ({ ...this.reads(features, lengths, known), ...this.tagInputs() }));
    const decoded = await beamSearch({ ...inputs, ...this.decoder.with(inputs) }, beamWidth);
    dispose([inputs.initialState, inputs.labelInputs, inputs.allowed]);
    return decoded;
  }

  private get tagRows() {
    return { outputLayer: this.outputLayer, labels: this.labelLayer };
  }

  private get tagging() {
    return { categories: this.categories, scheme: this.specification.scheme };
  }

  async grow(
    categories: readonly string[],
    initialisation: Exclude<Initialisation, 'best'>,
    random: Random,
    kinds: Kinds = {},
  ): Promise<void> {
    this.names = await growTagRows(this.tagRows, this.tagging, categories, { initialisation, random, kinds });
    this.categories = [...this.categories, ...categories];
  }

  async mapCategories(mapping: CategoryMapping, sample: SampleFeatures): Promise<void> {
    const { categories, names } = await mapTagRows(this.tagRows, this.tagging, mapping, () =>
      this.sampleStates(sample),
    );
    this.categories = categories;
    this.names = names;
  }

  /** What the output layer reads, on the sample of what the decoder reads [words · hidden]: its states along its own tags. */
  private async sampleStates(sample: SampleFeatures): Promise<Float32Array> {
    const { values, batch, time } = await sampleSentences(sample, this.features);
    const known = new Int32Array(batch).fill(time);
    const features = tensor(values, [batch, time, this.features]) as Tensor3D;
    const lengths = tensor(known, [batch], 'int32') as Tensor1D;
    const { tags, probabilities } = tidy(() => this.greedy(this.reads(features, lengths, known)));
    const ids = Int32Array.from(await tags.data());
    const states = tidy(() => this.states(this.reads(features, lengths, known), labelsBefore(ids, time)));
    const found = Float32Array.from(await states.data());
    dispose([features, lengths, tags, probabilities, states]);
    return found;
  }
}

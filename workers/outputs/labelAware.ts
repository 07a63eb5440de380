/**
 * LANER's output (paper 4, section 2.2): each tag from the word and from what the labels before it say. Their last state asks
 * the whole sentence (label background), the word and that answer ask all labels before it (label context), and a linear layer
 * reads the word and both. Gold labels in training, its own in use, the likeliest at each word. No tag follows one that the
 * tagging scheme forbids there, as with every other output here; the paper does not speak of it.
 *
 * Dropout is of what the labels say, as the paper leaves it open: the word's features were dropped out by their encoder.
 */
import type { Tensor, Tensor1D, Tensor2D, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import { dispose, div, matMul, reshape, sum, tensor, tidy } from '@tensorflow/tfjs-core';
import { attentionSoftmax } from '../kernels/attentionSoftmax/operation.ts';
import { maskedCrossEntropy } from '../kernels/crossEntropy/operation.ts';
import { type LabelAwareTags, labelAwareTags } from '../kernels/labelAwareTags/operation.ts';
import { type Dropout, dropout, sideBySide } from '../layers/dropout.ts';
import { LabelEncoderLayer } from '../layers/labelEncoder.ts';
import { LabelTable } from '../layers/labelTable.ts';
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
import type { Decoded, Output } from './output.ts';
import type { SampleFeatures } from './regrouping.ts';

export class LabelAwareOutput implements Output {
  readonly lossPer = 'token';
  private readonly outputLayer: LinearLayer;
  /** W₂ of the paper's equation 4: what the labels before a word ask the sentence. */
  private readonly background: LinearLayer | null;
  /** W₃ of its equation 7: what a word asks the labels before it. */
  private readonly context: LinearLayer | null;
  /** Null where neither is asked, and each tag is chosen by itself. */
  private readonly labels: { readonly table: LabelTable; readonly encoder: LabelEncoderLayer } | null;
  private names: readonly string[];

  constructor(
    readonly specification: OutputSpecifications['label-aware'],
    private categories: readonly string[],
    private readonly features: number,
    parts: PartSource,
  ) {
    const { scheme, labelEmbedding, labelBackground, labelContext } = specification;
    const names = tagNames(categories, scheme);
    this.names = names;
    const linear = (path: string, inputs: number, outputs: number) =>
      parts.part(path, (own, source) => new LinearLayer(own, inputs, outputs, source));
    const ofLabels = 2 * labelEmbedding;
    const ofBackground = labelBackground ? features : 0;
    this.labels =
      labelBackground || labelContext
        ? {
            table: parts.part(
              'labelTable',
              (path, source) => new LabelTable(path, names.length, labelEmbedding, source),
            ),
            encoder: parts.part('labelEncoder', (path, source) => new LabelEncoderLayer(path, labelEmbedding, source)),
          }
        : null;
    this.background = labelBackground ? linear('labelBackground', ofLabels, features) : null;
    this.context = labelContext ? linear('labelContext', features + ofBackground, ofLabels) : null;
    this.outputLayer = linear('outputLayer', features + ofBackground + (labelContext ? ofLabels : 0), names.length);
  }

  get tags(): readonly string[] {
    return this.names;
  }

  get parts(): readonly Part[] {
    return [this.outputLayer, ...this.below];
  }

  /** Layers below the output layer, which are the same for all labels but for the labels' table. */
  private get below(): readonly Part[] {
    const { labels, background, context } = this;
    const ofLabels = labels ? [labels.table, labels.encoder] : [];
    return [...ofLabels, ...(background ? [background] : []), ...(context ? [context] : [])];
  }

  get ofTags(): Parameters {
    return { ...this.labels?.table.rows, ...this.outputLayer.parameters };
  }

  get layers(): readonly (readonly Part[])[] {
    return this.labels ? [[this.outputLayer], this.below] : [[this.outputLayer]];
  }

  /**
   * Mean cross-entropy over the tokens, each given the gold labels before it. Open tokens are as in the attention decoder's
   * loss.
   */
  loss(features: Tensor3D, gold: Gold, lengths: Tensor1D, mode: Dropout | null): Tensor {
    const { size, time, tagCount } = gold;
    const logits = this.logits(features, lengths, gold, mode);
    const allowed = tensor(gold.allowed(), [size, time, tagCount]) as Tensor3D;
    return div(sum(maskedCrossEntropy(logits, allowed, lengths)), sum(lengths));
  }

  /** Scores of each word's tags, given the gold labels before it [batch, time, tags]. */
  logits(features: Tensor3D, lengths: Tensor1D, gold: Gold, mode: Dropout | null): Tensor3D {
    const ids = gold.ids(mode ? 'refused' : 'first');
    return this.outputLayer.apply(this.aware(features, lengths, gold.lengths(), ids, mode));
  }

  /**
   * What the output layer reads where the tags are known, u of the paper's equation 10.
   * @param known the lengths as plain numbers.
   * @param ids a tag a token [batch · time].
   */
  private aware(
    features: Tensor3D,
    lengths: Tensor1D,
    known: Int32Array,
    ids: Int32Array,
    mode: Dropout | null,
  ): Tensor3D {
    const { labels, background, context } = this;
    if (!labels) return features;
    const before = labelsBefore(ids, features.shape[1]);
    const encoded = labels.encoder.along(labels.table.values, before, known);
    const answers: Tensor3D[] = [];
    if (background) answers.push(attend(background.apply(encoded.last), features, lengths));
    if (context) answers.push(encoded.context(context.apply(sideBySide(features, ...answers))));
    return sideBySide(features, dropout(mode, ...(answers as [Tensor3D, ...Tensor3D[]])));
  }

  /** A tag's probability hangs on the tags before it: summed over those, it would take every sequence. */
  marginals(): null {
    return null;
  }

  expectedEntities(): null {
    return null;
  }

  async decode(features: Tensor3D, lengths: Tensor1D): Promise<Decoded> {
    const { tags, probabilities } = tidy(() => this.greedy(features, lengths));
    const decoded = {
      tags: Int32Array.from(await tags.data()),
      probabilities: Float32Array.from(await probabilities.data()),
    };
    dispose([tags, probabilities]);
    return decoded;
  }

  private greedy(features: Tensor3D, lengths: Tensor1D): LabelAwareTags {
    const { outputLayer, background, context, labels, names } = this;
    const { weights, bias } = outputLayer.operands;
    const allowed = allowedAfter(names, this.specification.scheme);
    return labelAwareTags({
      features,
      lengths,
      ...labels?.encoder.directions(labels.table.values),
      ...(background && { backgroundWeights: background.operands.weights, backgroundBias: background.operands.bias }),
      ...(context && { contextWeights: context.operands.weights, contextBias: context.operands.bias }),
      outputWeights: weights,
      outputBias: bias,
      allowed: tensor(allowed, [names.length + 2, names.length]) as Tensor2D,
    });
  }

  private get tagRows() {
    return { outputLayer: this.outputLayer, labels: this.labels?.table };
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
    const { categories, names } = await mapTagRows(this.tagRows, this.tagging, mapping, () => this.sampleReads(sample));
    this.categories = categories;
    this.names = names;
  }

  /** What the output layer reads along its own tags, on a sample of words [words · what it reads]. */
  private async sampleReads(sample: SampleFeatures): Promise<Float32Array> {
    const { values, batch, time } = await sampleSentences(sample, this.features);
    const known = new Int32Array(batch).fill(time);
    const features = tensor(values, [batch, time, this.features]) as Tensor3D;
    const lengths = tensor(known, [batch], 'int32') as Tensor1D;
    const { tags } = await this.decode(features, lengths);
    const read = tidy(() => this.aware(features, lengths, known, tags, null).clone());
    const found = Float32Array.from(await read.data());
    dispose([features, lengths, read]);
    return found;
  }
}

/** Softmax(queries · featuresᵀ) · features over each sentence (equations 5 and 6), [batch, time, features]. */
function attend(queries: Tensor3D, features: Tensor3D, lengths: Tensor1D): Tensor3D {
  const [batch, time] = features.shape;
  const scores = reshape(matMul(queries, features, false, true), [batch, 1, time, time]) as Tensor4D;
  const shares = attentionSoftmax(scores, { queryLengths: lengths, keyLengths: lengths, scale: 1 });
  return matMul(reshape(shares, [batch, time, time]) as Tensor3D, features);
}

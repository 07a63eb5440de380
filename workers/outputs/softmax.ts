/**
 * Outputs that choose each token's tag by itself, by a softmax over a linear layer: the BLSTM's (paper 0), of one layer
 * over all features; and, in directionalSoftmax.ts, several layers that have shares of the features and add up.
 */
import type { Tensor, Tensor1D, Tensor3D } from '@tensorflow/tfjs-core';
import {
  add,
  cast,
  concat,
  div,
  expandDims,
  less,
  logSoftmax,
  mul,
  neg,
  range,
  softmax,
  split,
  sum,
  tensor,
  tensor1d,
  tidy,
} from '@tensorflow/tfjs-core';
import { maskedCrossEntropy } from '../kernels/crossEntropy/operation.ts';
import { LinearLayer } from '../layers/linear.ts';
import type { Parameters } from '../layers/parameters.ts';
import { type Part, type PartSource, parametersOf } from '../layers/part.ts';
import type { Initialisation, Kinds } from '../protocol/configuration.ts';
import type { OutputSpecifications } from '../protocol/specification.ts';
import type { CategoryMapping } from '../text/categories.ts';
import type { Gold } from '../text/gold.ts';
import type { Random } from '../text/random.ts';
import { tagNames } from '../text/tagNames.ts';
import { newRowValues } from './initialisation.ts';
import { begunRows, startingRows } from './kindRows.ts';
import type { Decoded, Output } from './output.ts';
import { regroup, regroupedRows, type SampleFeatures } from './regrouping.ts';
import { withShared } from './sharedTags.ts';

type Specification = OutputSpecifications['softmax' | 'directional-softmax'];

export class SoftmaxOutput implements Output {
  readonly lossPer = 'token';
  private readonly linear: readonly LinearLayer[];
  private names: readonly string[];
  /** Features that each layer has to itself. */
  private readonly own: number;

  /**
   * @param shared how many features, at the end, all layers read.
   * @param paths of the linear layers: each has an equal share of the other features, in order.
   */
  constructor(
    readonly specification: Specification,
    private categories: readonly string[],
    private readonly features: number,
    parts: PartSource,
    private readonly shared = 0,
    paths: readonly string[] = ['outputLayer'],
  ) {
    this.names = tagNames(categories, specification.scheme);
    this.own = (features - shared) / paths.length;
    const [inputs, outputs] = [this.own + shared, this.names.length];
    this.linear = paths.map((path) => parts.part(path, (own, source) => new LinearLayer(own, inputs, outputs, source)));
  }

  get tags(): readonly string[] {
    return this.names;
  }

  get parts(): readonly Part[] {
    return this.linear;
  }

  get ofTags(): Parameters {
    return parametersOf(this);
  }

  get layers(): readonly (readonly Part[])[] {
    return [this.linear];
  }

  /** What each layer says of its share of the features, [batch, time, tags]. */
  private logits(features: Tensor3D): Tensor3D[] {
    const { linear, own, shared } = this;
    if (linear.length === 1) return linear.map((layer) => layer.apply(features));
    const pieces: Tensor3D[] = split(features, [...linear.map(() => own), ...(shared > 0 ? [shared] : [])], -1);
    const common = pieces.slice(linear.length);
    return linear.map((layer, n) => layer.apply(concat([pieces[n] as Tensor3D, ...common], -1)));
  }

  /** Mean over the tokens, as cross-entropy is usually given; of several layers the sum, each by a softmax of its own. */
  loss(features: Tensor3D, gold: Gold, lengths: Tensor1D): Tensor {
    const shape: [number, number, number] = [gold.size, gold.time, gold.tagCount + gold.shared.length];
    const target: Tensor3D = tensor(gold.isSoft ? gold.soft() : gold.allowed(), shape);
    const losses = this.logits(features).map((logits) =>
      // −Σ q · log p; padding has q = 0.
      gold.isSoft
        ? neg(mul(target, withShared(logSoftmax(logits), gold.shared)))
        : maskedCrossEntropy(logits, target, lengths),
    );
    return div(sum(losses.reduce(add)), sum(lengths));
  }

  /** The layers' sum, [batch, time, tags]. */
  scores(features: Tensor3D): Tensor3D {
    return this.logits(features).reduce((all, each) => add(all, each) as Tensor3D);
  }

  /** The softmax of the layers' sum, which is that of Σ log p: what each subtracts is the same for all tags. */
  marginals(features: Tensor3D): Tensor3D {
    return tidy(() => softmax(this.scores(features)));
  }

  expectedEntities(features: Tensor3D, lengths: Tensor1D): Tensor {
    const probabilities = softmax(this.scores(features));
    const isEntity = tensor1d(this.names.map((name) => (name === 'O' ? 0 : 1)));
    const inSentence = cast(less(range(0, features.shape[1]), expandDims(lengths, 1)), 'float32'); // [batch, time]
    return sum(mul(sum(mul(probabilities, isEntity), 2), inSentence));
  }

  async decode(features: Tensor3D): Promise<Decoded> {
    const probabilities = this.marginals(features);
    const all = (await probabilities.data()) as Float32Array;
    probabilities.dispose();
    const count = this.names.length;
    const tags = new Int32Array(all.length / count);
    for (let token = 0; token < tags.length; token++) {
      let best = 0;
      for (let tag = 1; tag < count; tag++) {
        if ((all[token * count + tag] ?? 0) > (all[token * count + best] ?? 0)) best = tag;
      }
      tags[token] = best;
    }
    return { tags, probabilities: Float32Array.from(tags, (tag, token) => all[token * count + tag] ?? 0) };
  }

  async grow(
    categories: readonly string[],
    initialisation: Exclude<Initialisation, 'best'>,
    random: Random,
    kinds: Kinds = {},
  ): Promise<void> {
    this.categories = [...this.categories, ...categories];
    const names = tagNames(this.categories, this.specification.scheme);
    const draw = newRowValues(initialisation, random);
    for (const layer of this.linear) await layer.append(names.length - this.names.length, draw);
    this.names = names;
    if (Object.keys(kinds).length === 0) return;
    const starting = startingRows(names, kinds, this.specification.scheme);
    for (const layer of this.linear) layer.replaceColumns(begunRows(await layer.columns(), starting, random));
  }

  async mapCategories(mapping: CategoryMapping, sample: SampleFeatures): Promise<void> {
    const { categories, names, sources } = regroup(this.categories, this.specification.scheme, mapping);
    for (const [n, layer] of this.linear.entries()) {
      const share = async () => this.shareOf(await sample(), n);
      layer.replaceColumns(await regroupedRows(await layer.columns(), sources, share));
    }
    this.categories = categories;
    this.names = names;
  }

  /** A layer's share of features [words · features]. */
  private shareOf(all: Float32Array, layer: number): Float32Array {
    const { features, own, shared } = this;
    const words = all.length / features;
    const share = new Float32Array(words * (own + shared));
    for (let word = 0; word < words; word++) {
      const [from, end, to] = [word * features + layer * own, (word + 1) * features, word * (own + shared)];
      share.set(all.subarray(from, from + own), to);
      share.set(all.subarray(end - shared, end), to + own);
    }
    return share;
  }
}

/** The BLSTM's output (paper 0): each token's tag by itself, softmax over a linear layer. */
import type { Tensor, Tensor1D, Tensor3D } from '@tensorflow/tfjs-core';
import { div, logSoftmax, mul, neg, softmax, sum, tensor, tidy } from '@tensorflow/tfjs-core';
import { maskedCrossEntropy } from '../kernels/crossEntropy/operation.ts';
import { LinearLayer } from '../layers/linear.ts';
import type { Part, PartSource } from '../layers/part.ts';
import type { Initialisation } from '../protocol/configuration.ts';
import type { OutputSpecifications } from '../protocol/specification.ts';
import type { CategoryMapping } from '../text/categories.ts';
import type { Gold } from '../text/gold.ts';
import type { Random } from '../text/random.ts';
import { tagNames } from '../text/tagNames.ts';
import { newRowValues } from './initialisation.ts';
import type { Decoded, Output } from './output.ts';
import { regroup, regroupedRows, type SampleFeatures } from './regrouping.ts';

export class SoftmaxOutput implements Output {
  private readonly linear: LinearLayer;
  private names: readonly string[];

  constructor(
    readonly specification: OutputSpecifications['softmax'],
    private categories: readonly string[],
    features: number,
    parts: PartSource,
  ) {
    this.names = tagNames(categories, specification.scheme);
    const outputs = this.names.length;
    this.linear = parts.part('outputLayer', (path, source) => new LinearLayer(path, features, outputs, source));
  }

  get tags(): readonly string[] {
    return this.names;
  }

  get parts(): readonly Part[] {
    return [this.linear];
  }

  /** Mean over the tokens, as cross-entropy is usually given. */
  loss(features: Tensor3D, gold: Gold, lengths: Tensor1D): Tensor {
    const logits = this.linear.apply(features); // [batch, time, tags]
    const shape: [number, number, number] = [gold.size, gold.time, gold.tagCount];
    if (gold.isSoft) {
      // −Σ q · log p; padding has q = 0.
      return div(neg(sum(mul(tensor(gold.soft(), shape), logSoftmax(logits)))), sum(lengths));
    }
    const losses = maskedCrossEntropy(logits, tensor(gold.allowed(), shape), lengths); // [batch]
    return div(sum(losses), sum(lengths));
  }

  marginals(features: Tensor3D): Tensor3D {
    return tidy(() => softmax(this.linear.apply(features)));
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
  ): Promise<void> {
    this.categories = [...this.categories, ...categories];
    const names = tagNames(this.categories, this.specification.scheme);
    await this.linear.append(names.length - this.names.length, newRowValues(initialisation, random));
    this.names = names;
  }

  async mapCategories(mapping: CategoryMapping, sample: SampleFeatures): Promise<void> {
    const { categories, names, sources } = regroup(this.categories, this.specification.scheme, mapping);
    this.linear.replaceColumns(await regroupedRows(await this.linear.columns(), sources, sample));
    this.categories = categories;
    this.names = names;
  }
}

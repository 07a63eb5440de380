/** The BLSTM's output (paper 0): each token's tag by itself, softmax over a linear layer. */
import type { Tensor, Tensor1D, Tensor3D } from '@tensorflow/tfjs-core';
import { div, softmax, sum, tidy } from '@tensorflow/tfjs-core';
import { maskedCrossEntropy } from '../kernels/crossEntropy/operation.ts';
import { LinearLayer } from '../layers/linear.ts';
import type { Parameters } from '../layers/parameters.ts';
import type { Initialisation } from '../protocol/configuration.ts';
import type { Random } from '../text/random.ts';
import { newRowValues } from './initialisation.ts';
import type { Decoded, Output } from './output.ts';

export class SoftmaxOutput implements Output {
  private readonly linear: LinearLayer;
  private names: readonly string[];

  constructor(features: number, tags: readonly string[], random: Random) {
    this.names = tags;
    this.linear = new LinearLayer('output', features, tags.length, random.fork('output layer'));
  }

  get tags(): readonly string[] {
    return this.names;
  }

  get parameters(): Parameters {
    return this.linear.parameters;
  }

  /** Mean over the tokens, as cross-entropy is usually given. */
  loss(features: Tensor3D, allowed: Tensor3D, lengths: Tensor1D): Tensor {
    const losses = maskedCrossEntropy(this.linear.apply(features), allowed, lengths); // [batch]
    return div(sum(losses), sum(lengths));
  }

  async decode(features: Tensor3D): Promise<Decoded> {
    const probabilities = tidy(() => softmax(this.linear.apply(features))); // [batch, time, tags]
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

  async grow(tags: readonly string[], initialisation: Exclude<Initialisation, 'best'>, random: Random): Promise<void> {
    await this.linear.append(tags.length, newRowValues(initialisation, random));
    this.names = [...this.names, ...tags];
  }
}

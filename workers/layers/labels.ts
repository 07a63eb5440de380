/** The labels that a decoder is fed: an embedding each, and what an LSTM's gates take from it. */
import type { Tensor1D, Tensor2D, Variable } from '@tensorflow/tfjs-core';
import { linear } from '../kernels/linear/operation.ts';
import { LabelTable } from './labelTable.ts';
import { type ParameterSource, type Parameters, uniform } from './parameters.ts';

export class LabelLayer extends LabelTable {
  private readonly weights: Variable; // [dimension, 4·hidden]
  private readonly bias: Variable; // [4·hidden]

  /** Weights and bias begin uniform in ±1/√hidden, as PyTorch's LSTM. */
  constructor(path: string, labels: number, dimension: number, hidden: number, source: ParameterSource) {
    super(path, labels, dimension, source);
    const bound = 1 / Math.sqrt(hidden);
    this.weights = source.parameter(`${path}.weights`, [dimension, 4 * hidden], (random) =>
      uniform(random, dimension * 4 * hidden, bound),
    );
    this.bias = source.parameter(`${path}.bias`, [4 * hidden], (random) => uniform(random, 4 * hidden, bound));
  }

  override get parameters(): Parameters {
    const { path, weights, bias } = this;
    return { ...this.rows, [`${path}.weights`]: weights, [`${path}.bias`]: bias };
  }

  /** The pre-activations of each label, bias included [1 + labels, 4·hidden]. */
  gates(): Tensor2D {
    return linear(this.values, this.weights as unknown as Tensor2D, this.bias as unknown as Tensor1D);
  }
}

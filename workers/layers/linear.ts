/** A fully connected layer whose output columns can be more or others: the place where a tagger's categories are. */
import type { Tensor, Tensor1D, Tensor2D, Variable } from '@tensorflow/tfjs-core';
import { linear } from '../kernels/linear/operation.ts';
import { type ParameterSource, type Parameters, replaceParameter, uniform } from './parameters.ts';
import type { Part } from './part.ts';

export class LinearLayer implements Part {
  readonly texts = {};
  private weights: Variable; // [inputs, outputs]
  private bias: Variable; // [outputs]

  /** Uniform in ±1/√inputs, as PyTorch's. */
  constructor(
    readonly path: string,
    private readonly inputs: number,
    private outputs: number,
    source: ParameterSource,
  ) {
    const bound = 1 / Math.sqrt(inputs);
    this.weights = source.parameter(`${path}.weights`, [inputs, outputs], (random) =>
      uniform(random, inputs * outputs, bound),
    );
    this.bias = source.parameter(`${path}.bias`, [outputs], (random) => uniform(random, outputs, bound));
  }

  get parameters(): Parameters {
    return { [`${this.path}.weights`]: this.weights, [`${this.path}.bias`]: this.bias };
  }

  /** [..., inputs] → [..., outputs] */
  apply<T extends Tensor>(features: T): T {
    const { weights, bias } = this.operands;
    return linear(features, weights, bias);
  }

  /** For an operation that applies the layer itself: weights [inputs, outputs] and bias [outputs]. */
  get operands(): { readonly weights: Tensor2D; readonly bias: Tensor1D } {
    return { weights: this.weights as unknown as Tensor2D, bias: this.bias as unknown as Tensor1D };
  }

  /**
   * Appends output columns; old ones keep their numbers and places.
   * @param draw a fresh number for a weight or a bias, given the trained numbers of the same parameter.
   */
  async append(count: number, draw: (trained: Float32Array) => () => number): Promise<void> {
    const weights = (await this.weights.data()) as Float32Array;
    const bias = (await this.bias.data()) as Float32Array;
    const outputs = this.outputs + count;
    const drawWeight = draw(weights);
    const drawBias = draw(bias);
    const grownWeights = new Float32Array(this.inputs * outputs);
    for (let row = 0; row < this.inputs; row++) {
      grownWeights.set(weights.subarray(row * this.outputs, (row + 1) * this.outputs), row * outputs);
      for (let column = this.outputs; column < outputs; column++) grownWeights[row * outputs + column] = drawWeight();
    }
    const grownBias = Float32Array.from({ length: outputs }, (_, column) => bias[column] ?? drawBias());
    this.replace(grownWeights, grownBias);
  }

  /** The numbers of each output: its weights, and its bias last; each [inputs + 1]. */
  async columns(): Promise<Float32Array[]> {
    const weights = (await this.weights.data()) as Float32Array;
    const bias = (await this.bias.data()) as Float32Array;
    const { inputs, outputs } = this;
    return Array.from({ length: outputs }, (_, output) =>
      Float32Array.from({ length: inputs + 1 }, (_, input) =>
        input < inputs ? (weights[input * outputs + output] ?? 0) : (bias[output] ?? 0),
      ),
    );
  }

  /** Puts other outputs in the place of all. @param columns each [inputs + 1], as `columns` gives them. */
  replaceColumns(columns: readonly Float32Array[]): void {
    const weights = new Float32Array(this.inputs * columns.length);
    columns.forEach((column, output) => {
      for (let input = 0; input < this.inputs; input++) weights[input * columns.length + output] = column[input] ?? 0;
    });
    this.replace(
      weights,
      Float32Array.from(columns, (column) => column[this.inputs] ?? 0),
    );
  }

  private replace(weights: Float32Array, bias: Float32Array): void {
    this.weights = replaceParameter(this.weights, weights, [this.inputs, bias.length]);
    this.bias = replaceParameter(this.bias, bias, [bias.length]);
    this.outputs = bias.length;
  }
}

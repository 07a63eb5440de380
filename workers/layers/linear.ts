/** A fully connected layer, which can grow by output columns: the place where a tagger learns new categories. */
import type { Tensor1D, Tensor2D, Tensor3D, Variable } from '@tensorflow/tfjs-core';
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

  /** [batch, time, inputs] → [batch, time, outputs] */
  apply(features: Tensor3D): Tensor3D {
    return linear(features, this.weights as unknown as Tensor2D, this.bias as unknown as Tensor1D);
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
    this.weights = replaceParameter(this.weights, grownWeights, [this.inputs, outputs]);
    this.bias = replaceParameter(this.bias, grownBias, [outputs]);
    this.outputs = outputs;
  }
}

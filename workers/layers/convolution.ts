/**
 * A convolution over the characters of words with the maximum over time (paper 2, after Chiu and Nichols 2016). Weights
 * start uniform in ±1/√(inputs·width), as PyTorch's do.
 */
import type { Tensor1D, Tensor2D, Variable } from '@tensorflow/tfjs-core';
import { matMul, reshape } from '@tensorflow/tfjs-core';
import { convolutionMaxima } from '../kernels/convolution/operation.ts';
import { type ParameterSource, type Parameters, uniform } from './parameters.ts';
import type { Part } from './part.ts';

export class ConvolutionLayer implements Part {
  readonly texts = {};
  private readonly weights: Variable; // [inputs, width, filters]
  private readonly bias: Variable; // [filters]

  constructor(
    readonly path: string,
    inputs: number,
    width: number,
    readonly filters: number,
    source: ParameterSource,
  ) {
    const bound = 1 / Math.sqrt(inputs * width);
    const drawn = (name: string, ...shape: number[]) =>
      source.parameter(`${path}.${name}`, shape, (random) =>
        uniform(
          random,
          shape.reduce((product, side) => product * side),
          bound,
        ),
      );
    this.weights = drawn('weights', inputs, width, filters);
    this.bias = drawn('bias', filters);
  }

  get parameters(): Parameters {
    return { [`${this.path}.weights`]: this.weights, [`${this.path}.bias`]: this.bias };
  }

  /**
   * @param characters each different one once, [characters, inputs].
   * @param ids which of them spell each word, int32 [words, longest].
   * @param lengths of the words, int32 [words].
   * @returns [words, filters]; zeros for an empty word.
   */
  maxima(characters: Tensor2D, ids: Tensor2D, lengths: Tensor1D): Tensor2D {
    const [inputs = 0, width = 0, filters = 0] = this.weights.shape;
    const table: Tensor2D = matMul(characters, reshape(this.weights, [inputs, width * filters])); // [characters, width·filters]
    return convolutionMaxima({ table, bias: this.bias as unknown as Tensor1D, ids, lengths });
  }
}

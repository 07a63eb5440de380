/**
 * A GRU over whole padded sequences, in one direction or both, without biases (paper 3, section 3.4). Weights start
 * uniform in ±1/√hidden, as the LSTM's do.
 */
import type { Tensor1D, Tensor2D, Tensor3D, Variable } from '@tensorflow/tfjs-core';
import { type GruInputs, gruFinal, gruStates } from '../kernels/gru/operation.ts';
import { type ParameterSource, type Parameters, uniform } from './parameters.ts';
import type { Part } from './part.ts';

export class GruLayer implements Part {
  readonly texts = {};
  private readonly inputWeights: Variable; // [features, directions·3·hidden]
  private readonly recurrentWeights: Variable; // [directions, hidden, 3·hidden]
  readonly outputSize: number;

  constructor(
    readonly path: string,
    features: number,
    hidden: number,
    source: ParameterSource,
    directions: 1 | 2 = 2,
  ) {
    const gates = directions * 3 * hidden;
    const bound = 1 / Math.sqrt(hidden);
    const drawn = (name: string, shape: readonly number[], size: number) =>
      source.parameter(`${path}.${name}`, shape, (random) => uniform(random, size, bound));
    this.outputSize = directions * hidden;
    this.inputWeights = drawn('inputWeights', [features, gates], features * gates);
    this.recurrentWeights = drawn('recurrentWeights', [directions, hidden, 3 * hidden], hidden * gates);
  }

  get parameters(): Parameters {
    return {
      [`${this.path}.inputWeights`]: this.inputWeights,
      [`${this.path}.recurrentWeights`]: this.recurrentWeights,
    };
  }

  /** inputs [batch, time, features], lengths [batch] → all states [batch, time, directions·hidden], zero on padding. */
  states(inputs: Tensor3D, lengths: Tensor1D): Tensor3D {
    return gruStates(this.operands(inputs, lengths));
  }

  /** The same → each direction's last state [batch, directions·hidden]. */
  final(inputs: Tensor3D, lengths: Tensor1D): Tensor2D {
    return gruFinal(this.operands(inputs, lengths));
  }

  private operands(inputs: Tensor3D, lengths: Tensor1D): GruInputs {
    return {
      inputs,
      lengths,
      inputWeights: this.inputWeights as unknown as Tensor2D,
      recurrentWeights: this.recurrentWeights as unknown as Tensor3D,
    };
  }
}

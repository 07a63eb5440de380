/**
 * An LSTM over whole padded sequences, in one direction or both (paper 1, equations 1 and 2). Weights start uniform in
 * ±1/√hidden, as PyTorch's do, so that results stand beside the reference's.
 */
import { slice, type Tensor1D, type Tensor2D, type Tensor3D, type Variable } from '@tensorflow/tfjs-core';
import { type LstmInputs, lstmFinal, lstmStates } from '../kernels/lstm/operation.ts';
import { type ParameterSource, type Parameters, uniform } from './parameters.ts';
import type { Part } from './part.ts';

export class LstmLayer implements Part {
  readonly texts = {};
  private readonly inputWeights: Variable; // [features, directions·4·hidden]
  private readonly recurrentWeights: Variable; // [directions, hidden, 4·hidden]
  private readonly bias: Variable; // [directions·4·hidden]
  readonly outputSize: number;

  constructor(
    readonly path: string,
    features: number,
    private readonly hidden: number,
    source: ParameterSource,
    directions: 1 | 2 = 2,
  ) {
    const gates = directions * 4 * hidden;
    const bound = 1 / Math.sqrt(hidden);
    const drawn = (name: string, shape: readonly number[], size: number) =>
      source.parameter(`${path}.${name}`, shape, (random) => uniform(random, size, bound));
    this.outputSize = directions * hidden;
    this.inputWeights = drawn('inputWeights', [features, gates], features * gates);
    this.recurrentWeights = drawn('recurrentWeights', [directions, hidden, 4 * hidden], hidden * gates);
    this.bias = drawn('bias', [gates], gates);
  }

  get parameters(): Parameters {
    return {
      [`${this.path}.inputWeights`]: this.inputWeights,
      [`${this.path}.recurrentWeights`]: this.recurrentWeights,
      [`${this.path}.bias`]: this.bias,
    };
  }

  /** inputs [batch, time, features], lengths [batch] → all states [batch, time, directions·hidden], zero on padding. */
  states(inputs: Tensor3D, lengths: Tensor1D): Tensor3D {
    return lstmStates(this.operands(inputs, lengths));
  }

  /** The same → each direction's last state [batch, directions·hidden]. */
  final(inputs: Tensor3D, lengths: Tensor1D): Tensor2D {
    return lstmFinal(this.operands(inputs, lengths));
  }

  /** The weights of one direction, for an operation that runs it by itself: 0 forward, 1 backward. */
  direction(number: 0 | 1): Pick<LstmInputs, 'inputWeights' | 'recurrentWeights' | 'bias'> {
    const gates = 4 * this.hidden;
    return {
      inputWeights: slice(this.inputWeights as unknown as Tensor2D, [0, number * gates], [-1, gates]),
      recurrentWeights: slice(this.recurrentWeights as unknown as Tensor3D, [number, 0, 0], [1, -1, -1]),
      bias: slice(this.bias as unknown as Tensor1D, [number * gates], [gates]),
    };
  }

  private operands(inputs: Tensor3D, lengths: Tensor1D): LstmInputs {
    return {
      inputs,
      lengths,
      inputWeights: this.inputWeights as unknown as Tensor2D,
      recurrentWeights: this.recurrentWeights as unknown as Tensor3D,
      bias: this.bias as unknown as Tensor1D,
    };
  }
}

/**
 * An LSTM over whole padded sequences, in one direction or both (paper 1, equations 1 and 2). Weights start uniform in
 * ±1/√hidden, as PyTorch's do, so that results stand beside the reference's.
 */
import type { Tensor1D, Tensor2D, Tensor3D, Variable } from '@tensorflow/tfjs-core';
import { type LstmInputs, lstmFinal, lstmStates } from '../kernels/lstm/operation.ts';
import type { Random } from '../text/random.ts';
import { type Layer, type Parameters, parameter, uniform } from './parameters.ts';

export class LstmLayer implements Layer {
  private readonly inputWeights: Variable; // [features, directions·4·hidden]
  private readonly recurrentWeights: Variable; // [directions, hidden, 4·hidden]
  private readonly bias: Variable; // [directions·4·hidden]
  readonly outputSize: number;

  constructor(
    private readonly name: string,
    features: number,
    hidden: number,
    random: Random,
    directions: 1 | 2 = 2,
  ) {
    const gates = directions * 4 * hidden;
    const bound = 1 / Math.sqrt(hidden);
    this.outputSize = directions * hidden;
    this.inputWeights = parameter(uniform(random, features * gates, bound), [features, gates]);
    this.recurrentWeights = parameter(uniform(random, hidden * gates, bound), [directions, hidden, 4 * hidden]);
    this.bias = parameter(uniform(random, gates, bound), [gates]);
  }

  get parameters(): Parameters {
    return {
      [`${this.name}.inputWeights`]: this.inputWeights,
      [`${this.name}.recurrentWeights`]: this.recurrentWeights,
      [`${this.name}.bias`]: this.bias,
    };
  }

  /** inputs [batch, time, features], lengths [batch] → all states [batch, time, directions·hidden], zero on padding. */
  states(inputs: Tensor3D, lengths: Tensor1D): Tensor3D {
    return lstmStates(this.parts(inputs, lengths));
  }

  /** The same → each direction's last state [batch, directions·hidden]. */
  final(inputs: Tensor3D, lengths: Tensor1D): Tensor2D {
    return lstmFinal(this.parts(inputs, lengths));
  }

  private parts(inputs: Tensor3D, lengths: Tensor1D): LstmInputs {
    return {
      inputs,
      lengths,
      inputWeights: this.inputWeights as unknown as Tensor2D,
      recurrentWeights: this.recurrentWeights as unknown as Tensor3D,
      bias: this.bias as unknown as Tensor1D,
    };
  }
}

/** A layer norm (Ba et al. 2016): gains begin at 1, biases, where it has them, at 0. */
import { type Tensor, type Tensor1D, type Variable, zeros as zeroTensor } from '@tensorflow/tfjs-core';
import { layerNorm } from '../kernels/layerNorm/operation.ts';
import { type ParameterSource, type Parameters, zeros } from './parameters.ts';
import type { Part } from './part.ts';

export interface NormRule {
  readonly epsilon: number;
  readonly withBias: boolean;
}

export class NormLayer implements Part {
  readonly texts = {};
  private readonly gain: Variable; // [features]
  private readonly bias: Variable | null; // [features]

  constructor(
    readonly path: string,
    private readonly features: number,
    private readonly rule: NormRule,
    source: ParameterSource,
  ) {
    this.gain = source.parameter(`${path}.gain`, [features], () => zeros(features).fill(1));
    this.bias = rule.withBias ? source.parameter(`${path}.bias`, [features], () => zeros(features)) : null;
  }

  get parameters(): Parameters {
    return { [`${this.path}.gain`]: this.gain, ...(this.bias && { [`${this.path}.bias`]: this.bias }) };
  }

  /** [..., features] → the same shape; called within a `tidy`. */
  apply<T extends Tensor>(states: T): T {
    const bias = this.bias ?? zeroTensor([this.features]);
    return layerNorm(states, this.gain as unknown as Tensor1D, bias as unknown as Tensor1D, this.rule.epsilon);
  }
}

/** A fully connected layer of a transformer: its weights begin as BERT's do, and it may have no bias. */
import { type Tensor, type Tensor1D, type Tensor2D, type Variable, zeros as zeroTensor } from '@tensorflow/tfjs-core';
import { linear } from '../kernels/linear/operation.ts';
import { bertNormal, type ParameterSource, type Parameters, zeros } from './parameters.ts';
import type { Part } from './part.ts';

export class DenseLayer implements Part {
  readonly texts = {};
  private readonly weights: Variable; // [inputs, outputs]
  private readonly bias: Variable | null; // [outputs]

  constructor(
    readonly path: string,
    inputs: number,
    private readonly outputs: number,
    withBias: boolean,
    source: ParameterSource,
  ) {
    this.weights = source.parameter(`${path}.weights`, [inputs, outputs], (random) =>
      bertNormal(random, inputs * outputs),
    );
    this.bias = withBias ? source.parameter(`${path}.bias`, [outputs], () => zeros(outputs)) : null;
  }

  get parameters(): Parameters {
    return { [`${this.path}.weights`]: this.weights, ...(this.bias && { [`${this.path}.bias`]: this.bias }) };
  }

  /** [..., inputs] → [..., outputs]; called within a `tidy`. */
  apply<T extends Tensor>(features: T): T {
    const bias = this.bias ?? zeroTensor([this.outputs]);
    return linear(features, this.weights as unknown as Tensor2D, bias as unknown as Tensor1D);
  }
}

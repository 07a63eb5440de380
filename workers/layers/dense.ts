/**
 * A fully connected layer of a transformer: its weights begin as BERT's do, and it may have no bias. It learns, or stays as it is
 * and low-rank adapters learn beside it.
 */
import {
  add,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tidy,
  type Variable,
  zeros as zeroTensor,
} from '@tensorflow/tfjs-core';
import { frozenLinear, linear } from '../kernels/linear/operation.ts';
import { type AdaptedColumns, type AdapterChoice, LowRankAdapters } from './lowRank.ts';
import { bertNormal, disposeAll, type ParameterSource, type Parameters, zeros } from './parameters.ts';
import type { Part } from './part.ts';

export class DenseLayer implements Part {
  readonly texts = {};
  private readonly weights: Variable; // [inputs, outputs]
  private readonly bias: Variable | null; // [outputs]
  private frozen = false;
  private adapters: LowRankAdapters | null = null;

  constructor(
    readonly path: string,
    private readonly inputs: number,
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
    const { path, weights, bias, adapterParameters } = this;
    return { [`${path}.weights`]: weights, ...(bias && { [`${path}.bias`]: bias }), ...adapterParameters };
  }

  /** Of its adapters alone. */
  get adapterParameters(): Parameters {
    return this.adapters?.parameters ?? {};
  }

  /** From here on it stays as it is, until `merge`. @param columns those that have adapters beside them; there may be none. */
  adapt(columns: readonly AdaptedColumns[], choice: AdapterChoice, source: ParameterSource): void {
    const { path, inputs, outputs } = this;
    this.frozen = true;
    this.adapters = columns.length > 0 ? new LowRankAdapters(path, inputs, outputs, columns, choice, source) : null;
  }

  /** Its weights take in what the adapters have learned, and learn again. */
  merge(): void {
    const { adapters, weights } = this;
    this.frozen = false;
    this.adapters = null;
    if (!adapters) return;
    tidy(() => weights.assign(add(weights, adapters.product)));
    disposeAll(Object.values(adapters.parameters));
  }

  /** [..., inputs] → [..., outputs]; called within a `tidy`. */
  apply<T extends Tensor>(features: T): T {
    const weights = this.weights as unknown as Tensor2D;
    const bias = (this.bias ?? zeroTensor([this.outputs])) as unknown as Tensor1D;
    if (!this.frozen) return linear(features, weights, bias);
    return this.adapters ? this.adapters.apply(features, { weights, bias }) : frozenLinear(features, weights, bias);
  }
}

/**
 * What a masked language model has above its encoder (Devlin et al. 2019): a layer, an activation and a norm, and then a
 * softmax over all pieces by the table that they are read by.
 */
import type { Tensor, Tensor1D, Tensor2D, Variable } from '@tensorflow/tfjs-core';
import { activation } from '../kernels/activation/operation.ts';
import { tiedCrossEntropy } from '../kernels/tiedOutput/operation.ts';
import { DenseLayer } from '../layers/dense.ts';
import { NormLayer, type NormRule } from '../layers/norm.ts';
import { type ParameterSource, type Parameters, zeros } from '../layers/parameters.ts';
import { type Part, parametersOf } from '../layers/part.ts';
import type { EncoderSpecifications } from '../protocol/specification.ts';

type Specification = EncoderSpecifications['transformer'];

interface MaskedHeadSizes {
  readonly hidden: number;
  readonly embedding: number;
  readonly pieces: number;
  readonly activation: Specification['activation'];
  readonly denseBias: boolean;
  readonly norm: NormRule;
}

export class MaskedHeadPart implements Part {
  static readonly path = 'maskedHead';
  readonly path = MaskedHeadPart.path;
  readonly texts = {};
  private readonly dense: DenseLayer; // hidden → embedding
  private readonly norm: NormLayer;
  private readonly bias: Variable; // [pieces]

  constructor(
    private readonly sizes: MaskedHeadSizes,
    source: ParameterSource,
  ) {
    const { path } = this;
    this.dense = new DenseLayer(`${path}.dense`, sizes.hidden, sizes.embedding, sizes.denseBias, source);
    this.norm = new NormLayer(`${path}.norm`, sizes.embedding, sizes.norm, source);
    this.bias = source.parameter(`${path}.output.bias`, [sizes.pieces], () => zeros(sizes.pieces));
  }

  get parameters(): Parameters {
    return { ...parametersOf({ parts: [this.dense, this.norm] }), [`${this.path}.output.bias`]: this.bias };
  }

  /**
   * The mean cross entropy of the rows that have a gold piece; called within a `tidy`.
   * @param states [rows, hidden]
   * @param table [pieces, embedding]
   * @param gold −1 where a row does not count.
   */
  loss(states: Tensor2D, table: Variable, gold: Int32Array, learns: boolean): Tensor {
    const read = this.norm.apply(activation(this.dense.apply(states), this.sizes.activation, false)); // [rows, embedding]
    const output = { states: read, table: table as unknown as Tensor2D, bias: this.bias as unknown as Tensor1D };
    return tiedCrossEntropy(output, gold, learns);
  }
}

/**
 * A table of vectors, one row an entry of a vocabulary. Where nothing else is said, row 0 is padding: it reads as zeros
 * and never learns. Rows can be appended, which is how an adapted model takes in words that its source never saw.
 */
import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import { lookUp, type TableKind } from '../kernels/embedding/lookups.ts';
import { type Layer, type Parameters, parameter, replaceParameter } from './parameters.ts';

export class EmbeddingLayer implements Layer {
  private table: Variable; // [rows, dimension]

  /** @param values row by row, rows × dimension numbers. */
  constructor(
    private readonly name: string,
    readonly dimension: number,
    values: Float32Array,
    private readonly kind?: TableKind,
  ) {
    this.table = parameter(values, [values.length / dimension, dimension]);
  }

  get parameters(): Parameters {
    return { [`${this.name}.embedding`]: this.table };
  }

  get rows(): number {
    return this.table.shape[0] ?? 0;
  }

  /** Row by row, ids in `shape` → [...shape, dimension]. */
  apply(ids: Int32Array, shape: readonly number[]): Tensor {
    return lookUp(this.table, ids, shape, this.kind);
  }

  /** Appends rows; the old ones keep their numbers and places. */
  async append(rows: Float32Array): Promise<void> {
    const old = (await this.table.data()) as Float32Array;
    const values = new Float32Array(old.length + rows.length);
    values.set(old);
    values.set(rows, old.length);
    this.table = replaceParameter(this.table, values, [values.length / this.dimension, this.dimension]);
  }
}

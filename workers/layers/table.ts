/** A table of vectors whose rows stand for numbers, such as places in a sentence: it has no text, and learns as a whole. */
import type { Tensor2D, Variable } from '@tensorflow/tfjs-core';
import { lookUp } from '../kernels/embedding/lookups.ts';
import { bertNormal, type ParameterSource, type Parameters } from './parameters.ts';
import type { Part } from './part.ts';

export class TableLayer implements Part {
  readonly texts = {};
  private readonly table: Variable; // [rows, dimension]

  constructor(
    readonly path: string,
    rows: number,
    dimension: number,
    source: ParameterSource,
  ) {
    this.table = source.parameter(`${path}.rows`, [rows, dimension], (random) => bertNormal(random, rows * dimension));
  }

  get parameters(): Parameters {
    return { [`${this.path}.rows`]: this.table };
  }

  /** Ids outside the table give zeros and no gradient. @returns [ids, dimension] */
  apply(ids: Int32Array): Tensor2D {
    return lookUp(this.table, ids, [ids.length], { padding: false, learns: 'dense' }) as Tensor2D;
  }
}

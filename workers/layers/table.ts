/** A table of vectors whose rows stand for numbers, such as a tokenizer's pieces or places in a sentence: it has no text. */
import type { Tensor2D, Variable } from '@tensorflow/tfjs-core';
import { lookUp, type TableKind } from '../kernels/embedding/lookups.ts';
import { bertNormal, type ParameterSource, type Parameters } from './parameters.ts';
import type { Part } from './part.ts';

export class TableLayer implements Part {
  readonly texts = {};
  private readonly table: Variable; // [rows, dimension]

  constructor(
    readonly path: string,
    rows: number,
    dimension: number,
    private readonly learns: TableKind['learns'],
    source: ParameterSource,
  ) {
    this.table = source.parameter(`${path}.rows`, [rows, dimension], (random) => bertNormal(random, rows * dimension));
  }

  get parameters(): Parameters {
    return { [`${this.path}.rows`]: this.table };
  }

  /**
   * Ids outside the table give zeros and no gradient.
   * @param learns how it learns this time, where that is not as usual: dense in a step in which it is a matrix too.
   * @returns [ids, dimension]
   */
  apply(ids: Int32Array, learns = this.learns): Tensor2D {
    return lookUp(this.table, ids, [ids.length], { padding: false, learns }) as Tensor2D;
  }
}

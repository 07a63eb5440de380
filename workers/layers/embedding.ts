/**
 * A table of vectors, one row an entry of a text's vocabulary. Where nothing else is said, row 0 is padding: it reads as
 * zeros and never learns. Rows can be appended, which is how an adapted model takes in words that its source never saw.
 */
import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import { lookUp, type TableKind } from '../kernels/embedding/lookups.ts';
import type { Random } from '../text/random.ts';
import { createVocabulary, type Vocabulary } from '../text/vocabulary.ts';
import { type ParameterSource, type Parameters, replaceParameter } from './parameters.ts';
import type { Part, Texts } from './part.ts';

export class EmbeddingLayer implements Part {
  private table: Variable; // [rows, dimension]
  private known: Vocabulary;

  /**
   * @param holds what its entries are, such as `words`.
   * @param draw how the rows begin: entries × dimension numbers, row by row.
   */
  constructor(
    readonly path: string,
    private readonly holds: string,
    entries: readonly string[],
    readonly dimension: number,
    source: ParameterSource,
    draw: (random: Random) => Float32Array,
    private readonly kind?: TableKind,
  ) {
    this.known = createVocabulary(entries);
    this.table = source.parameter(`${path}.rows`, [entries.length, dimension], draw);
  }

  get parameters(): Parameters {
    return { [`${this.path}.rows`]: this.table };
  }

  get texts(): Texts {
    return { [`${this.path}.${this.holds}`]: this.known.entries };
  }

  /** What the rows stand for. Another object after each `append`. */
  get vocabulary(): Vocabulary {
    return this.known;
  }

  /** Row by row, ids in `shape` → [...shape, dimension]. */
  apply(ids: Int32Array, shape: readonly number[]): Tensor {
    return lookUp(this.table, ids, shape, this.kind);
  }

  /** Appends entries with their rows; the old ones keep their numbers and places. */
  async append(entries: readonly string[], rows: Float32Array): Promise<void> {
    if (entries.length === 0) return;
    const old = (await this.table.data()) as Float32Array;
    const values = new Float32Array(old.length + rows.length);
    values.set(old);
    values.set(rows, old.length);
    this.known = createVocabulary([...this.known.entries, ...entries]);
    this.table = replaceParameter(this.table, values, [this.known.entries.length, this.dimension]);
  }
}

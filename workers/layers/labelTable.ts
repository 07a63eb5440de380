/**
 * An embedding for each label that an output reads again. Row 0 stands for the start, before any label; labels can be
 * appended and replaced as the categories of a tagger are.
 */
import type { Tensor2D, Variable } from '@tensorflow/tfjs-core';
import { type ParameterSource, type Parameters, replaceParameter, uniform } from './parameters.ts';
import type { Part } from './part.ts';

export class LabelTable implements Part {
  readonly texts = {};
  private embeddings: Variable; // [1 + labels, dimension]

  /** Begin as the embeddings of words without a vector do. */
  constructor(
    readonly path: string,
    labels: number,
    private readonly dimension: number,
    source: ParameterSource,
  ) {
    const rows = 1 + labels;
    this.embeddings = source.parameter(`${path}.embeddings`, [rows, dimension], (random) =>
      uniform(random, rows * dimension, 0.25),
    );
  }

  get parameters(): Parameters {
    return this.rows;
  }

  /** What there is of each label by itself. */
  get rows(): Parameters {
    return { [`${this.path}.embeddings`]: this.embeddings };
  }

  /** [1 + labels, dimension] */
  get values(): Tensor2D {
    return this.embeddings as unknown as Tensor2D;
  }

  /**
   * Appends labels; the old ones keep their rows.
   * @param draw a fresh number, given the trained numbers of all embeddings.
   */
  async append(count: number, draw: (trained: Float32Array) => () => number): Promise<void> {
    const old = (await this.embeddings.data()) as Float32Array;
    const drawn = draw(old);
    const rows = this.embeddings.shape[0] + count;
    this.replace(Float32Array.from({ length: rows * this.dimension }, (_, n) => old[n] ?? drawn()));
  }

  /**
   * Puts other labels in the place of all; the start stays. A label that stands for several has the mean of their
   * embeddings.
   * @param sources for each new label, the old ones.
   */
  async regroup(sources: readonly (readonly number[])[]): Promise<void> {
    const old = (await this.embeddings.data()) as Float32Array;
    const { dimension } = this;
    const values = new Float32Array((1 + sources.length) * dimension);
    [[-1], ...sources].forEach((labels, row) => {
      for (const label of labels) {
        for (let at = 0; at < dimension; at++) {
          const place = row * dimension + at;
          values[place] = (values[place] ?? 0) + (old[(1 + label) * dimension + at] ?? 0) / labels.length;
        }
      }
    });
    this.replace(values);
  }

  private replace(values: Float32Array): void {
    this.embeddings = replaceParameter(this.embeddings, values, [values.length / this.dimension, this.dimension]);
  }
}

/**
 * The transitions of a linear-chain CRF (paper 1, equation 3): a matrix P of scores between tags, start and end included.
 * Here P is [from, to], the transpose of the paper's, with the start at index `tags` and the end at `tags + 1`. What a
 * tagging scheme forbids is a mask apart: it is never learned, never counted among the trained weights, and no path runs
 * through it.
 */
import { add, type Tensor2D, tensor, type Variable } from '@tensorflow/tfjs-core';
import { type ParameterSource, type Parameters, replaceParameter, zeros } from './parameters.ts';
import type { Part } from './part.ts';

/** Whether a transition may be, [tags + 2, tags + 2]. */
export type Permitted = readonly (readonly boolean[])[];

/** Far below any score a model learns, and far from the edge of float32. */
const impossible = -1e4;

export class TransitionsLayer implements Part {
  readonly texts = {};
  private scores: Variable; // [tags + 2, tags + 2]
  private mask: Float32Array; // 0 or `impossible`, [tags + 2, tags + 2]

  constructor(
    readonly path: string,
    permitted: Permitted,
    source: ParameterSource,
  ) {
    const side = permitted.length;
    this.mask = maskOf(permitted);
    this.scores = source.parameter(`${path}.scores`, [side, side], () => zeros(side * side));
  }

  get parameters(): Parameters {
    return { [`${this.path}.scores`]: this.scores };
  }

  /** [tags + 2, tags + 2] */
  apply(): Tensor2D {
    const side = this.scores.shape[0] as number;
    return add(this.scores, tensor(this.mask, [side, side])) as Tensor2D;
  }

  /**
   * Makes room for more tags. Start and end stand behind the last tag and move with it; what was there keeps its score.
   * @param draw a fresh score, given those that were trained.
   */
  async grow(permitted: Permitted, draw: (trained: Float32Array) => () => number): Promise<void> {
    const old = (await this.scores.data()) as Float32Array;
    const oldSide = this.scores.shape[0] as number;
    const [before, added] = [oldSide - 2, permitted.length - oldSide];
    const mask = maskOf(permitted);
    const drawn = draw(old.filter((_, entry) => this.mask[entry] === 0));
    const side = permitted.length;
    const grown = new Float32Array(side * side);
    const placeBefore = (place: number) => (place < before ? place : place < side - 2 ? -1 : place - added);
    for (let from = 0; from < side; from++) {
      for (let to = 0; to < side; to++) {
        const entry = from * side + to;
        const [oldFrom, oldTo] = [placeBefore(from), placeBefore(to)];
        if (oldFrom >= 0 && oldTo >= 0) grown[entry] = old[oldFrom * oldSide + oldTo] ?? 0;
        else if (mask[entry] === 0) grown[entry] = drawn();
      }
    }
    this.scores = replaceParameter(this.scores, grown, [side, side]);
    this.mask = mask;
  }

  /**
   * Puts other tags in the place of all. Between two of them stands the mean of the scores between the tags that they stand
   * for, as far as those may follow each other; start and end stay behind the last tag.
   * @param sources for each new tag, the places of old ones.
   */
  async regroup(permitted: Permitted, sources: readonly (readonly number[])[]): Promise<void> {
    const old = (await this.scores.data()) as Float32Array;
    const oldSide = this.scores.shape[0] as number;
    const side = permitted.length;
    const places = [...sources, [oldSide - 2], [oldSide - 1]];
    const made = new Float32Array(side * side);
    places.forEach((fromPlaces, from) => {
      places.forEach((toPlaces, to) => {
        const entries = fromPlaces.flatMap((oldFrom) => toPlaces.map((oldTo) => oldFrom * oldSide + oldTo));
        const counted = entries.length > 1 ? entries.filter((entry) => this.mask[entry] === 0) : entries;
        const sum = counted.reduce((total, entry) => total + (old[entry] ?? 0), 0);
        made[from * side + to] = counted.length > 0 ? sum / counted.length : 0;
      });
    });
    this.scores = replaceParameter(this.scores, made, [side, side]);
    this.mask = maskOf(permitted);
  }
}

function maskOf(permitted: Permitted): Float32Array {
  return Float32Array.from(permitted.flat(), (may) => (may ? 0 : impossible));
}

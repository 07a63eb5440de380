/**
 * The forward and the backward kernel of an embedding lookup on every backend. The gradient of tfjs's own `gather`
 * needs UnsortedSegmentSum, which WASM does not have. `lookups.ts` joins the two kernels.
 */
import { engine, type Tensor, type Tensor2D, util } from '@tensorflow/tfjs-core';

/** Inputs `table` [rows, dimension], `ids` int32 [...]; {@link EmbeddingAttributes} → [..., dimension]. */
export const EMBEDDING = 'GraftEmbedding';
/** Inputs `gradient` [..., dimension], `order` and `starts` (see {@link PositionsByRow}) → [rows, dimension]. */
export const EMBEDDING_GRADIENT = 'GraftEmbeddingGradient';

export interface EmbeddingAttributes {
  /** Ids below it are padding. */
  firstRow: number;
}

/**
 * Rows of `table` [rows, dimension] for `ids` (int32, any shape) → [...ids, dimension]. An id below `firstRow` is
 * padding and gives zeros, as does an id outside the table.
 */
export function embed(table: Tensor2D, ids: Tensor, firstRow: number): Tensor {
  util.assert(table.rank === 2, () => `embed: the table must be [rows, dimension], got [${table.shape}]`);
  util.assert(ids.dtype === 'int32', () => `embed: ids must be int32, got ${ids.dtype}`);
  const attributes: EmbeddingAttributes = { firstRow };
  return engine().runKernel(EMBEDDING, { table, ids }, { ...attributes });
}

/** The positions of ids sorted by row, so that a row's positions need no search. */
export interface PositionsByRow {
  /** int32 [number of ids]: numbers after the last start are not read. */
  readonly order: Tensor;
  /** int32 [rows + 1]: where each row's positions start in `order`; the last element is the end of all. */
  readonly starts: Tensor;
}

/** Sums `gradient` [...ids, dimension] by row → [rows, dimension], zeros where a row has no position. */
export function embeddingGradient(gradient: Tensor, { order, starts }: PositionsByRow): Tensor2D {
  return engine().runKernel(EMBEDDING_GRADIENT, { gradient, order, starts });
}

/**
 * The two halves of an embedding lookup on every backend: tfjs's own `gather` needs UnsortedSegmentSum for its gradient,
 * which WASM does not have. `lookups.ts` joins them.
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
 * Rows of `table` [rows, dimension] for `ids` (int32, any shape) → [...ids, dimension]. An id below `firstRow` is padding
 * and yields zeros, as an id outside the table does.
 */
export function embed(table: Tensor2D, ids: Tensor, firstRow: number): Tensor {
  util.assert(table.rank === 2, () => `embed: the table must be [rows, dimension], got [${table.shape}]`);
  util.assert(ids.dtype === 'int32', () => `embed: ids must be int32, got ${ids.dtype}`);
  const attributes: EmbeddingAttributes = { firstRow };
  return engine().runKernel(EMBEDDING, { table, ids }, { ...attributes });
}

/** The positions of ids sorted by row, so that no row has to be looked for. */
export interface PositionsByRow {
  /** int32 [as many as there are ids]: what lies behind the last start is not read. */
  readonly order: Tensor;
  /** int32 [rows + 1]: where in `order` each row's positions begin; the last is where all end. */
  readonly starts: Tensor;
}

/** Adds up `gradient` [...ids, dimension] by row → [rows, dimension], zeros where a row has no position. */
export function embeddingGradient(gradient: Tensor, { order, starts }: PositionsByRow): Tensor2D {
  return engine().runKernel(EMBEDDING_GRADIENT, { gradient, order, starts });
}

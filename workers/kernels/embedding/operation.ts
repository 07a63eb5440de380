/**
 * Embedding lookup with a gradient on every backend: tfjs's own `gather` needs UnsortedSegmentSum for its gradient, which
 * WASM does not have.
 */
import { engine, registerGradient, type Tensor, type Tensor2D, util } from '@tensorflow/tfjs-core';

/** Inputs `table` [rows, dimension], `ids` int32 [...]; attribute `rows`, for the gradient → [..., dimension]. */
export const EMBEDDING = 'GraftEmbedding';
/**
 * Inputs `ids` int32 [...], `gradient` [..., dimension] and, where they are known, `order` and `starts` (see
 * {@link PositionsByRow}); attribute `rows` → [rows, dimension].
 */
export const EMBEDDING_GRADIENT = 'GraftEmbeddingGradient';

export interface EmbeddingAttributes {
  rows: number;
}

/**
 * Rows of `table` [rows, dimension] for `ids` (int32, any shape) → [...ids, dimension]. Id 0 is padding: it yields zeros
 * and receives no gradient.
 */
export function embed(table: Tensor2D, ids: Tensor): Tensor {
  util.assert(table.rank === 2, () => `embed: the table must be [rows, dimension], got [${table.shape}]`);
  util.assert(ids.dtype === 'int32', () => `embed: ids must be int32, got ${ids.dtype}`);
  return engine().runKernel(EMBEDDING, { table, ids }, { rows: table.shape[0] });
}

/** The positions of the ids, sorted by row: without them a GPU must look through all ids for each row. */
export interface PositionsByRow {
  /** int32 [as many as there are ids]: what lies behind the last start is not read. */
  readonly order: Tensor;
  /** int32 [rows + 1]: where in `order` each row's positions begin; the last is where all end. */
  readonly starts: Tensor;
}

/** Adds up `gradient` [...ids, dimension] by id → [rows, dimension]; row 0 is padding's and stays zero. */
export function embeddingGradient(ids: Tensor, gradient: Tensor, rows: number, positions?: PositionsByRow): Tensor2D {
  return engine().runKernel(EMBEDDING_GRADIENT, { ids, gradient, ...positions }, { rows });
}

registerGradient({
  kernelName: EMBEDDING,
  inputsToSave: ['ids'],
  gradFunc: (gradient, saved, attributes) => {
    const { rows } = attributes as unknown as EmbeddingAttributes;
    return { table: () => embeddingGradient(saved[0] as Tensor, gradient as Tensor, rows) };
  },
});

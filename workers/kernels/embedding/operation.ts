/**
 * Embedding lookup with a gradient on every backend: tfjs's own `gather` needs UnsortedSegmentSum for its gradient, which
 * WASM does not have.
 */
import { engine, registerGradient, type Tensor, type Tensor2D, util } from '@tensorflow/tfjs-core';

/** Inputs `table` [rows, dimension], `ids` int32 [...]; attribute `rows`, for the gradient → [..., dimension]. */
export const EMBEDDING = 'GraftEmbedding';
/** Inputs `ids` int32 [...], `gradient` [..., dimension]; attribute `rows` → [rows, dimension]. */
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

/** Adds up `gradient` [...ids, dimension] by id → [rows, dimension]; row 0 is padding's and stays zero. */
export function embeddingGradient(ids: Tensor, gradient: Tensor, rows: number): Tensor2D {
  return engine().runKernel(EMBEDDING_GRADIENT, { ids, gradient }, { rows });
}

registerGradient({
  kernelName: EMBEDDING,
  inputsToSave: ['ids'],
  gradFunc: (gradient, saved, attributes) => {
    const { rows } = attributes as unknown as EmbeddingAttributes;
    return { table: () => embeddingGradient(saved[0] as Tensor, gradient as Tensor, rows) };
  },
});

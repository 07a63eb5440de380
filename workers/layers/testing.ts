/** What the tests of layers and of training share: layers with numbers that the test knows. */

import type { Variable } from '@tensorflow/tfjs-core';
import type { TableKind } from '../kernels/embedding/lookups.ts';
import { EmbeddingLayer } from './embedding.ts';
import { storedParameters } from './parameters.ts';

/** A parameter of these numbers. */
export function parameter(values: Float32Array, shape: readonly number[]): Variable {
  return storedParameters({ only: { shape, values } }).parameter('only', shape, () => values);
}

/** A table called `word` whose rows × dimension numbers are `values`. */
export function tableOf(dimension: number, values: Float32Array, kind?: TableKind): EmbeddingLayer {
  const entries = Array.from({ length: values.length / dimension }, (_, row) => `entry ${row}`);
  const source = storedParameters({ 'word.rows': { shape: [entries.length, dimension], values } });
  return new EmbeddingLayer('word', 'words', entries, dimension, source, () => values, kind);
}

/**
 * What a layer learns. tfjs names variables in one global table; taggers come and go and hold equal names, so a layer
 * keeps its variables under names of its own and leaves tfjs's names to chance.
 */
import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import { tensor, tidy, variable } from '@tensorflow/tfjs-core';
import type { Random } from '../text/random.ts';

/** By full name, such as `word.recurrentWeights`. */
export type Parameters = Readonly<Record<string, Variable>>;

export interface Layer {
  readonly parameters: Parameters;
}

export function parameter(values: Float32Array, shape: readonly number[]): Variable {
  return tidy(() => variable(tensor(values, [...shape], 'float32')));
}

/** Uniform in [−bound, bound]. */
export function uniform(random: Random, size: number, bound: number): Float32Array {
  return Float32Array.from({ length: size }, () => (2 * random.next() - 1) * bound);
}

/** Puts a tensor of another shape in a parameter's place; the old one is let go. */
export function replaceParameter(old: Variable, values: Float32Array, shape: readonly number[]): Variable {
  old.dispose();
  return parameter(values, shape);
}

export function disposeAll(tensors: Iterable<Tensor>): void {
  for (const each of tensors) each.dispose();
}

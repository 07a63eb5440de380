/**
 * What a part learns. tfjs names variables in one global table; taggers come and go and hold equal names, so a part
 * keeps its variables under names of its own and leaves tfjs's names to chance.
 */
import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import { tensor, tidy, variable } from '@tensorflow/tfjs-core';
import { GraftError } from '../protocol/errors.ts';
import type { Random } from '../text/random.ts';

/** By full name: the part's path, a dot and the parameter's own name, such as `wordLayer.recurrentWeights`. */
export type Parameters = Readonly<Record<string, Variable>>;

/** A parameter's numbers as plain data. */
export interface Weight {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** Where the parts of a model get their first numbers. */
export interface ParameterSource {
  /** @param draw how the numbers begin where they are not stored: as many as `shape` holds. */
  parameter(name: string, shape: readonly number[], draw: (random: Random) => Float32Array): Variable;
  /** The same as numbers on the host, which others may hold as well: not to be written to. */
  numbers(name: string, shape: readonly number[], draw: (random: Random) => Float32Array): Float32Array;
  /** Lets go of all that it gave: for a model that could not be built to its end. */
  discard(): void;
}

/** Numbers for a new model. Each parameter has a stream of its own, forked by its full name. */
export function drawnParameters(random: Random): ParameterSource {
  return remembering((name, _, draw) => draw(random.fork(name)));
}

/**
 * The numbers that a model stored.
 * @throws GraftError from `parameter`, where one is missing or has another shape than the part needs.
 */
export function storedParameters(weights: Readonly<Record<string, Weight>>): ParameterSource {
  return remembering((name, shape) => storedValues(weights, name, shape));
}

/**
 * For a new model of which some numbers are given, such as its encoder's: those are taken, and the rest is drawn, each by the
 * stream that it would have without them.
 * @throws GraftError from `parameter`, where a given one has another shape than the part needs.
 */
export function givenParameters(weights: Readonly<Record<string, Weight>>, random: Random): ParameterSource {
  return remembering((name, shape, draw) =>
    Object.hasOwn(weights, name) ? storedValues(weights, name, shape) : draw(random.fork(name)),
  );
}

function storedValues(weights: Readonly<Record<string, Weight>>, name: string, shape: readonly number[]): Float32Array {
  const weight = Object.hasOwn(weights, name) ? weights[name] : undefined;
  if (weight && weight.shape.join() === shape.join()) return weight.values;
  throw new GraftError({
    code: 'model-weights',
    message: `The model’s weight ${name} is ${weight ? `[${weight.shape}]` : 'missing'}; the model as it is described needs [${shape}].`,
    remedy: 'The file does not fit together: export the model again from where it was trained.',
  });
}

function remembering(numbers: ParameterSource['numbers']): ParameterSource {
  const given: Variable[] = [];
  return {
    parameter(name, shape, draw) {
      // A copy: the cpu backend would teach the very array that it is given.
      const made = parameter(numbers(name, shape, draw).slice(), shape);
      given.push(made);
      return made;
    },
    numbers,
    discard: () => disposeAll(given),
  };
}

function parameter(values: Float32Array, shape: readonly number[]): Variable {
  return tidy(() => variable(tensor(values, [...shape], 'float32')));
}

export function zeros(size: number): Float32Array {
  return new Float32Array(size);
}

/** Uniform in [−bound, bound]. */
export function uniform(random: Random, size: number, bound: number): Float32Array {
  return Float32Array.from({ length: size }, () => (2 * random.next() - 1) * bound);
}

/** Normal with BERT's standard deviation of 0.02 (Devlin et al. 2019). */
export function bertNormal(random: Random, size: number): Float32Array {
  return Float32Array.from({ length: size }, () => random.normal(0, 0.02));
}

/** Puts a tensor of another shape in a parameter's place; the old one is let go. */
export function replaceParameter(old: Variable, values: Float32Array, shape: readonly number[]): Variable {
  old.dispose();
  return parameter(values, shape);
}

export function disposeAll(tensors: Iterable<Tensor>): void {
  for (const each of tensors) each.dispose();
}

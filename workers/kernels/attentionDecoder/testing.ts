/** Random attention decoders for the tests. */
import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { tensor } from '@tensorflow/tfjs-core';
import { randomValues } from '../testing.ts';
import type { DecoderInputs, TagInputs } from './operation.ts';
import type { DecoderArrays, TagArrays } from './reference.ts';
import { type DecoderShape, projectedWidth, stateWidth } from './shape.ts';

/** The differentiable inputs. */
export const names = ['features', 'labels', 'featureWeights', 'stateWeights', 'scoreWeights', 'initialState'] as const;

type Name = (typeof names)[number];

export function shapesOf(shape: DecoderShape): Record<Name, number[]> {
  const { batch, time, features, hidden, attention } = shape;
  return {
    features: [batch, time, features],
    labels: [batch, time, 4 * hidden],
    featureWeights: [features, projectedWidth(shape)],
    stateWeights: [hidden, stateWidth(shape)],
    scoreWeights: [attention],
    initialState: [batch, hidden],
  };
}

export const sizeOf = (shape: readonly number[]) => shape.reduce((product, side) => product * side, 1);

export type DecoderValues = Record<Name, Float32Array>;

/** Features and states in [−1, 1), weights as large as a trained decoder's. */
export function decoderValues(shape: DecoderShape, seed: number): DecoderValues {
  const scales: Partial<Record<Name, number>> = {
    featureWeights: 1 / Math.sqrt(shape.features),
    stateWeights: 1 / Math.sqrt(shape.hidden),
  };
  const entries = Object.entries(shapesOf(shape)).map(([name, sides], n) => [
    name,
    randomValues(sizeOf(sides), seed + n, scales[name as Name] ?? 1),
  ]);
  return Object.fromEntries(entries) as DecoderValues;
}

export const arraysOf = ({ labels: _, ...values }: DecoderValues, lengths: readonly number[]): DecoderArrays => ({
  ...values,
  lengths: Int32Array.from(lengths),
});

export function tagValues({ hidden }: DecoderShape, tags: number, seed: number): TagArrays {
  return {
    labelInputs: randomValues((tags + 1) * 4 * hidden, seed + 11, 2),
    outputWeights: randomValues(hidden * tags, seed + 12, 4),
    outputBias: randomValues(tags, seed + 13),
    allowed: randomValues((tags + 2) * tags, seed + 14).map((x) => (x > -0.4 ? 1 : 0)),
  };
}

export const tagTensors = ({ hidden }: DecoderShape, values: TagArrays): TagInputs => {
  const tags = values.outputBias.length;
  return {
    labelInputs: tensor(values.labelInputs, [tags + 1, 4 * hidden]) as Tensor2D,
    outputWeights: tensor(values.outputWeights, [hidden, tags]) as Tensor2D,
    outputBias: tensor(values.outputBias, [tags]) as Tensor1D,
    allowed: tensor(values.allowed, [tags + 2, tags]) as Tensor2D,
  };
};

export const lengthsTensor = (lengths: readonly number[]) =>
  tensor(Int32Array.from(lengths), [lengths.length], 'int32') as Tensor1D;

export const partsOf = (given: readonly Tensor[], lengths: Tensor1D): DecoderInputs => {
  const [features, labels, featureWeights, stateWeights, scoreWeights, initialState] = given;
  return {
    features: features as Tensor3D,
    labels: labels as Tensor3D,
    lengths,
    featureWeights: featureWeights as Tensor2D,
    stateWeights: stateWeights as Tensor2D,
    scoreWeights: scoreWeights as Tensor1D,
    initialState: initialState as Tensor2D,
  };
};

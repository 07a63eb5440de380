/** How the attention decoder's work in our WASM module is split: a chunk is some of the sequences. */
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { addressIn } from '../wasm/chunks.ts';
import { addressOf } from '../wasm/module.ts';
import { type DecoderShape, projectedWidth, stateWidth } from './shape.ts';

export type Inputs = Readonly<Record<string, TensorInfo>>;

/** A chunk with fewer sequences is not worth its own products. */
const sequencesPerChunk = 8;
const maxChunks = 4;

export interface Sequences {
  readonly first: number;
  readonly count: number;
}

export function sequencesOf({ batch }: DecoderShape): Sequences[] {
  const chunks = Math.min(maxChunks, Math.max(1, Math.floor(batch / sequencesPerChunk)));
  return Array.from({ length: chunks }, (_, n) => {
    const first = Math.round((n * batch) / chunks);
    return { first, count: Math.round(((n + 1) * batch) / chunks) - first };
  });
}

/** Floating-point operations of a forward pass, without the attention itself. */
export const operationsOf = (shape: DecoderShape) =>
  2 * shape.batch * shape.time * (shape.features * projectedWidth(shape) + shape.hidden * stateWidth(shape));

/** The address of the sequences' part of a tensor [batch, …]. */
export function partOf(tensor: TensorInfo, { first }: Sequences): number {
  const each = tensor.shape.slice(1).reduce((product, side) => product * side, 1);
  return addressIn(tensor, first * each);
}

/** What every pass reads, in the order of the exports' parameters. */
export const operands = (inputs: Inputs, sequences: Sequences): number[] => [
  partOf(inputs.features as TensorInfo, sequences),
  partOf(inputs.lengths as TensorInfo, sequences),
  addressOf(inputs.featureWeights as TensorInfo),
  addressOf(inputs.stateWeights as TensorInfo),
  addressOf(inputs.scoreWeights as TensorInfo),
  partOf(inputs.initialState as TensorInfo, sequences),
];

/** The shapes of what the forward pass leaves for the backward pass. */
export const cacheShapes = (shape: DecoderShape): number[][] => {
  const { batch, time, hidden } = shape;
  return [
    [batch, time, projectedWidth(shape)],
    [batch, time, stateWidth(shape) + hidden],
    [batch, time, time],
  ];
};

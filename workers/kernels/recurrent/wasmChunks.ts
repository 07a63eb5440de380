/**
 * How the recurrent layers' work in our WASM module is split. A chunk is one direction of some of the sequences. Here
 * are the parts of the tensors that a chunk reads and writes.
 */
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { addressIn } from '../wasm/chunks.ts';
import { integersOf } from '../wasm/module.ts';
import type { RecurrentKind } from './operation.ts';
import type { RecurrentShape } from './shape.ts';

export type Inputs = Readonly<Record<string, TensorInfo>>;

/** The numbers of the layers in assembly/recurrent.ts. */
export const layerNumbers: Readonly<Record<RecurrentKind['title'], number>> = { lstm: 0, gru: 1 };

/** A chunk with fewer sequences is not worth its own products. No direction has more chunks than the maximum. */
const sequencesPerChunk = 16;
const maxChunks = 4;

export interface ChunkRange {
  readonly direction: number;
  /** The first sequence, and their number. */
  readonly first: number;
  readonly count: number;
  /** Their time steps without padding. */
  readonly steps: number;
}

/** Chunks of one direction are neighbours, since they read the same weights. */
export function chunkRangesOf({ batch, time, directions }: RecurrentShape, lengths: TensorInfo): ChunkRange[] {
  const chunks = Math.min(maxChunks, Math.max(1, Math.floor(batch / sequencesPerChunk)));
  const sequenceRanges = Array.from({ length: chunks }, (_, n) => {
    const first = Math.round((n * batch) / chunks);
    const count = Math.round(((n + 1) * batch) / chunks) - first;
    const all = integersOf(lengths).subarray(first, first + count);
    return { first, count, steps: all.reduce((sum, length) => sum + Math.min(Math.max(length, 0), time), 0) };
  });
  return Array.from({ length: directions }, (_, direction) =>
    sequenceRanges.map((sequences) => ({ direction, ...sequences })),
  ).flat();
}

/** Floating-point operations of the products of a forward pass. */
export const operationsOf = ({ gates }: RecurrentKind, { batch, time, features, hidden, directions }: RecurrentShape) =>
  2 * batch * time * (features + hidden) * directions * gates * hidden;

/** The address of a chunk's part of a boundary state [batch, directions·hidden], and the stride in bytes; or zeros. */
export function boundaryPart(
  tensor: TensorInfo | undefined,
  { hidden, directions }: RecurrentShape,
  { direction, first }: ChunkRange,
): number[] {
  if (!tensor) return [0, 0];
  const width = directions * hidden;
  return [addressIn(tensor, first * width + direction * hidden), 4 * width];
}

/** What both passes read: a chunk's parts of inputs, lengths, weights and initial states. */
export function operands({ gates }: RecurrentKind, shape: RecurrentShape, inputs: Inputs, range: ChunkRange): number[] {
  const { time, features, hidden, directions } = shape;
  const { direction, first } = range;
  const gateColumns = gates * hidden;
  const read = (name: string) => inputs[name] as TensorInfo;
  return [
    addressIn(read('inputs'), first * time * features),
    addressIn(read('lengths'), first),
    ...[addressIn(read('inputWeights'), direction * gateColumns), 4 * directions * gateColumns],
    addressIn(read('recurrentWeights'), direction * hidden * gateColumns),
    ...boundaryPart(inputs.initialState, shape, range),
    ...boundaryPart(inputs.initialCell, shape, range),
  ];
}

/**
 * Where a chunk's parts of the cache for the backward pass begin, in numbers: in `gates`
 * [directions][batch·time][gates·hidden], and in `cached` the cells' values and then the states. And the number of their
 * units, which is their steps times `hidden`.
 */
export function cacheParts(
  { gates }: RecurrentKind,
  { batch, time, hidden, directions }: RecurrentShape,
  { direction, first, steps }: ChunkRange,
) {
  const start = (direction * batch + first) * time * hidden;
  return {
    gates: gates * start,
    cells: directions * batch * time * hidden + start,
    states: start,
    units: steps * hidden,
  };
}

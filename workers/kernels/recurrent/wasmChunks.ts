/**
 * How the recurrent layers' work in our WASM module is split. A chunk is one direction of some of the sequences. Here
 * are the slices of the tensors that a chunk reads and writes.
 */
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { type Parameter, type Slice, sliceOf } from '../wasm/chunks.ts';
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

/**
 * A chunk's slice of a boundary state [batch, directions·hidden], for an export that takes an address and a stride in
 * bytes; zeros where there is no such tensor.
 */
export function boundarySlice(
  access: 'read' | 'write',
  tensor: TensorInfo | undefined,
  { hidden, directions }: RecurrentShape,
  { direction, first, count }: ChunkRange,
): Parameter[] {
  if (!tensor) return [0, 0];
  const width = directions * hidden;
  return [sliceOf(access, tensor, first * width + direction * hidden, hidden, { rows: count, stride: width })];
}

/** What both passes read: a chunk's slices of inputs, lengths, weights and initial states. */
export function operands(
  { gates }: RecurrentKind,
  shape: RecurrentShape,
  inputs: Inputs,
  range: ChunkRange,
): Parameter[] {
  const { time, features, hidden, directions } = shape;
  const { direction, first, count } = range;
  const gateColumns = gates * hidden;
  const read = (name: string) => inputs[name] as TensorInfo;
  return [
    sliceOf('read', read('inputs'), first * time * features, count * time * features),
    sliceOf('read', read('lengths'), first, count),
    sliceOf('read', read('inputWeights'), direction * gateColumns, gateColumns, {
      rows: features,
      stride: directions * gateColumns,
    }),
    sliceOf('read', read('recurrentWeights'), direction * hidden * gateColumns, hidden * gateColumns),
    ...boundarySlice('read', inputs.initialState, shape, range),
    ...boundarySlice('read', inputs.initialCell, shape, range),
  ];
}

/**
 * A chunk's slices of the cache for the backward pass: of `gates` [directions][batch·time][gates·hidden], and two of
 * `cached`, the cells' values and then the states.
 */
export function cacheSlices(
  access: 'read' | 'write',
  { gates }: RecurrentKind,
  { batch, time, hidden, directions }: RecurrentShape,
  { direction, first, steps }: ChunkRange,
  tensors: Record<'gates' | 'cached', TensorInfo>,
): Slice[] {
  const start = (direction * batch + first) * time * hidden;
  const cells = directions * batch * time * hidden;
  const size = steps * hidden;
  return [
    sliceOf(access, tensors.gates, gates * start, gates * size),
    sliceOf(access, tensors.cached, cells + start, size),
    sliceOf(access, tensors.cached, start, size),
  ];
}

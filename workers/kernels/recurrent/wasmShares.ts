/**
 * How the recurrent layers' work in our WASM module is cut: into shares of one direction over some of the sequences each,
 * and what of the tensors each share reads and writes.
 */
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { integersOf } from '../wasm/module.ts';
import { type Parameter, type Piece, piece } from '../wasm/shares.ts';
import type { RecurrentKind } from './operation.ts';
import type { RecurrentShape } from './shape.ts';

export type Inputs = Readonly<Record<string, TensorInfo>>;

/** As assembly/recurrent.ts numbers them. */
export const numbers: Readonly<Record<RecurrentKind['title'], number>> = { lstm: 0, gru: 1 };

/** Sequences that make a share worth its own products, and the most shares of a direction. */
const sequencesAShare = 16;
const mostShares = 4;

export interface Part {
  readonly direction: number;
  /** The first of the sequences, and how many they are. */
  readonly first: number;
  readonly count: number;
  /** Their steps without padding. */
  readonly steps: number;
}

/** Directions one after the other, since shares of one read the same weights. */
export function partsOf({ batch, time, directions }: RecurrentShape, lengths: TensorInfo): Part[] {
  const shares = Math.min(mostShares, Math.max(1, Math.floor(batch / sequencesAShare)));
  const ofSequences = Array.from({ length: shares }, (_, n) => {
    const first = Math.round((n * batch) / shares);
    const count = Math.round(((n + 1) * batch) / shares) - first;
    const all = integersOf(lengths).subarray(first, first + count);
    return { first, count, steps: all.reduce((sum, length) => sum + Math.min(Math.max(length, 0), time), 0) };
  });
  return Array.from({ length: directions }, (_, direction) =>
    ofSequences.map((sequences) => ({ direction, ...sequences })),
  ).flat();
}

/** Floating-point operations of the products of a pass forward. */
export const operationsOf = ({ gates }: RecurrentKind, { batch, time, features, hidden, directions }: RecurrentShape) =>
  2 * batch * time * (features + hidden) * directions * gates * hidden;

/**
 * A part's direction and sequences of a tensor [batch, directions·hidden], for an export that takes an address and the
 * bytes between rows; zeros where there is no such tensor.
 */
export function ends(
  access: 'read' | 'write',
  tensor: TensorInfo | undefined,
  { hidden, directions }: RecurrentShape,
  { direction, first, count }: Part,
): Parameter[] {
  if (!tensor) return [0, 0];
  const width = directions * hidden;
  return [piece(access, tensor, first * width + direction * hidden, hidden, { rows: count, stride: width })];
}

/** What both passes read: the share's inputs, lengths, weights and initial states. */
export function operands({ gates }: RecurrentKind, shape: RecurrentShape, inputs: Inputs, part: Part): Parameter[] {
  const { time, features, hidden, directions } = shape;
  const { direction, first, count } = part;
  const wide = gates * hidden;
  const read = (name: string) => inputs[name] as TensorInfo;
  return [
    piece('read', read('inputs'), first * time * features, count * time * features),
    piece('read', read('lengths'), first, count),
    piece('read', read('inputWeights'), direction * wide, wide, { rows: features, stride: directions * wide }),
    piece('read', read('recurrentWeights'), direction * hidden * wide, hidden * wide),
    ...ends('read', inputs.initialState, shape, part),
    ...ends('read', inputs.initialCell, shape, part),
  ];
}

/** A part's walk in `gates` [directions][batch·time][gates·hidden] and twice in `kept`: the cells', then the states. */
export function traces(
  access: 'read' | 'write',
  { gates }: RecurrentKind,
  { batch, time, hidden, directions }: RecurrentShape,
  { direction, first, steps }: Part,
  tensors: Record<'gates' | 'kept', TensorInfo>,
): Piece[] {
  const start = (direction * batch + first) * time * hidden;
  const cells = directions * batch * time * hidden;
  const size = steps * hidden;
  return [
    piece(access, tensors.gates, gates * start, gates * size),
    piece(access, tensors.kept, cells + start, size),
    piece(access, tensors.kept, start, size),
  ];
}

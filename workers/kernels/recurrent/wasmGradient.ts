/**
 * The recurrent layers' backward pass in our WASM module (../wasm/assembly/recurrentGradient.ts). The chunks' gradients
 * of weights and inputs are added up in the order of the chunks. Each chunk has initial states of its own.
 */
import type { NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import { addressIn, type Parameter, runChunks, workspace } from '../wasm/chunks.ts';
import { addressOf, callExport, callNumber, makeOutput, withWorkspace } from '../wasm/module.ts';
import type { RecurrentKind } from './operation.ts';
import { type RecurrentShape, recurrentShape } from './shape.ts';
import {
  boundaryPart,
  type ChunkRange,
  cacheParts,
  chunkRangesOf,
  type Inputs,
  layerNumbers,
  operands,
  operationsOf,
} from './wasmChunks.ts';

export const recurrentGradientWasm =
  (kind: RecurrentKind) =>
  (given: NamedTensorInfoMap): TensorInfo[] => {
    const inputs = given as Inputs;
    const shape = recurrentShape((name) => (inputs[name] as TensorInfo).shape);
    const { batch, time, features, hidden, directions } = shape;
    const gateColumns = kind.gates * hidden;
    const summed = [
      makeOutput([batch, time, features]),
      makeOutput([features, directions * gateColumns]),
      makeOutput([directions, hidden, gateColumns]),
      ...(kind.biased ? [makeOutput([directions * gateColumns])] : []),
    ];
    const [stateGradient, cellGradient] = [inputs.initialState, inputs.initialCell].map(
      (t) => t && makeOutput(t.shape),
    );
    const ranges = chunkRangesOf(shape, inputs.lengths as TensorInfo);
    const sizes = ranges.map(({ count }) => [
      count * time * features,
      features * gateColumns,
      hidden * gateColumns,
      ...(kind.biased ? [gateColumns] : []),
    ]);
    const all = sizes.flat().reduce((sum, size) => sum + size, 0);
    withWorkspace(4 * all, (address) => {
      const results = outputBuffers(address, sizes);
      const chunks = ranges.map((range, n) =>
        gradientChunk(kind, shape, inputs, range, [
          ...(results[n] as number[]),
          ...(kind.biased ? [] : [0]),
          ...boundaryPart(stateGradient, shape, range),
          ...boundaryPart(cellGradient, shape, range),
        ]),
      );
      runChunks(chunks, 2 * operationsOf(kind, shape));
      accumulateGradients(kind, shape, ranges, address, sizes, summed);
    });
    return [...summed, ...[stateGradient, cellGradient].flatMap((t) => t ?? [])];
  };

function gradientChunk(
  kind: RecurrentKind,
  shape: RecurrentShape,
  inputs: Inputs,
  range: ChunkRange,
  results: readonly number[],
) {
  const { time, features, hidden, directions } = shape;
  const { direction, first, count } = range;
  const width = directions * hidden;
  const number = layerNumbers[kind.title] as number;
  const { statesGradient, gates, cached } = inputs as Readonly<Record<'gates' | 'cached', TensorInfo>> & Inputs;
  const parts = cacheParts(kind, shape, range);
  const parameters: Parameter[] = [
    number,
    ...operands(kind, shape, inputs, range),
    ...[addressIn(gates, parts.gates), addressIn(cached, parts.cells), addressIn(cached, parts.states)],
    ...(statesGradient ? [addressIn(statesGradient, first * time * width + direction * hidden), 4 * width] : [0, 0]),
    ...boundaryPart(inputs.finalGradient, shape, range),
    ...boundaryPart(inputs.finalCellGradient, shape, range),
    ...results,
    workspace(callNumber('recurrentGradientBytes', number, count, time, features, hidden)),
    ...[count, time, features, hidden, direction],
  ];
  return { name: 'recurrentGradient', parameters };
}

/** Addresses of buffers to write to, one after the other from `address` on. */
function outputBuffers(address: number, sizes: readonly (readonly number[])[]): number[][] {
  let at = address;
  return sizes.map((row) =>
    row.map((width) => {
      at += 4 * width;
      return at - 4 * width;
    }),
  );
}

/** Adds the chunks' results up: the inputs' over directions, the weights' over sequences. */
function accumulateGradients(
  { gates }: RecurrentKind,
  { time, features, hidden, directions }: RecurrentShape,
  ranges: readonly ChunkRange[],
  address: number,
  sizes: readonly (readonly number[])[],
  targets: readonly TensorInfo[],
): void {
  const gateColumns = gates * hidden;
  const addresses = targets.map(addressOf) as [number, number, number, number?];
  let from = address;
  ranges.forEach(({ direction, first }, n) => {
    const [inputsSize, , recurrentSize] = sizes[n] as [number, number, number];
    /** Copies or adds `rows` of `width` layerNumbers to their buffer, with the given stride. */
    const accumulate = (to: number, stride: number, rows: number, width: number, add: boolean) => {
      callExport('gatherRows', [to, 4 * stride, from, rows, width, Number(add)]);
      from += 4 * rows * width;
    };
    accumulate(addresses[0] + 4 * first * time * features, inputsSize, 1, inputsSize, direction > 0);
    accumulate(addresses[1] + 4 * direction * gateColumns, directions * gateColumns, features, gateColumns, first > 0);
    accumulate(addresses[2] + 4 * direction * recurrentSize, recurrentSize, 1, recurrentSize, first > 0);
    if (addresses[3] !== undefined)
      accumulate(addresses[3] + 4 * direction * gateColumns, gateColumns, 1, gateColumns, first > 0);
  });
}

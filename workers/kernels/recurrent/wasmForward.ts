/**
 * The recurrent layers' forward pass in our WASM module (../wasm/assembly/recurrent.ts): chunks compute the states, and
 * then their states are scattered to the outputs.
 */
import type { NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import { addressIn, type Parameter, runChunks, workspace } from '../wasm/chunks.ts';
import { addressOf, callExport, callNumber, makeOutput, withWorkspace } from '../wasm/module.ts';
import type { RecurrentAttributes, RecurrentKind } from './operation.ts';
import { type RecurrentShape, recurrentShape } from './shape.ts';
import {
  type ChunkRange,
  cacheParts,
  chunkRangesOf,
  type Inputs,
  layerNumbers,
  operands,
  operationsOf,
} from './wasmChunks.ts';

/**
 * Without differentiation, `gates` is empty, and the cells' values are stored only where the final cell states are
 * wanted.
 */
export const recurrentForwardWasm =
  (kind: RecurrentKind) =>
  (given: NamedTensorInfoMap, attributes: NamedAttrMap): TensorInfo[] => {
    const { differentiated, finalCell: wantsCell } = attributes as unknown as RecurrentAttributes;
    const inputs = given as Inputs;
    const shape = recurrentShape((name) => (inputs[name] as TensorInfo).shape);
    const { batch, time, features, hidden, directions } = shape;
    const width = directions * hidden;
    const states = makeOutput([batch, time, width]);
    const final = makeOutput([batch, width]);
    const gates = makeOutput(differentiated ? [batch, time, kind.gates * width] : [0]);
    const storesCells = differentiated || wantsCell;
    const cached = makeOutput([batch, time, storesCells ? 2 * width : width]);
    const finalCell = wantsCell ? makeOutput([batch, width]) : undefined;
    const number = layerNumbers[kind.title] as number;
    const ranges = chunkRangesOf(shape, inputs.lengths as TensorInfo);
    const chunks = ranges.map((range) => {
      const parts = cacheParts(kind, shape, range);
      const bytes = callNumber('recurrentForwardBytes', number, range.count, time, features, hidden);
      const gateColumns = kind.gates * hidden;
      const parameters: Parameter[] = [
        number,
        ...operands(kind, shape, inputs, range),
        inputs.bias ? addressIn(inputs.bias, range.direction * gateColumns) : 0,
        differentiated ? addressIn(gates, parts.gates) : workspace(4 * kind.gates * parts.units),
        storesCells ? addressIn(cached, parts.cells) : workspace(4 * parts.units),
        addressIn(cached, parts.states),
        workspace(bytes),
        ...[range.count, time, features, hidden, range.direction],
      ];
      return { name: 'recurrentForward', parameters };
    });
    runChunks(chunks, operationsOf(kind, shape));
    for (const range of ranges)
      scatterStates(shape, range, inputs, { cached, states, final, ...(finalCell && { finalCell }) });
    return [states, final, gates, cached, ...(finalCell ? [finalCell] : [])];
  };

/** Scatters a chunk's states, and its final states, to the outputs. */
function scatterStates(
  { batch, time, hidden, directions }: RecurrentShape,
  { direction, first, count }: ChunkRange,
  inputs: Inputs,
  outputs: { cached: TensorInfo; states: TensorInfo; final: TensorInfo; finalCell?: TensorInfo },
): void {
  const width = directions * hidden;
  const at = (tensor: TensorInfo | undefined, start: number) => (tensor ? addressOf(tensor) + 4 * start : 0);
  const lengths = at(inputs.lengths, first);
  const states = at(outputs.cached, (direction * batch + first) * time * hidden);
  const cells = states + 4 * directions * batch * time * hidden;
  const sizes = [count, time, hidden, direction, directions];
  withWorkspace(callNumber('recurrentStatesBytes', count, time), (work) => {
    const scatterFinal = (source: number, initial: TensorInfo | undefined, final: TensorInfo) =>
      callExport('recurrentFinal', [
        lengths,
        source,
        at(initial, first * width),
        at(final, first * width),
        work,
        ...sizes,
      ]);
    callExport('recurrentStates', [lengths, states, at(outputs.states, first * time * width), work, ...sizes]);
    scatterFinal(states, inputs.initialState, outputs.final);
    if (outputs.finalCell) scatterFinal(cells, inputs.initialCell, outputs.finalCell);
  });
}

/**
 * The recurrent layers forward in our WASM module (../wasm/assembly/recurrent.ts): shares walk, and then their states are
 * put where they belong.
 */
import type { NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import { addressOf, callExport, callNumber, makeOutput, withWorkspace } from '../wasm/module.ts';
import { type Parameter, type Piece, piece, runShares, workspace } from '../wasm/shares.ts';
import type { RecurrentAttributes, RecurrentKind } from './operation.ts';
import { type RecurrentShape, recurrentShape } from './shape.ts';
import { type Inputs, numbers, operands, operationsOf, type Part, partsOf, traces } from './wasmShares.ts';

/** Where nothing is differentiated, the gates are not given back, and what the cells keep only for the last cells. */
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
    const keepsCells = differentiated || wantsCell;
    const kept = makeOutput([batch, time, keepsCells ? 2 * width : width]);
    const finalCell = wantsCell ? makeOutput([batch, width]) : undefined;
    const number = numbers[kind.title] as number;
    const parts = partsOf(shape, inputs.lengths as TensorInfo);
    const shares = parts.map((part) => {
      const [ofGates, ofCells, ofStates] = traces('write', kind, shape, part, { gates, kept }) as [Piece, Piece, Piece];
      const bytes = callNumber('recurrentForwardBytes', number, part.count, time, features, hidden);
      const wide = kind.gates * hidden;
      const parameters: Parameter[] = [
        number,
        ...operands(kind, shape, inputs, part),
        inputs.bias ? piece('read', inputs.bias, part.direction * wide, wide) : 0,
        differentiated ? ofGates : workspace(4 * ofGates.width),
        keepsCells ? ofCells : workspace(4 * ofCells.width),
        ofStates,
        workspace(bytes),
        ...[part.count, time, features, hidden, part.direction],
      ];
      return { name: 'recurrentForward', parameters };
    });
    runShares(shares, operationsOf(kind, shape));
    for (const part of parts) spreadWalk(shape, part, inputs, { kept, states, final, ...(finalCell && { finalCell }) });
    return [states, final, gates, kept, ...(finalCell ? [finalCell] : [])];
  };

/** Puts the states of a part's walk, and their ends, where they belong. */
function spreadWalk(
  { batch, time, hidden, directions }: RecurrentShape,
  { direction, first, count }: Part,
  inputs: Inputs,
  outputs: { kept: TensorInfo; states: TensorInfo; final: TensorInfo; finalCell?: TensorInfo },
): void {
  const width = directions * hidden;
  const at = (tensor: TensorInfo | undefined, start: number) => (tensor ? addressOf(tensor) + 4 * start : 0);
  const lengths = at(inputs.lengths, first);
  const states = at(outputs.kept, (direction * batch + first) * time * hidden);
  const cells = states + 4 * directions * batch * time * hidden;
  const sizes = [count, time, hidden, direction, directions];
  withWorkspace(callNumber('recurrentStatesBytes', count, time), (work) => {
    const spreadFinal = (walked: number, initial: TensorInfo | undefined, final: TensorInfo) =>
      callExport('recurrentFinal', [
        lengths,
        walked,
        at(initial, first * width),
        at(final, first * width),
        work,
        ...sizes,
      ]);
    callExport('recurrentStates', [lengths, states, at(outputs.states, first * time * width), work, ...sizes]);
    spreadFinal(states, inputs.initialState, outputs.final);
    if (outputs.finalCell) spreadFinal(cells, inputs.initialCell, outputs.finalCell);
  });
}

/**
 * The recurrent layers' gradients in our WASM module (../wasm/assembly/recurrentGradient.ts): what shares find of weights
 * and inputs is added up in the order of the shares; of initial states each has its own.
 */
import type { NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import { addressOf, callExport, callNumber, makeOutput, withWorkspace } from '../wasm/module.ts';
import { type Parameter, piece, runShares, workspace } from '../wasm/shares.ts';
import type { RecurrentKind } from './operation.ts';
import { type RecurrentShape, recurrentShape } from './shape.ts';
import { ends, type Inputs, numbers, operands, operationsOf, type Part, partsOf, traces } from './wasmShares.ts';

export const recurrentGradientWasm =
  (kind: RecurrentKind) =>
  (given: NamedTensorInfoMap): TensorInfo[] => {
    const inputs = given as Inputs;
    const shape = recurrentShape((name) => (inputs[name] as TensorInfo).shape);
    const { batch, time, features, hidden, directions } = shape;
    const wide = kind.gates * hidden;
    const summed = [
      makeOutput([batch, time, features]),
      makeOutput([features, directions * wide]),
      makeOutput([directions, hidden, wide]),
      ...(kind.biased ? [makeOutput([directions * wide])] : []),
    ];
    const [ofState, ofCell] = [inputs.initialState, inputs.initialCell].map((t) => t && makeOutput(t.shape));
    const parts = partsOf(shape, inputs.lengths as TensorInfo);
    const sizes = parts.map(({ count }) => [
      count * time * features,
      features * wide,
      hidden * wide,
      ...(kind.biased ? [wide] : []),
    ]);
    const all = sizes.flat().reduce((sum, size) => sum + size, 0);
    withWorkspace(4 * all, (address) => {
      const results = placesFrom(address, sizes);
      const shares = parts.map((part, n) =>
        gradientShare(kind, shape, inputs, part, [
          ...(results[n] as Parameter[]),
          ...(kind.biased ? [] : [0]),
          ...ends('write', ofState, shape, part),
          ...ends('write', ofCell, shape, part),
        ]),
      );
      runShares(shares, 2 * operationsOf(kind, shape));
      gatherGradients(kind, shape, parts, address, sizes, summed);
    });
    return [...summed, ...[ofState, ofCell].flatMap((t) => t ?? [])];
  };

function gradientShare(
  kind: RecurrentKind,
  shape: RecurrentShape,
  inputs: Inputs,
  part: Part,
  results: readonly Parameter[],
) {
  const { time, features, hidden, directions } = shape;
  const { direction, first, count } = part;
  const width = directions * hidden;
  const number = numbers[kind.title] as number;
  const { statesGradient } = inputs;
  const parameters: Parameter[] = [
    number,
    ...operands(kind, shape, inputs, part),
    ...traces('read', kind, shape, part, inputs as Record<'gates' | 'kept', TensorInfo>),
    ...(statesGradient
      ? [
          piece('read', statesGradient, first * time * width + direction * hidden, hidden, {
            rows: count * time,
            stride: width,
          }),
        ]
      : [0, 0]),
    ...ends('read', inputs.finalGradient, shape, part),
    ...ends('read', inputs.finalCellGradient, shape, part),
    ...results,
    workspace(callNumber('recurrentGradientBytes', number, count, time, features, hidden)),
    ...[count, time, features, hidden, direction],
  ];
  return { name: 'recurrentGradient', parameters };
}

/** One after the other from `address` on, as places to write. */
function placesFrom(address: number, sizes: readonly (readonly number[])[]): Parameter[][] {
  let at = address;
  return sizes.map((row) =>
    row.map((width) => {
      const place = { access: 'write', address: at, width } as const;
      at += 4 * width;
      return place;
    }),
  );
}

/** Adds the shares' results up: inputs over directions, weights over the sequences. */
function gatherGradients(
  { gates }: RecurrentKind,
  { time, features, hidden, directions }: RecurrentShape,
  parts: readonly Part[],
  address: number,
  sizes: readonly (readonly number[])[],
  targets: readonly TensorInfo[],
): void {
  const wide = gates * hidden;
  const addresses = targets.map(addressOf) as [number, number, number, number?];
  let from = address;
  parts.forEach(({ direction, first }, n) => {
    const [ofInputs, , ofRecurrent] = sizes[n] as [number, number, number];
    /** `rows` of `width` numbers to where they belong, `stride` numbers apart. */
    const gather = (to: number, stride: number, rows: number, width: number, add: boolean) => {
      callExport('gatherRows', [to, 4 * stride, from, rows, width, Number(add)]);
      from += 4 * rows * width;
    };
    gather(addresses[0] + 4 * first * time * features, ofInputs, 1, ofInputs, direction > 0);
    gather(addresses[1] + 4 * direction * wide, directions * wide, features, wide, first > 0);
    gather(addresses[2] + 4 * direction * ofRecurrent, ofRecurrent, 1, ofRecurrent, first > 0);
    if (addresses[3] !== undefined) gather(addresses[3] + 4 * direction * wide, wide, 1, wide, first > 0);
  });
}

/**
 * The recurrent layers' kernels in our WASM module (../wasm/assembly/recurrent.ts). A layer is cut into shares, a
 * direction over some of the sequences each, and what they find is put together in the order of the shares.
 */
import type { NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import { addressOf, callExport, callNumber, integersOf, makeOutput, withWorkspace } from '../wasm/module.ts';
import { type Parameter, type Piece, piece, runShares, workspace } from '../wasm/shares.ts';
import type { RecurrentAttributes, RecurrentKind } from './operation.ts';
import { type RecurrentShape, recurrentShape } from './shape.ts';

type Inputs = Readonly<Record<string, TensorInfo>>;

/** As assembly/recurrent.ts numbers them. */
const numbers: Readonly<Record<RecurrentKind['title'], number>> = { lstm: 0, gru: 1 };

/** Sequences that make a share worth its own products, and the most shares of a direction. */
const sequencesAShare = 16;
const mostShares = 4;

interface Part {
  readonly direction: number;
  /** The first of the sequences, and how many they are. */
  readonly first: number;
  readonly count: number;
  /** Their steps without padding. */
  readonly steps: number;
}

/** Directions one after the other, since shares of one read the same weights. */
function partsOf({ batch, time, directions }: RecurrentShape, lengths: TensorInfo): Part[] {
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
const operationsOf = ({ gates }: RecurrentKind, { batch, time, features, hidden, directions }: RecurrentShape) =>
  2 * batch * time * (features + hidden) * directions * gates * hidden;

/** What both passes read: the share's inputs, lengths and weights. */
function operands({ gates }: RecurrentKind, shape: RecurrentShape, inputs: Inputs, part: Part): Parameter[] {
  const { time, features, hidden, directions } = shape;
  const { direction, first, count } = part;
  const wide = gates * hidden;
  const read = (name: string) => inputs[name] as TensorInfo;
  return [
    piece('read', read('inputs'), first * time * features, count * time * features),
    piece('read', read('lengths'), first, count),
    piece('read', read('inputWeights'), direction * wide, wide, { rows: features, stride: directions * wide }),
    piece('read', read('recurrentWeights'), direction * hidden * wide, hidden * wide),
  ];
}

/** A part's walk in `gates` [directions][batch·time][gates·hidden] and twice in `kept`: the cells', then the states. */
function traces(
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

/** Where nothing is differentiated, the gates and what the cells keep are not given back. */
export const recurrentForwardWasm =
  (kind: RecurrentKind) =>
  (given: NamedTensorInfoMap, attributes: NamedAttrMap): TensorInfo[] => {
    const { differentiated } = attributes as unknown as RecurrentAttributes;
    const inputs = given as Inputs;
    const shape = recurrentShape((name) => (inputs[name] as TensorInfo).shape);
    const { batch, time, features, hidden, directions } = shape;
    const width = directions * hidden;
    const states = makeOutput([batch, time, width]);
    const final = makeOutput([batch, width]);
    const gates = makeOutput(differentiated ? [batch, time, kind.gates * width] : [0]);
    const kept = makeOutput([batch, time, differentiated ? 2 * width : width]);
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
        ...[ofGates, ofCells].map((each) => (differentiated ? each : workspace(4 * each.width))),
        ofStates,
        workspace(bytes),
        ...[part.count, time, features, hidden, part.direction],
      ];
      return { name: 'recurrentForward', parameters };
    });
    runShares(shares, operationsOf(kind, shape));
    for (const part of parts) spreadStates(shape, part, inputs.lengths as TensorInfo, { kept, states, final });
    return [states, final, gates, kept];
  };

function spreadStates(
  { batch, time, hidden, directions }: RecurrentShape,
  { direction, first, count }: Part,
  lengths: TensorInfo,
  { kept, states, final }: Record<'kept' | 'states' | 'final', TensorInfo>,
): void {
  const width = directions * hidden;
  withWorkspace(callNumber('recurrentStatesBytes', count, time), (work) => {
    callExport('recurrentStates', [
      addressOf(lengths) + 4 * first,
      addressOf(kept) + 4 * (direction * batch + first) * time * hidden,
      addressOf(states) + 4 * first * time * width,
      addressOf(final) + 4 * first * width,
      work,
      ...[count, time, hidden, direction, directions],
    ]);
  });
}

export const recurrentGradientWasm =
  (kind: RecurrentKind) =>
  (given: NamedTensorInfoMap): TensorInfo[] => {
    const inputs = given as Inputs;
    const shape = recurrentShape((name) => (inputs[name] as TensorInfo).shape);
    const { batch, time, features, hidden, directions } = shape;
    const wide = kind.gates * hidden;
    const targets = [
      makeOutput([batch, time, features]),
      makeOutput([features, directions * wide]),
      makeOutput([directions, hidden, wide]),
      ...(kind.biased ? [makeOutput([directions * wide])] : []),
    ];
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
      const shares = parts.map((part, n) => gradientShare(kind, shape, inputs, part, results[n] as Parameter[]));
      runShares(shares, 2 * operationsOf(kind, shape));
      gatherGradients(kind, shape, parts, address, sizes, targets);
    });
    return targets;
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
  const { statesGradient, finalGradient } = inputs;
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
    ...(finalGradient
      ? [piece('read', finalGradient, first * width + direction * hidden, hidden, { rows: count, stride: width })]
      : [0, 0]),
    ...results,
    ...(kind.biased ? [] : [0]),
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

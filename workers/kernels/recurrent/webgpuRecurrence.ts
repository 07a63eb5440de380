/**
 * The WGSL that the forward and the backward recurrence of a layer have in common. A workgroup computes a tile: a few
 * sequences of one direction side by side. An invocation computes one hidden unit, or several.
 *
 * A time step reads all recurrent weights. They do not fit into workgroup memory. Each weight read serves all sequences
 * of the tile, and these reads bound the speed.
 *
 * The forward recurrence leaves a cache for the backward pass [batch, time, directions·(gates + 1)·hidden]: of each
 * time step all gates after their activation, then one value more a unit. It is one buffer, since a device guarantees
 * only eight.
 */

import { GraftError } from '../../protocol/errors.ts';
import type { RecurrentKind } from './operation.ts';
import type { RecurrentShape } from './shape.ts';

/**
 * One time step of a layer. The WGSL accesses no memory. It computes on two types: `Values`, one number for each
 * sequence of the tile, and `GateValues`, an array of `Values` with one element a gate.
 */
export interface Cell {
  /**
   * `fn step(preActivations: GateValues, previousCached: Values, previousState: Values) -> Step` with `struct Step {
   * gates: GateValues, cached: Values, state: Values }`. `gates` are after their activation. `cached` is what a layer
   * stores for its backward pass besides them: the LSTM its cell state, the GRU its reset state.
   */
  readonly step: string;
  /**
   * `fn stepBackward(gates: GateValues, current: Values, previous: Values, stateGradient: Values, cachedGradient:
   * Values) -> StepGradients` with `struct StepGradients { preActivations: GateValues, state: Values, cached: Values
   * }`. It takes the gradients of a step's state and of its cached value. It returns those of the pre-activations, and
   * those of the previous step's state and cached value. The state's gradient through the recurrent weights is added
   * elsewhere.
   */
  readonly stepBackward: string;
  /**
   * Which values `current` and `previous` are: those of this step and of the previous one. At the first step `previous`
   * is the initial value.
   */
  readonly history: 'states' | 'cached';
  /** For layers whose last gates multiply their recurrent weights with the reset state, not with the previous state. */
  readonly resetGate?: ResetGate;
}

interface ResetGate {
  /** The first gate that takes the reset state. */
  readonly firstGate: number;
  /**
   * `fn resetState(preActivations: GateValues, previousState: Values) -> Values`: the previous state after the reset
   * gate, which is gate 0. It is also the cached value of the step.
   */
  readonly resetState: string;
  /**
   * `fn resetBackward(gate: Values, previousState: Values, resetStateGradient: Values) -> ResetGradients` with `struct
   * ResetGradients { preActivation: Values, state: Values }`: the gradients of gate 0's pre-activation and of the
   * previous state.
   */
  readonly resetBackward: string;
}

export interface Tiling extends RecurrentShape {
  readonly gates: number;
  /** Sequences of a workgroup. */
  readonly tileSize: 1 | 2 | 4;
  /** Invocations of a workgroup. */
  readonly lanes: number;
}

/** Throws `hidden-too-large` where the gates of one sequence and time step exceed the device's workgroup memory. */
export function tilingOf({ gates }: RecurrentKind, shape: RecurrentShape, limits: GPUSupportedLimits): Tiling {
  const { batch, hidden } = shape;
  // The backward pass holds all gates of a step. The forward pass holds two states and, with three gates, the reset
  // state.
  const maxHidden = Math.floor(limits.maxComputeWorkgroupStorageSize / (4 * gates));
  if (hidden > maxHidden) {
    throw new GraftError({
      code: 'hidden-too-large',
      message: `A recurrent layer with ${hidden} hidden units does not fit this graphics processor, which takes ${maxHidden}.`,
      remedy: 'Choose WASM as the backend, or fewer hidden units.',
    });
  }
  const tileSize = ([4, 2, 1] as const).find((count) => count < 2 * batch && count * hidden <= maxHidden) ?? 1;
  const lanes = Math.min(Math.ceil(hidden / 32) * 32, limits.maxComputeInvocationsPerWorkgroup, 256);
  return { ...shape, gates, tileSize, lanes };
}

/** The constants of a tiling's code, for its program's key. */
export const tilingKey = ({ hidden, directions, lanes, tileSize }: Tiling) =>
  `${hidden}-${directions}-${lanes}-${tileSize}`;

export const workgroupsOf = ({ batch, directions, tileSize }: Tiling) => Math.ceil(batch / tileSize) * directions;

/** Parameters of a recurrence's program. Its bindings include `lengths`. */
export const recurrenceParameters = [
  { name: 'batch', type: 'u32' },
  { name: 'time', type: 'u32' },
] as const;

/**
 * WGSL that repeats for each sequence of a tile. `one` is the suffix that selects the sequence's element of a value.
 */
const each = ({ tileSize }: Tiling, code: (one: string) => string) =>
  tileSize === 1 ? code('') : `for (var one = 0u; one < tileSize; one++) {\n    ${code('[one]')}\n  }`;

/** Sizes, types, activations, and the sequences of a tile. */
export function recurrenceCode(tiling: Tiling): string {
  const { hidden, directions, lanes, gates, tileSize } = tiling;
  const vector = (element: string) => (tileSize === 1 ? element : `vec${tileSize}<${element}>`);
  return `
const hidden = ${hidden}u;
const directions = ${directions}u;
const lanes = ${lanes}u;
const gates = ${gates}u;
const tileSize = ${tileSize}u;
const unitsPerLane = ${Math.ceil(hidden / lanes)}u;
const width = directions * hidden; // of states
const gateWidth = gates * width;
const cacheWidth = gateWidth + width;

alias Values = ${vector('f32')};
alias Uints = ${vector('u32')};
alias Mask = ${vector('bool')};
alias GateValues = array<Values, gates>;

// Large arguments saturate, and NaN stays NaN.
fn sigmoid(x: Values) -> Values { return 1.0 / (1.0 + exp(-x)); }
fn stableTanh(x: Values) -> Values { return 1.0 - 2.0 / (1.0 + exp(2.0 * x)); }

struct Tile {
  direction: u32,
  sequences: Uints,
  present: Mask,  // false past the end of the batch
  lengths: Uints, // zero where not present
  longest: u32,
}

fn tileOf(number: u32) -> Tile {
  var tile: Tile;
  tile.direction = number % directions;
  tile.sequences = number / directions * tileSize + Uints(${[0, 1, 2, 3].slice(0, tileSize).join(', ')});
  tile.present = tile.sequences < Uints(parameters.batch);
  ${each(
    tiling,
    (one) => `if (tile.present${one}) {
    tile.lengths${one} = u32(clamp(lengths[tile.sequences${one}], 0, i32(parameters.time)));
    tile.longest = max(tile.longest, tile.lengths${one});
  }`,
  )}
  return tile;
}

/** The rows [batch·time] of recurrence step n; undefined for sequences that are not active. */
fn rowsAt(tile: Tile, n: u32) -> Uints {
  let times = select(tile.lengths - 1u - n, Uints(n), tile.direction == 0u);
  return tile.sequences * parameters.time + times;
}
`;
}

/**
 * WGSL of `fn read(rows, column, mask) -> Values` from rows of `width` that begin at `start` in a buffer; zero where
 * the mask is false.
 */
export const readerCode = (tiling: Tiling, name: string, buffer: string, width: string, start = '0u') => `
fn ${name}(rows: Uints, column: u32, mask: Mask) -> Values {
  var values: Values;
  ${each(tiling, (one) => `if (mask${one}) { values${one} = ${buffer}[${start} + rows${one} * ${width} + column]; }`)}
  return values;
}`;

/** WGSL of `fn write(rows, column, mask, values)` to a buffer of rows of `width`. */
export const writerCode = (tiling: Tiling, name: string, buffer: string, width: string) => `
fn ${name}(rows: Uints, column: u32, mask: Mask, values: Values) {
  ${each(tiling, (one) => `if (mask${one}) { ${buffer}[rows${one} * ${width} + column] = values${one}; }`)}
}`;

/** The gates `from` to `end` as numbers. Code is unrolled over gates, so that their sums stay in registers. */
export const gatesBetween = (firstGate: number, end: number) =>
  Array.from({ length: end - firstGate }, (_, n) => firstGate + n);

/**
 * What the recurrent layers' two walks through time share on WebGPU. A workgroup walks a few sequences side by side in
 * one direction, a lane for a unit (or for several). A step reads all recurrent weights, which are far too many to keep in
 * a workgroup; one that is read serves all sequences that walk together, and that is what bounds the walk's speed.
 *
 * A walk leaves its trace for the walk back [batch, time, directions·(gates + 1)·hidden]: of each step all gates after
 * their activation, then what is kept beside them. One buffer, for a program can count on no more than eight.
 */

import { GraftError } from '../../protocol/errors.ts';
import type { RecurrentKind } from './operation.ts';
import type { RecurrentShape } from './shape.ts';

/**
 * What a step of a layer is. The WGSL computes on `Values`, a number for each sequence of the walk, and on `Sums`, an
 * array of them with one for each gate, and touches no memory.
 */
export interface Cell {
  /**
   * `fn step(sums: Sums, keptBefore: Values, stateBefore: Values) -> Step`, of which `struct Step { gates: Sums, kept:
   * Values, state: Values }` holds the gates after their activation.
   */
  readonly step: string;
  /**
   * `fn stepBack(gates: Sums, now: Values, before: Values, ofState: Values, ofKept: Values) -> StepBack`: from the
   * gradients of a step's state and of what it kept to `struct StepBack { sums: Sums, state: Values, kept: Values }`,
   * those of the gates' sums and of the step before. The state gets its part through the recurrent weights besides.
   */
  readonly stepBack: string;
  /** Of what `now` and `before` are: this step's and the step before's, which is the initial one at the first. */
  readonly history: 'states' | 'kept';
  /** Where the last gates' recurrent weights take not the state but what gate 0 lets through of it. */
  readonly passing?: Passing;
}

interface Passing {
  /** The first gate of which this is so. */
  readonly from: number;
  /** `fn letThrough(sums: Sums, stateBefore: Values) -> Values`: what is let through, which is also what the step keeps. */
  readonly letThrough: string;
  /**
   * `fn letThroughBack(gate: Values, stateBefore: Values, ofPassed: Values) -> PassBack`: from the gradient of what was let
   * through to `struct PassBack { sum: Values, state: Values }`, those of gate 0's sum and of the state before.
   */
  readonly letThroughBack: string;
}

export interface Walk extends RecurrentShape {
  readonly gates: number;
  /** Sequences that a workgroup walks side by side. */
  readonly together: 1 | 2 | 4;
  /** Invocations of a workgroup. */
  readonly lanes: number;
}

/** Throws `hidden-too-large` where a step's gates of one sequence do not fit into the device's workgroup memory. */
export function walkOf({ gates }: RecurrentKind, shape: RecurrentShape, limits: GPUSupportedLimits): Walk {
  const { batch, hidden } = shape;
  // The walk back holds all gates of a step; the walk forward holds two states and, with three gates, what one passes.
  const room = Math.floor(limits.maxComputeWorkgroupStorageSize / (4 * gates));
  if (hidden > room) {
    throw new GraftError({
      code: 'hidden-too-large',
      message: `A recurrent layer with ${hidden} hidden units does not fit this graphics processor, which takes ${room}.`,
      remedy: 'Choose WASM as the backend, or fewer hidden units.',
    });
  }
  const together = ([4, 2, 1] as const).find((count) => count < 2 * batch && count * hidden <= room) ?? 1;
  const lanes = Math.min(Math.ceil(hidden / 32) * 32, limits.maxComputeInvocationsPerWorkgroup, 256);
  return { ...shape, gates, together, lanes };
}

/** What a walk's code bakes in, for its program's key. */
export const walkKey = ({ hidden, directions, lanes, together }: Walk) =>
  `${hidden}-${directions}-${lanes}-${together}`;

export const walkWorkgroups = ({ batch, directions, together }: Walk) => Math.ceil(batch / together) * directions;

/** Parameters of a walk's program; its bindings have `lengths`. */
export const walkParameters = [
  { name: 'batch', type: 'u32' },
  { name: 'time', type: 'u32' },
] as const;

/** A piece of code for each sequence of a walk; `one` is behind a value what takes the sequence's number out of it. */
const each = ({ together }: Walk, code: (one: string) => string) =>
  together === 1 ? code('') : `for (var one = 0u; one < together; one++) {\n    ${code('[one]')}\n  }`;

/** Sizes, types, activations, and where the sequences of a walk are. */
export function walkCode(walk: Walk): string {
  const { hidden, directions, lanes, gates, together } = walk;
  const vector = (element: string) => (together === 1 ? element : `vec${together}<${element}>`);
  return `
const hidden = ${hidden}u;
const directions = ${directions}u;
const lanes = ${lanes}u;
const gates = ${gates}u;
const together = ${together}u;
const unitsOfLane = ${Math.ceil(hidden / lanes)}u;
const width = directions * hidden; // of states
const gateWidth = gates * width;
const traceWidth = gateWidth + width;

alias Values = ${vector('f32')};
alias Counts = ${vector('u32')};
alias Flags = ${vector('bool')};
alias Sums = array<Values, gates>;

// Written so that a large argument saturates and NaN stays NaN.
fn sigmoid(x: Values) -> Values { return 1.0 / (1.0 + exp(-x)); }
fn squash(x: Values) -> Values { return 1.0 - 2.0 / (1.0 + exp(2.0 * x)); }

struct Walkers {
  direction: u32,
  sequences: Counts,
  present: Flags,  // the last workgroup of a batch may have fewer
  lengths: Counts, // zero for those that are not present
  longest: u32,
}

fn walkersOf(number: u32) -> Walkers {
  var walkers: Walkers;
  walkers.direction = number % directions;
  walkers.sequences = number / directions * together + Counts(${[0, 1, 2, 3].slice(0, together).join(', ')});
  walkers.present = walkers.sequences < Counts(parameters.batch);
  ${each(
    walk,
    (one) => `if (walkers.present${one}) {
    walkers.lengths${one} = u32(clamp(lengths[walkers.sequences${one}], 0, i32(parameters.time)));
    walkers.longest = max(walkers.longest, walkers.lengths${one});
  }`,
  )}
  return walkers;
}

/** The rows of the padded batch at which step n of the walk takes place; without meaning where it does not. */
fn rowsAt(walkers: Walkers, n: u32) -> Counts {
  let steps = select(walkers.lengths - 1u - n, Counts(n), walkers.direction == 0u);
  return walkers.sequences * parameters.time + steps;
}
`;
}

/**
 * WGSL of `fn read(rows, column, which) -> Values` from rows of `width` that begin at `start` in a buffer: zero for those
 * that are not meant.
 */
export const readerCode = (walk: Walk, name: string, buffer: string, width: string, start = '0u') => `
fn ${name}(rows: Counts, column: u32, which: Flags) -> Values {
  var values: Values;
  ${each(walk, (one) => `if (which${one}) { values${one} = ${buffer}[${start} + rows${one} * ${width} + column]; }`)}
  return values;
}`;

/** WGSL of `fn write(rows, column, which, values)` to a buffer of rows of `width`. */
export const writerCode = (walk: Walk, name: string, buffer: string, width: string) => `
fn ${name}(rows: Counts, column: u32, which: Flags, values: Values) {
  ${each(walk, (one) => `if (which${one}) { ${buffer}[rows${one} * ${width} + column] = values${one}; }`)}
}`;

/** The gates `from` to `end` as numbers, for code that is written out gate by gate: so their sums stay in registers. */
export const gatesBetween = (from: number, end: number) => Array.from({ length: end - from }, (_, n) => from + n);

/**
 * The WGSL that the attention decoder's programs have in common. A workgroup computes one sequence with a loop over time
 * in one dispatch. An invocation computes one unit of the state, one key or one column of the gates, or several.
 */
import { GraftError } from '../../protocol/errors.ts';
import type { Program } from '../webgpu/program.ts';
import { reductionCode } from '../webgpu/reduction.ts';
import type { DecoderShape } from './shape.ts';

/** The constants of a program. */
export interface Sizes {
  readonly hidden: number;
  readonly attention: number;
  /** Invocations of a workgroup: a power of two. */
  readonly lanes: number;
}

/** Throws `hidden-too-large` where a step of one sequence exceeds the device's workgroup memory. */
export function sizesOf({ hidden, attention }: DecoderShape, limits: GPUSupportedLimits): Sizes {
  const most = Math.min(256, limits.maxComputeInvocationsPerWorkgroup);
  const lanes = Math.min(2 ** Math.floor(Math.log2(most)), 2 ** Math.ceil(Math.log2(4 * hidden + attention)));
  const floats = limits.maxComputeWorkgroupStorageSize / 4 - 16;
  if (5 * hidden + attention + lanes > floats) {
    throw new GraftError({
      code: 'hidden-too-large',
      message: `A decoder with ${hidden} hidden units and an attention of ${attention} does not fit this graphics processor.`,
      remedy: 'Choose WASM as the backend, or fewer hidden units.',
    });
  }
  return { hidden, attention, lanes };
}

export const keyOf = ({ hidden, attention, lanes }: Sizes) => `${hidden}-${attention}-${lanes}`;

export const sizeParameters: Program['parameters'] = [
  { name: 'batch', type: 'u32' },
  { name: 'time', type: 'u32' },
];

/** Sizes, activations, reductions, and what a workgroup holds of a step. The bindings include `lengths`. */
export const commonCode = ({ hidden, attention, lanes }: Sizes) => `
const hidden = ${hidden}u;
const attention = ${attention}u;
const gateColumns = 4u * hidden;
const rowWidth = 8u * hidden + attention; // of projected
const stateColumns = 4u * hidden + attention;
${reductionCode(lanes)}
const unitsPerLane = (hidden + lanes - 1u) / lanes;

fn lengthOf(sequence: u32) -> u32 { return u32(clamp(lengths[sequence], 0, i32(parameters.time))); }
// Large arguments saturate, and NaN stays NaN.
fn sigmoid(x: f32) -> f32 { return 1.0 / (1.0 + exp(-x)); }
fn stableTanh(x: f32) -> f32 { return 1.0 - 2.0 / (1.0 + exp(2.0 * x)); }

fn keyAt(row: u32, a: u32) -> f32 { return projected[row * rowWidth + 8u * hidden + a]; }
fn valueAt(row: u32, column: u32) -> f32 { return projected[row * rowWidth + gateColumns + column]; }

var<workgroup> state: array<f32, hidden>;
`;

/** How a program of the forward pass reads what its layout holds, as WGSL expressions. */
export interface StepReads {
  /** Of element `i` of the weights of a state, of element `a` of the score weights. */
  readonly stateWeight: string;
  readonly scoreWeight: string;
  /** A buffer, and the place in it of the first share of step `n`: in `sequence` and `row`. */
  readonly shares: string;
  readonly sharesAt: string;
  /** The gates of the label before the step: in `row` and `column`. */
  readonly label: string;
}

/**
 * `fn decoderStep(sequence, length, n, lane)` from `state` and each invocation's `cells` to those after step n. It leaves
 * the gates after their activation, and the query, in `fromState`; the invocation that computes a unit wrote its gates.
 */
export const stepCode = ({ stateWeight, scoreWeight, shares, sharesAt, label }: StepReads) => `
var<workgroup> fromState: array<f32, stateColumns>;
var<private> cells: array<f32, unitsPerLane>;

fn decoderStep(sequence: u32, length: u32, n: u32, lane: u32) {
  let first = sequence * parameters.time;
  let row = first + n;
  let sharesAt = ${sharesAt};
  for (var column = lane; column < stateColumns; column += lanes) {
    var sum = 0.0;
    for (var k = 0u; k < hidden; k++) {
      let i = k * stateColumns + column;
      sum += state[k] * ${stateWeight};
    }
    fromState[column] = sum;
  }
  workgroupBarrier();
  var top = -3e38;
  for (var j = lane; j < length; j += lanes) {
    var score = 0.0;
    for (var a = 0u; a < attention; a++) {
      score += ${scoreWeight} * stableTanh(fromState[gateColumns + a] + keyAt(first + j, a));
    }
    ${shares}[sharesAt + j] = score;
    top = max(top, score);
  }
  top = largest(top, lane);
  var sum = 0.0;
  for (var j = lane; j < length; j += lanes) {
    let value = exp(${shares}[sharesAt + j] - top);
    ${shares}[sharesAt + j] = value;
    sum += value;
  }
  sum = total(sum, lane);
  for (var j = lane; j < length; j += lanes) { ${shares}[sharesAt + j] /= sum; }
  storageBarrier();
  workgroupBarrier();
  for (var column = lane; column < gateColumns; column += lanes) {
    var gate = fromState[column] + projected[row * rowWidth + column] + ${label};
    for (var j = 0u; j < length; j++) { gate += ${shares}[sharesAt + j] * valueAt(first + j, column); }
    fromState[column] = gate;
  }
  workgroupBarrier();
  for (var unit = lane; unit < hidden; unit += lanes) {
    let inputGate = sigmoid(fromState[unit]);
    let forgetGate = sigmoid(fromState[hidden + unit]);
    let candidate = stableTanh(fromState[2u * hidden + unit]);
    let outputGate = sigmoid(fromState[3u * hidden + unit]);
    fromState[unit] = inputGate;
    fromState[hidden + unit] = forgetGate;
    fromState[2u * hidden + unit] = candidate;
    fromState[3u * hidden + unit] = outputGate;
    let cell = forgetGate * cells[unit / lanes] + inputGate * candidate;
    cells[unit / lanes] = cell;
    state[unit] = outputGate * stableTanh(cell);
  }
  workgroupBarrier();
}`;

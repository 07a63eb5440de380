/**
 * The GRU over a padded batch (see ../../gru/reference.ts for its meaning), walked as layout.ts says: one product for the
 * input projection of a whole direction, then two a step, for what the reset gate lets through enters the candidate's.
 * `gates` and `passed` are kept for the gradient in the order of the walk: [directions][row][3·hidden] and
 * [directions][row][hidden].
 */
import { lengthOf, listSteps, makePlan, orderOf, planBytes, startOf } from './layout';
import { madd, sigmoid4, tanh4 } from './math';
import { listRows, PRODUCT_SCRATCH, packedBytes, packRight, packRightTransposed, product } from './product';
import { followersOf, weightsGradient } from './recurrent';
import { get, put } from './vectors';

/** Bytes of workspace that the forward pass wants. */
export function gruForwardBytes(batch: i32, time: i32, features: i32, hidden: i32): i32 {
  const lists = 20 * batch * time;
  const recurrent = packedBytes(hidden, 2 * hidden) + packedBytes(hidden, hidden);
  return PRODUCT_SCRATCH + planBytes(batch, time) + lists + max(packedBytes(features, 3 * hidden), recurrent);
}

/** Bytes of workspace that the gradient wants. */
export function gruGradientBytes(batch: i32, time: i32, features: i32, hidden: i32): i32 {
  const rows = batch * time;
  const lists = 20 * rows + 4 * max(features, hidden) + 8 * batch;
  const running = 8 * batch * hidden;
  const sums = 12 * rows * hidden;
  const recurrent = packedBytes(2 * hidden, hidden) + packedBytes(hidden, hidden);
  const weights = max(packedBytes(3 * hidden, features), recurrent);
  return PRODUCT_SCRATCH + planBytes(batch, time) + lists + running + sums + max(weights, packedBytes(rows, 2 * hidden));
}

/** Activates the reset and update gates of units in place, from their sums; `before` 0 where there is no state yet. */
// @ts-ignore: decorator
@inline
function openUnits(gates: usize, before: usize, passed: usize, section: usize, whole: bool): void {
  const reset = sigmoid4(get(gates, whole));
  put(gates, reset, whole);
  put(gates + section, sigmoid4(get(gates + section, whole)), whole);
  put(passed, before ? f32x4.mul(reset, get(before, whole)) : f32x4.splat(0), whole);
}

function openGates(gates: usize, before: usize, passed: usize, hidden: i32): void {
  const section = 4 * hidden;
  const whole = 4 * (hidden & ~3);
  let at: usize = 0;
  for (; at < (whole as usize); at += 16) openUnits(gates + at, before ? before + at : 0, passed + at, section, true);
  for (; at < (section as usize); at += 4) openUnits(gates + at, before ? before + at : 0, passed + at, section, false);
}

/** Activates the candidates in place, from their sums, and takes the step. */
// @ts-ignore: decorator
@inline
function stepUnits(gates: usize, before: usize, state: usize, section: usize, whole: bool): void {
  const candidate = tanh4(get(gates + 2 * section, whole));
  const update = get(gates + section, whole);
  put(gates + 2 * section, candidate, whole);
  const earlier = before ? get(before, whole) : f32x4.splat(0);
  put(state, madd(update, f32x4.sub(earlier, candidate), candidate), whole);
}

function stepForward(gates: usize, before: usize, state: usize, hidden: i32): void {
  const section = 4 * hidden;
  const whole = 4 * (hidden & ~3);
  let at: usize = 0;
  for (; at < (whole as usize); at += 16) stepUnits(gates + at, before ? before + at : 0, state + at, section, true);
  for (; at < (section as usize); at += 4) stepUnits(gates + at, before ? before + at : 0, state + at, section, false);
}

/** The state before the `i`-th sequence's step, 0 at its first; `earlier` is the first row of the step before. */
// @ts-ignore: decorator
@inline
function stateBefore(stateRows: usize, n: i32, earlier: i32, i: i32): usize {
  return n > 0 ? (load<u32>(stateRows + 4 * (earlier + i)) as usize) : 0;
}

export function gruForward(
  inputs: usize, lengths: usize, inputWeights: usize, recurrentWeights: usize,
  states: usize, final: usize, gates: usize, passed: usize, work: usize,
  batch: i32, time: i32, features: i32, hidden: i32, directions: i32,
): void {
  const width = directions * hidden;
  const wide = 12 * hidden; // bytes of one direction's gates
  const scratch = work;
  const plan = scratch + PRODUCT_SCRATCH;
  const inputRows = plan + planBytes(batch, time);
  const stateRows = inputRows + 4 * batch * time;
  const gateRows = stateRows + 4 * batch * time;
  const candidateRows = gateRows + 4 * batch * time;
  const passedRows = candidateRows + 4 * batch * time;
  const packed = passedRows + 4 * batch * time;
  const packedCandidate = packed + packedBytes(hidden, 2 * hidden);
  makePlan(plan, lengths, batch, time);
  const rows = startOf(plan, batch, time);
  memory.fill(states, 0, 4 * batch * time * width);
  memory.fill(final, 0, 4 * batch * width);
  for (let d = 0; d < directions; d++) {
    const gate = gates + d * rows * wide;
    const through = passed + 4 * d * rows * hidden;
    const weights = recurrentWeights + d * hidden * wide;
    listSteps(inputRows, plan, batch, time, d, inputs, 4 * features);
    listSteps(stateRows, plan, batch, time, d, states + 4 * d * hidden, 4 * width);
    listRows(gateRows, gate, wide, rows);
    listRows(candidateRows, gate + 8 * hidden, wide, rows);
    listRows(passedRows, through, 4 * hidden, rows);
    packRight(packed, inputWeights + d * wide, directions * wide, features, 3 * hidden);
    product(inputRows, false, packed, features, gateRows, rows, features, 3 * hidden, false, scratch);
    packRight(packed, weights, wide, hidden, 2 * hidden);
    packRight(packedCandidate, weights + 8 * hidden, wide, hidden, hidden);
    for (let n = 0; n < time; n++) {
      const start = startOf(plan, batch, n);
      const running = startOf(plan, batch, n + 1) - start;
      if (running === 0) break;
      const earlier = n > 0 ? startOf(plan, batch, n - 1) : 0;
      if (n > 0) {
        const left = stateRows + 4 * earlier;
        product(left, false, packed, hidden, gateRows + 4 * start, running, hidden, 2 * hidden, true, scratch);
      }
      for (let i = 0; i < running; i++) {
        const row = start + i;
        openGates(gate + row * wide, stateBefore(stateRows, n, earlier, i), through + 4 * row * hidden, hidden);
      }
      if (n > 0) {
        const left = passedRows + 4 * start;
        const to = candidateRows + 4 * start;
        product(left, false, packedCandidate, hidden, to, running, hidden, hidden, true, scratch);
      }
      for (let i = 0; i < running; i++) {
        const row = start + i;
        const state = load<u32>(stateRows + 4 * row) as usize;
        stepForward(gate + row * wide, stateBefore(stateRows, n, earlier, i), state, hidden);
        if (lengthOf(plan, batch, i) === n + 1) {
          memory.copy(final + 4 * (orderOf(plan, i) * width + d * hidden), state, 4 * hidden);
        }
      }
    }
  }
}

/**
 * Gradients of the update gates' and candidates' sums, from their state's; `stateGradient` keeps what the update gate
 * sends straight to the step before. `upstream` is 0 where nothing but the last state was asked for.
 */
// @ts-ignore: decorator
@inline
function unitsGradient(
  gates: usize, before: usize, upstream: usize, stateGradient: usize, sums: usize, section: usize, whole: bool,
): void {
  const one = f32x4.splat(1);
  const update = get(gates + section, whole);
  const candidate = get(gates + 2 * section, whole);
  const earlier = before ? get(before, whole) : f32x4.splat(0);
  let ofState = get(stateGradient, whole);
  if (upstream) ofState = f32x4.add(ofState, get(upstream, whole));
  const through = f32x4.mul(ofState, f32x4.sub(one, update));
  put(sums + section, f32x4.mul(f32x4.mul(through, update), f32x4.sub(earlier, candidate)), whole);
  put(sums + 2 * section, f32x4.mul(through, f32x4.sub(one, f32x4.mul(candidate, candidate))), whole);
  put(stateGradient, f32x4.mul(ofState, update), whole);
}

function stepGradient(
  gates: usize, before: usize, upstream: usize, stateGradient: usize, sums: usize, hidden: i32,
): void {
  const section = 4 * hidden;
  const whole = 4 * (hidden & ~3);
  let at: usize = 0;
  for (; at < (whole as usize); at += 16) {
    const earlier = before ? before + at : 0;
    unitsGradient(gates + at, earlier, upstream ? upstream + at : 0, stateGradient + at, sums + at, section, true);
  }
  for (; at < (section as usize); at += 4) {
    const earlier = before ? before + at : 0;
    unitsGradient(gates + at, earlier, upstream ? upstream + at : 0, stateGradient + at, sums + at, section, false);
  }
}

/** Gradients of the reset gates' sums, from that of what they let through; adds the latter's part to the state's. */
// @ts-ignore: decorator
@inline
function resetUnits(
  gates: usize, before: usize, passedGradient: usize, stateGradient: usize, sums: usize, whole: bool,
): void {
  const reset = get(gates, whole);
  const through = f32x4.mul(get(passedGradient, whole), reset);
  put(sums, f32x4.mul(f32x4.mul(through, get(before, whole)), f32x4.sub(f32x4.splat(1), reset)), whole);
  put(stateGradient, f32x4.add(get(stateGradient, whole), through), whole);
}

function resetGradient(
  gates: usize, before: usize, passedGradient: usize, stateGradient: usize, sums: usize, hidden: i32,
): void {
  const section = 4 * hidden;
  const whole = 4 * (hidden & ~3);
  let at: usize = 0;
  for (; at < (whole as usize); at += 16) {
    resetUnits(gates + at, before + at, passedGradient + at, stateGradient + at, sums + at, true);
  }
  for (; at < (section as usize); at += 4) {
    resetUnits(gates + at, before + at, passedGradient + at, stateGradient + at, sums + at, false);
  }
}

export function gruGradient(
  inputs: usize, lengths: usize, inputWeights: usize, recurrentWeights: usize,
  states: usize, gates: usize, passed: usize, statesGradient: usize, finalGradient: usize,
  ofInputs: usize, ofInputWeights: usize, ofRecurrentWeights: usize, work: usize,
  batch: i32, time: i32, features: i32, hidden: i32, directions: i32,
): void {
  const width = directions * hidden;
  const wide = 12 * hidden;
  const scratch = work;
  const plan = scratch + PRODUCT_SCRATCH;
  const upstreamRows = plan + planBytes(batch, time);
  const stepRows = upstreamRows + 4 * batch * time;
  const stateRows = stepRows + 4 * batch * time;
  const sumRows = stateRows + 4 * batch * time;
  const candidateRows = sumRows + 4 * batch * time; // the candidates' part of the sums
  const resultRows = candidateRows + 4 * batch * time; // [features] or [hidden]
  const runningRows = resultRows + 4 * max(features, hidden);
  const passedRows = runningRows + 4 * batch;
  const stateGradient = passedRows + 4 * batch;
  const passedGradient = stateGradient + 4 * batch * hidden;
  const sums = passedGradient + 4 * batch * hidden;
  const packed = sums + 12 * batch * time * hidden;
  const packedCandidate = packed + packedBytes(2 * hidden, hidden);
  makePlan(plan, lengths, batch, time);
  const rows = startOf(plan, batch, time);
  const followers = rows - startOf(plan, batch, 1); // rows that have a step before them
  memory.fill(ofInputs, 0, 4 * batch * time * features);
  memory.fill(ofInputWeights, 0, features * directions * wide);
  memory.fill(ofRecurrentWeights, 0, hidden * directions * wide);
  if (rows === 0) return;
  listRows(runningRows, stateGradient, 4 * hidden, batch);
  listRows(passedRows, passedGradient, 4 * hidden, batch);
  listRows(sumRows, sums, wide, rows);
  listRows(candidateRows, sums + 8 * hidden, wide, rows);
  for (let d = 0; d < directions; d++) {
    const gate = gates + d * rows * wide;
    const weights = recurrentWeights + d * hidden * wide;
    memory.fill(stateGradient, 0, 4 * batch * hidden);
    for (let i = 0; i < batch && finalGradient; i++) {
      const from = finalGradient + 4 * (orderOf(plan, i) * width + d * hidden);
      memory.copy(stateGradient + 4 * i * hidden, from, 4 * hidden);
    }
    listSteps(stateRows, plan, batch, time, d, states + 4 * d * hidden, 4 * width);
    if (statesGradient) listSteps(upstreamRows, plan, batch, time, d, statesGradient + 4 * d * hidden, 4 * width);
    packRightTransposed(packed, weights, wide, 2 * hidden, hidden);
    packRightTransposed(packedCandidate, weights + 8 * hidden, wide, hidden, hidden);
    for (let n = lengthOf(plan, batch, 0) - 1; n >= 0; n--) {
      const start = startOf(plan, batch, n);
      const running = startOf(plan, batch, n + 1) - start;
      const earlier = n > 0 ? startOf(plan, batch, n - 1) : 0;
      for (let i = 0; i < running; i++) {
        const row = start + i;
        const upstream: usize = statesGradient ? load<u32>(upstreamRows + 4 * row) : 0;
        const before = stateBefore(stateRows, n, earlier, i);
        stepGradient(gate + row * wide, before, upstream, stateGradient + 4 * i * hidden, sums + row * wide, hidden);
      }
      if (n === 0) {
        for (let row = start; row < start + running; row++) memory.fill(sums + row * wide, 0, 4 * hidden);
        break;
      }
      const candidates = candidateRows + 4 * start;
      product(candidates, false, packedCandidate, hidden, passedRows, running, hidden, hidden, false, scratch);
      for (let i = 0; i < running; i++) {
        const row = start + i;
        const at = 4 * i * hidden;
        const before = stateBefore(stateRows, n, earlier, i);
        resetGradient(gate + row * wide, before, passedGradient + at, stateGradient + at, sums + row * wide, hidden);
      }
      product(sumRows + 4 * start, false, packed, 2 * hidden, runningRows, running, 2 * hidden, hidden, true, scratch);
    }
    // The gradient of the inputs, added up over the directions.
    listSteps(stepRows, plan, batch, time, d, ofInputs, 4 * features);
    packRightTransposed(packed, inputWeights + d * wide, directions * wide, 3 * hidden, features);
    product(sumRows, false, packed, 3 * hidden, stepRows, rows, 3 * hidden, features, true, scratch);
    // The gradients of both kinds of weights: transposed inputs, and what the recurrent weights were given.
    const ofWeights = ofInputWeights + d * wide;
    const ofRecurrent = ofRecurrentWeights + d * hidden * wide;
    const right = packed + 32 * (rows - followers);
    listSteps(stepRows, plan, batch, time, d, inputs, 4 * features);
    packRight(packed, sums, wide, rows, 2 * hidden);
    weightsGradient(stepRows, packed, rows, rows, ofWeights, directions * wide, features, 2 * hidden, resultRows, scratch);
    if (followers > 0) {
      followersOf(stateRows, plan, batch, time);
      weightsGradient(stateRows, right, rows, followers, ofRecurrent, wide, hidden, 2 * hidden, resultRows, scratch);
    }
    packRight(packed, sums + 8 * hidden, wide, rows, hidden);
    weightsGradient(
      stepRows, packed, rows, rows, ofWeights + 8 * hidden, directions * wide, features, hidden, resultRows, scratch,
    );
    if (followers > 0) {
      const through = passed + 4 * (d * rows + rows - followers) * hidden;
      listRows(stateRows, through, 4 * hidden, followers);
      weightsGradient(stateRows, right, rows, followers, ofRecurrent + 8 * hidden, wide, hidden, hidden, resultRows, scratch);
    }
  }
}

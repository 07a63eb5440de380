/**
 * The LSTM over a padded batch (see ../../lstm/reference.ts for its meaning), walked as layout.ts says: one product for
 * the input projection of a whole direction, then one product a step for the recurrence. `gates` and `cells` are kept
 * for the gradient in the order of the walk: [directions][row][4·hidden] and [directions][row][hidden].
 */
import { lengthOf, listSteps, makePlan, orderOf, planBytes, startOf } from './layout';
import { madd, sigmoid4, tanh4 } from './math';
import { listRows, PRODUCT_SCRATCH, packedBytes, packRight, packRightTransposed, product } from './product';
import { followersOf, weightsGradient } from './recurrent';
import { get, put } from './vectors';

/** Bytes of workspace that the forward pass wants. */
export function lstmForwardBytes(batch: i32, time: i32, features: i32, hidden: i32): i32 {
  const lists = 12 * batch * time;
  return PRODUCT_SCRATCH + planBytes(batch, time) + lists + packedBytes(max(features, hidden), 4 * hidden);
}

/** Bytes of workspace that the gradient wants. */
export function lstmGradientBytes(batch: i32, time: i32, features: i32, hidden: i32): i32 {
  const rows = batch * time;
  const sums = 16 * rows * hidden;
  const running = 8 * batch * hidden;
  const weights = packedBytes(4 * hidden, max(features, hidden));
  const packedSums = packedBytes(rows, 4 * hidden);
  const lists = 12 * rows + 4 * max(features, hidden) + 4 * batch;
  return PRODUCT_SCRATCH + planBytes(batch, time) + lists + sums + running + max(weights, packedSums);
}

// @ts-ignore: decorator
@inline
function biased(gate: usize, bias: usize, whole: bool): v128 {
  return f32x4.add(get(gate, whole), get(bias, whole));
}

/** Activates units' gates in place, from their sums without bias; `before` 0 where there is no cell to go on from. */
// @ts-ignore: decorator
@inline
function stepUnits(
  gates: usize, bias: usize, before: usize, cell: usize, state: usize, section: usize, whole: bool,
): void {
  const i = sigmoid4(biased(gates, bias, whole));
  const g = tanh4(biased(gates + 2 * section, bias + 2 * section, whole));
  const o = sigmoid4(biased(gates + 3 * section, bias + 3 * section, whole));
  let c = f32x4.mul(i, g);
  const f = sigmoid4(biased(gates + section, bias + section, whole));
  if (before) c = madd(f, get(before, whole), c);
  put(gates, i, whole);
  put(gates + section, f, whole);
  put(gates + 2 * section, g, whole);
  put(gates + 3 * section, o, whole);
  put(cell, c, whole);
  put(state, f32x4.mul(o, tanh4(c)), whole);
}

function stepForward(gates: usize, bias: usize, before: usize, cell: usize, state: usize, hidden: i32): void {
  const section = 4 * hidden;
  const whole = 4 * (hidden & ~3);
  let at: usize = 0;
  for (; at < (whole as usize); at += 16) {
    stepUnits(gates + at, bias + at, before ? before + at : 0, cell + at, state + at, section, true);
  }
  for (; at < (section as usize); at += 4) {
    stepUnits(gates + at, bias + at, before ? before + at : 0, cell + at, state + at, section, false);
  }
}

export function lstmForward(
  inputs: usize, lengths: usize, inputWeights: usize, recurrentWeights: usize, bias: usize,
  states: usize, final: usize, gates: usize, cells: usize, work: usize,
  batch: i32, time: i32, features: i32, hidden: i32, directions: i32,
): void {
  const width = directions * hidden;
  const wide = 16 * hidden; // bytes of one direction's gates
  const scratch = work;
  const plan = scratch + PRODUCT_SCRATCH;
  const inputRows = plan + planBytes(batch, time);
  const stateRows = inputRows + 4 * batch * time;
  const gateRows = stateRows + 4 * batch * time;
  const packed = gateRows + 4 * batch * time;
  makePlan(plan, lengths, batch, time);
  const rows = startOf(plan, batch, time);
  memory.fill(states, 0, 4 * batch * time * width);
  memory.fill(final, 0, 4 * batch * width);
  for (let d = 0; d < directions; d++) {
    const gate = gates + d * rows * wide;
    const cell = cells + 4 * d * rows * hidden;
    listSteps(inputRows, plan, batch, time, d, inputs, 4 * features);
    listSteps(stateRows, plan, batch, time, d, states + 4 * d * hidden, 4 * width);
    listRows(gateRows, gate, wide, rows);
    packRight(packed, inputWeights + d * wide, directions * wide, features, 4 * hidden);
    product(inputRows, false, packed, features, gateRows, rows, features, 4 * hidden, false, scratch);
    packRight(packed, recurrentWeights + d * hidden * wide, wide, hidden, 4 * hidden);
    for (let n = 0; n < time; n++) {
      const start = startOf(plan, batch, n);
      const running = startOf(plan, batch, n + 1) - start;
      if (running === 0) break;
      const earlier = n > 0 ? startOf(plan, batch, n - 1) : 0;
      if (n > 0) {
        const left = stateRows + 4 * earlier;
        product(left, false, packed, hidden, gateRows + 4 * start, running, hidden, 4 * hidden, true, scratch);
      }
      for (let i = 0; i < running; i++) {
        const row = start + i;
        const before = n > 0 ? cell + 4 * (earlier + i) * hidden : 0;
        const state = load<u32>(stateRows + 4 * row) as usize;
        stepForward(gate + row * wide, bias + d * wide, before, cell + 4 * row * hidden, state, hidden);
        if (lengthOf(plan, batch, i) === n + 1) {
          memory.copy(final + 4 * (orderOf(plan, i) * width + d * hidden), state, 4 * hidden);
        }
      }
    }
  }
}

/**
 * Gradients of four units' sums, from those of their state and cell; `cellGradient` moves on to the step before.
 * `upstream` is 0 where nothing but the last state was asked for.
 */
// @ts-ignore: decorator
@inline
function unitsGradient(
  gates: usize, before: usize, cell: usize, upstream: usize, stateGradient: usize, cellGradient: usize,
  sums: usize, section: usize, whole: bool,
): void {
  const one = f32x4.splat(1);
  const i = get(gates, whole);
  const f = get(gates + section, whole);
  const g = get(gates + 2 * section, whole);
  const o = get(gates + 3 * section, whole);
  const squashed = tanh4(get(cell, whole));
  let ofState = get(stateGradient, whole);
  if (upstream) ofState = f32x4.add(ofState, get(upstream, whole));
  const through = f32x4.mul(ofState, o);
  const ofCell = madd(through, f32x4.sub(one, f32x4.mul(squashed, squashed)), get(cellGradient, whole));
  put(sums, f32x4.mul(f32x4.mul(ofCell, g), f32x4.mul(i, f32x4.sub(one, i))), whole);
  let forget = f32x4.splat(0);
  if (before) forget = f32x4.mul(f32x4.mul(ofCell, get(before, whole)), f32x4.mul(f, f32x4.sub(one, f)));
  put(sums + section, forget, whole);
  put(sums + 2 * section, f32x4.mul(f32x4.mul(ofCell, i), f32x4.sub(one, f32x4.mul(g, g))), whole);
  put(sums + 3 * section, f32x4.mul(f32x4.mul(through, squashed), f32x4.sub(one, o)), whole);
  put(cellGradient, f32x4.mul(ofCell, f), whole);
}

function stepGradient(
  gates: usize, before: usize, cell: usize, upstream: usize, stateGradient: usize, cellGradient: usize,
  sums: usize, hidden: i32,
): void {
  const section = 4 * hidden;
  const whole = 4 * (hidden & ~3);
  let at: usize = 0;
  for (; at < (whole as usize); at += 16) {
    const earlier = before ? before + at : 0;
    unitsGradient(
      gates + at, earlier, cell + at, upstream ? upstream + at : 0, stateGradient + at, cellGradient + at, sums + at,
      section, true,
    );
  }
  for (; at < (section as usize); at += 4) {
    const earlier = before ? before + at : 0;
    unitsGradient(
      gates + at, earlier, cell + at, upstream ? upstream + at : 0, stateGradient + at, cellGradient + at, sums + at,
      section, false,
    );
  }
}

/** Adds up rows [rows, columns] into `to` [columns], which starts at 0. */
function sumRows(to: usize, from: usize, rows: i32, columns: i32): void {
  const whole = columns & ~3;
  for (let r = 0; r < rows; r++, from += 4 * columns) {
    let n = 0;
    for (; n < whole; n += 4) {
      v128.store(to + 4 * n, f32x4.add(v128.load(to + 4 * n), v128.load(from + 4 * n)));
    }
    for (; n < columns; n++) store<f32>(to + 4 * n, load<f32>(to + 4 * n) + load<f32>(from + 4 * n));
  }
}

export function lstmGradient(
  inputs: usize, lengths: usize, inputWeights: usize, recurrentWeights: usize,
  states: usize, gates: usize, cells: usize, statesGradient: usize, finalGradient: usize,
  ofInputs: usize, ofInputWeights: usize, ofRecurrentWeights: usize, ofBias: usize, work: usize,
  batch: i32, time: i32, features: i32, hidden: i32, directions: i32,
): void {
  const width = directions * hidden;
  const wide = 16 * hidden;
  const scratch = work;
  const plan = scratch + PRODUCT_SCRATCH;
  const upstreamRows = plan + planBytes(batch, time);
  const stepRows = upstreamRows + 4 * batch * time;
  const sumRowsList = stepRows + 4 * batch * time;
  const resultRows = sumRowsList + 4 * batch * time; // [features] or [hidden]
  const runningRows = resultRows + 4 * max(features, hidden);
  const stateGradient = runningRows + 4 * batch;
  const cellGradient = stateGradient + 4 * batch * hidden;
  const sums = cellGradient + 4 * batch * hidden;
  const packed = sums + 16 * batch * time * hidden;
  makePlan(plan, lengths, batch, time);
  const rows = startOf(plan, batch, time);
  const followers = rows - startOf(plan, batch, 1); // rows that have a step before them
  memory.fill(ofInputs, 0, 4 * batch * time * features);
  memory.fill(ofInputWeights, 0, features * directions * wide);
  memory.fill(ofRecurrentWeights, 0, hidden * directions * wide);
  memory.fill(ofBias, 0, directions * wide);
  if (rows === 0) return;
  listRows(runningRows, stateGradient, 4 * hidden, batch);
  listRows(sumRowsList, sums, wide, rows);
  for (let d = 0; d < directions; d++) {
    const gate = gates + d * rows * wide;
    const cell = cells + 4 * d * rows * hidden;
    memory.fill(stateGradient, 0, 8 * batch * hidden); // and of the cells, which lies behind
    for (let i = 0; i < batch && finalGradient; i++) {
      const from = finalGradient + 4 * (orderOf(plan, i) * width + d * hidden);
      memory.copy(stateGradient + 4 * i * hidden, from, 4 * hidden);
    }
    if (statesGradient) listSteps(upstreamRows, plan, batch, time, d, statesGradient + 4 * d * hidden, 4 * width);
    packRightTransposed(packed, recurrentWeights + d * hidden * wide, wide, 4 * hidden, hidden);
    for (let n = lengthOf(plan, batch, 0) - 1; n >= 0; n--) {
      const start = startOf(plan, batch, n);
      const running = startOf(plan, batch, n + 1) - start;
      const earlier = n > 0 ? startOf(plan, batch, n - 1) : 0;
      for (let i = 0; i < running; i++) {
        const row = start + i;
        const before = n > 0 ? cell + 4 * (earlier + i) * hidden : 0;
        const at = 4 * i * hidden;
        const upstream: usize = statesGradient ? load<u32>(upstreamRows + 4 * row) : 0;
        stepGradient(
          gate + row * wide, before, cell + 4 * row * hidden, upstream,
          stateGradient + at, cellGradient + at, sums + row * wide, hidden,
        );
      }
      if (n > 0) {
        const left = sumRowsList + 4 * start;
        product(left, false, packed, 4 * hidden, runningRows, running, 4 * hidden, hidden, false, scratch);
      }
    }
    sumRows(ofBias + d * wide, sums, rows, 4 * hidden);
    // The gradient of the inputs, added up over the directions.
    listSteps(stepRows, plan, batch, time, d, ofInputs, 4 * features);
    packRightTransposed(packed, inputWeights + d * wide, directions * wide, 4 * hidden, features);
    product(sumRowsList, false, packed, 4 * hidden, stepRows, rows, 4 * hidden, features, true, scratch);
    // The gradients of both kinds of weights: transposed inputs, and transposed states of the step before.
    packRight(packed, sums, wide, rows, 4 * hidden);
    listSteps(stepRows, plan, batch, time, d, inputs, 4 * features);
    weightsGradient(stepRows, packed, rows, rows, ofInputWeights + d * wide, directions * wide, features, 4 * hidden, resultRows, scratch);
    if (followers > 0) {
      listSteps(stepRows, plan, batch, time, d, states + 4 * d * hidden, 4 * width);
      followersOf(stepRows, plan, batch, time);
      const right = packed + 32 * (rows - followers);
      weightsGradient(stepRows, right, rows, followers, ofRecurrentWeights + d * hidden * wide, wide, hidden, 4 * hidden, resultRows, scratch);
    }
  }
}

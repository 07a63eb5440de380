/**
 * Back through a share of a recurrent layer (recurrent.ts): through time for the gradients of the gates' sums, then one
 * product each for the gradients of the inputs and of both kinds of weights, over all steps at once.
 */
import { resetGruGradient, stepGruGradient } from './gruCell';
import { lengthOf, listBefore, listSteps, makePlan, orderOf, planBytes, startOf } from './layout';
import { stepLstmGradient } from './lstmCell';
import { listRows, PRODUCT_SCRATCH, packedBytes, packRight, packRightTransposed, product } from './product';
import { directGates, GRU, gatesOf, LSTM } from './recurrent';
import { addNumbers, copyNumbers } from './vectors';

/** Bytes of workspace that the gradient of a share wants. */
export function recurrentGradientBytes(kind: i32, batch: i32, time: i32, features: i32, hidden: i32): i32 {
  const rows = batch * time;
  const lists = 20 * rows + 4 * max(features, hidden) + 8 * batch;
  const running = 8 * batch * hidden;
  const sums = 4 * rows * gatesOf(kind) * hidden;
  const recurrent = packedBytes(directGates(kind) * hidden, hidden) + packedBytes(hidden, hidden);
  const weights = max(packedBytes(gatesOf(kind) * hidden, features), recurrent);
  const packed = max(weights, packedBytes(rows, directGates(kind) * hidden));
  return PRODUCT_SCRATCH + planBytes(batch, time) + lists + running + sums + packed;
}

/**
 * Takes what the forward pass took and left; `statesGradient`, `finalGradient` and, of an LSTM, `finalCellGradient` (0
 * where nothing came back) are this direction's columns, their steps and sequences as many bytes apart as the strides
 * say. The results are this share's alone. To be added up with the others': `ofInputs` [batch, time, features],
 * `ofInputWeights` [features, gates·hidden], `ofRecurrentWeights` [hidden, gates·hidden] and, of an LSTM, `ofBias`
 * [gates·hidden]. Where there are initial states, laid out as these are: `ofInitialState` and, of an LSTM,
 * `ofInitialCell` [batch, hidden].
 */
export function recurrentGradient(
  kind: i32, inputs: usize, lengths: usize, inputWeights: usize, weightsStride: i32, recurrentWeights: usize,
  initialState: usize, stateStride: i32, initialCell: usize, cellStride: i32,
  gates: usize, kept: usize, states: usize,
  statesGradient: usize, statesStride: i32, finalGradient: usize, finalStride: i32,
  finalCellGradient: usize, finalCellStride: i32,
  ofInputs: usize, ofInputWeights: usize, ofRecurrentWeights: usize, ofBias: usize,
  ofInitialState: usize, ofStateStride: i32, ofInitialCell: usize, ofCellStride: i32, work: usize,
  batch: i32, time: i32, features: i32, hidden: i32, direction: i32,
): void {
  const columns = gatesOf(kind) * hidden;
  const wide = 4 * columns;
  const narrow = 4 * hidden;
  const scratch = work;
  const plan = scratch + PRODUCT_SCRATCH;
  const stepRows = plan + planBytes(batch, time);
  const beforeRows = stepRows + 4 * batch * time; // of the states
  const sumRows = beforeRows + 4 * batch * time;
  const resultRows = sumRows + 12 * batch * time + 8 * batch; // behind the lists of the walk back; [features] or [hidden]
  const stateGradient = resultRows + 4 * max(features, hidden);
  const second = stateGradient + batch * narrow; // of the cells; of what the reset gate lets through
  const sums = second + batch * narrow;
  const packed = sums + batch * time * wide;
  makePlan(plan, lengths, batch, time);
  const rows = startOf(plan, batch, time);
  memory.fill(ofInputs, 0, 4 * batch * time * features);
  memory.fill(stateGradient, 0, 2 * batch * narrow);
  listRows(sumRows, sums, wide, rows);
  listBefore(beforeRows, plan, batch, time, initialState, stateStride, states, narrow);
  for (let i = 0; i < batch && finalGradient; i++) {
    copyNumbers(stateGradient + i * narrow, finalGradient + orderOf(plan, i) * finalStride, hidden);
  }
  for (let i = 0; i < batch && finalCellGradient; i++) {
    copyNumbers(second + i * narrow, finalCellGradient + orderOf(plan, i) * finalCellStride, hidden);
  }
  walkBack(
    kind, plan, recurrentWeights, initialState, initialCell, cellStride, gates, kept, statesGradient, statesStride,
    beforeRows, sumRows, stateGradient, second, sums, packed, scratch, batch, time, hidden, direction,
  );
  for (let i = 0; i < batch && ofInitialState; i++) {
    copyNumbers(ofInitialState + orderOf(plan, i) * ofStateStride, stateGradient + i * narrow, hidden);
  }
  for (let i = 0; i < batch && ofInitialCell; i++) {
    copyNumbers(ofInitialCell + orderOf(plan, i) * ofCellStride, second + i * narrow, hidden);
  }
  if (kind === LSTM) {
    memory.fill(ofBias, 0, wide);
    for (let row = 0; row < rows; row++) addNumbers(ofBias, sums + row * wide, columns);
  }
  if (rows > 0) {
    listSteps(stepRows, plan, batch, time, direction, ofInputs, 4 * features);
    packRightTransposed(packed, inputWeights, weightsStride, columns, features);
    product(sumRows, false, packed, columns, stepRows, rows, columns, features, false, scratch);
  }
  listSteps(stepRows, plan, batch, time, direction, inputs, 4 * features);
  // Rows that have a state before them; those that have none come first in the order of the walk.
  let followers = rows;
  if (rows > 0 && !initialState) followers -= startOf(plan, batch, 1);
  const leaders = rows - followers;
  const direct = directGates(kind) * hidden;
  weightsGradients(
    stepRows, beforeRows + 4 * leaders, rows, followers, sums, wide, ofInputWeights, ofRecurrentWeights,
    features, hidden, direct, resultRows, packed, scratch,
  );
  if (kind === LSTM) return;
  listRows(beforeRows, kept + leaders * narrow, narrow, followers);
  const candidate = 8 * hidden;
  weightsGradients(
    stepRows, beforeRows, rows, followers, sums + candidate, wide, ofInputWeights + candidate,
    ofRecurrentWeights + candidate, features, hidden, hidden, resultRows, packed, scratch,
  );
}

/**
 * Through time, last step first: leaves the gradients of the gates' sums in `sums` [row][gates·hidden]. `stateGradient` and
 * `second` hold the gradients of the final states and cells before, and of the initial ones, where there are any, after.
 */
function walkBack(
  kind: i32, plan: usize, recurrentWeights: usize, initialState: usize, initialCell: usize, cellStride: i32,
  gates: usize, kept: usize, statesGradient: usize, statesStride: i32,
  beforeRows: usize, sumRows: usize, stateGradient: usize, second: usize, sums: usize, packed: usize, scratch: usize,
  batch: i32, time: i32, hidden: i32, direction: i32,
): void {
  const wide = 4 * gatesOf(kind) * hidden;
  const narrow = 4 * hidden;
  const direct = directGates(kind) * hidden;
  const rows = startOf(plan, batch, time);
  const upstreamRows = sumRows + 4 * batch * time;
  const candidateRows = upstreamRows + 4 * batch * time; // of a GRU; of an LSTM the cells before
  const runningRows = candidateRows + 4 * batch * time;
  const passedRows = runningRows + 4 * batch;
  const packedCandidate = packed + packedBytes(direct, hidden);
  if (statesGradient) listSteps(upstreamRows, plan, batch, time, direction, statesGradient, statesStride);
  listRows(runningRows, stateGradient, narrow, batch);
  packRightTransposed(packed, recurrentWeights, wide, direct, hidden);
  if (kind === LSTM) {
    listBefore(candidateRows, plan, batch, time, initialCell, cellStride, kept, narrow);
  } else {
    listRows(candidateRows, sums + 8 * hidden, wide, rows);
    listRows(passedRows, second, narrow, batch);
    packRightTransposed(packedCandidate, recurrentWeights + 8 * hidden, wide, hidden, hidden);
  }
  for (let n = lengthOf(plan, batch, 0) - 1; n >= 0; n--) {
    const start = startOf(plan, batch, n);
    const running = startOf(plan, batch, n + 1) - start;
    const goesOn = n > 0 || initialState !== 0;
    for (let i = 0; i < running; i++) {
      const row = start + i;
      const upstream: usize = statesGradient ? load<u32>(upstreamRows + 4 * row) : 0;
      const gate = gates + row * wide;
      const sum = sums + row * wide;
      const at = i * narrow;
      if (kind === LSTM) {
        const before = load<u32>(candidateRows + 4 * row);
        stepLstmGradient(gate, before, kept + row * narrow, upstream, stateGradient + at, second + at, sum, hidden);
      } else {
        stepGruGradient(gate, load<u32>(beforeRows + 4 * row), upstream, stateGradient + at, sum, hidden);
        if (!goesOn) memory.fill(sum, 0, narrow); // nothing passed the reset gate
      }
    }
    if (!goesOn) break;
    const here = sumRows + 4 * start;
    if (kind === LSTM) {
      product(here, false, packed, direct, runningRows, running, direct, hidden, false, scratch);
      continue;
    }
    const candidates = candidateRows + 4 * start;
    product(candidates, false, packedCandidate, hidden, passedRows, running, hidden, hidden, false, scratch);
    for (let i = 0; i < running; i++) {
      const row = start + i;
      const at = i * narrow;
      const before = load<u32>(beforeRows + 4 * row);
      resetGruGradient(gates + row * wide, before, second + at, stateGradient + at, sums + row * wide, hidden);
    }
    product(here, false, packed, direct, runningRows, running, direct, hidden, true, scratch);
  }
}

/** A block of columns of both weights' gradients: the inputs' and the carried rows' transposes times the sums'. */
function weightsGradients(
  inputRows: usize, carriedRows: usize, rows: i32, followers: i32, sums: usize, wide: i32,
  ofInputWeights: usize, ofRecurrentWeights: usize, features: i32, hidden: i32, columns: i32,
  resultRows: usize, packed: usize, scratch: usize,
): void {
  packRight(packed, sums, wide, rows, columns);
  listRows(resultRows, ofInputWeights, wide, features);
  transposedProduct(inputRows, packed, rows, rows, resultRows, features, columns, scratch);
  listRows(resultRows, ofRecurrentWeights, wide, hidden);
  const right = packed + 32 * (rows - followers);
  transposedProduct(carriedRows, right, rows, followers, resultRows, hidden, columns, scratch);
}

/** leftᵀ·right over `depth` rows, zeros where there are none. */
function transposedProduct(
  left: usize, right: usize, panelDepth: i32, depth: i32, resultRows: usize, outputs: i32, columns: i32,
  scratch: usize,
): void {
  if (depth > 0) {
    product(left, true, right, panelDepth, resultRows, outputs, depth, columns, false, scratch);
    return;
  }
  for (let row = 0; row < outputs; row++) memory.fill(load<u32>(resultRows + 4 * row) as usize, 0, 4 * columns);
}

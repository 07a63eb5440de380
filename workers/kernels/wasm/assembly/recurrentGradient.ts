/**
 * The backward pass of a chunk of a recurrent layer (recurrent.ts). A loop over time computes the gradients of the
 * pre-activations. Then one product each gives the gradients of the inputs and of both kinds of weights, over all steps
 * at once.
 */
import { resetGruGradient, stepGruGradient } from './gruCell';
import { lengthOf, listPrevious, listSteps, makePlan, orderOf, planBytes, startOf } from './layout';
import { stepLstmGradient } from './lstmCell';
import { listRows, PRODUCT_SCRATCH, packedBytes, packRight, packRightTransposed, product } from './product';
import { stateGates, GRU, gatesOf, LSTM } from './recurrent';
import { addNumbers, copyNumbers } from './vectors';

/** Bytes of workspace for the backward pass of a chunk. */
export function recurrentGradientBytes(kind: i32, batch: i32, time: i32, features: i32, hidden: i32): i32 {
  const rows = batch * time;
  const lists = 20 * rows + 4 * max(features, hidden) + 8 * batch;
  const stateGradients = 8 * batch * hidden;
  const gateGradients = 4 * rows * gatesOf(kind) * hidden;
  const recurrent = packedBytes(stateGates(kind) * hidden, hidden) + packedBytes(hidden, hidden);
  const weights = max(packedBytes(gatesOf(kind) * hidden, features), recurrent);
  const packed = max(weights, packedBytes(rows, stateGates(kind) * hidden));
  return PRODUCT_SCRATCH + planBytes(batch, time) + lists + stateGradients + gateGradients + packed;
}

/**
 * Takes the operands and the results of the forward pass. `statesGradient`, `finalGradient` and, for an LSTM,
 * `finalCellGradient` are this direction's columns, with strides in bytes; 0 where absent. The results are this chunk's
 * alone. The host adds up those of all chunks: `inputsGradient` [batch, time, features], `inputWeightsGradient`
 * [features, gates·hidden], `recurrentWeightsGradient` [hidden, gates·hidden] and, for an LSTM, `biasGradient`
 * [gates·hidden]. With initial states, there are also `initialStateGradient` and, for an LSTM, `initialCellGradient`
 * [batch, hidden], with strides like theirs.
 */
export function recurrentGradient(
  kind: i32, inputs: usize, lengths: usize, inputWeights: usize, weightsStride: i32, recurrentWeights: usize,
  initialState: usize, stateStride: i32, initialCell: usize, cellStride: i32,
  gates: usize, cached: usize, states: usize,
  statesGradient: usize, statesStride: i32, finalGradient: usize, finalStride: i32,
  finalCellGradient: usize, finalCellStride: i32,
  inputsGradient: usize, inputWeightsGradient: usize, recurrentWeightsGradient: usize, biasGradient: usize,
  initialStateGradient: usize, stateGradientStride: i32, initialCellGradient: usize, cellGradientStride: i32,
  work: usize, batch: i32, time: i32, features: i32, hidden: i32, direction: i32,
): void {
  const columns = gatesOf(kind) * hidden;
  const gateBytes = 4 * columns;
  const stateBytes = 4 * hidden;
  const scratch = work;
  const plan = scratch + PRODUCT_SCRATCH;
  const stepRows = plan + planBytes(batch, time);
  const previousRows = stepRows + 4 * batch * time; // of the states
  const gateGradientRows = previousRows + 4 * batch * time;
  const resultRows = gateGradientRows + 12 * batch * time + 8 * batch; // [features] or [hidden]
  const stateGradient = resultRows + 4 * max(features, hidden);
  const cachedGradient = stateGradient + batch * stateBytes; // LSTM: of the cell state; GRU: of the reset state
  const gateGradients = cachedGradient + batch * stateBytes;
  const packed = gateGradients + batch * time * gateBytes;
  makePlan(plan, lengths, batch, time);
  const rows = startOf(plan, batch, time);
  memory.fill(inputsGradient, 0, 4 * batch * time * features);
  memory.fill(stateGradient, 0, 2 * batch * stateBytes);
  listRows(gateGradientRows, gateGradients, gateBytes, rows);
  listPrevious(previousRows, plan, batch, time, initialState, stateStride, states, stateBytes);
  for (let i = 0; i < batch && finalGradient; i++) {
    copyNumbers(stateGradient + i * stateBytes, finalGradient + orderOf(plan, i) * finalStride, hidden);
  }
  for (let i = 0; i < batch && finalCellGradient; i++) {
    copyNumbers(cachedGradient + i * stateBytes, finalCellGradient + orderOf(plan, i) * finalCellStride, hidden);
  }
  backwardRecurrence(
    kind, plan, recurrentWeights, initialState, initialCell, cellStride, gates, cached, statesGradient, statesStride,
    previousRows, gateGradientRows, stateGradient, cachedGradient, gateGradients, packed, scratch, batch, time, hidden,
    direction,
  );
  for (let i = 0; i < batch && initialStateGradient; i++) {
    copyNumbers(initialStateGradient + orderOf(plan, i) * stateGradientStride, stateGradient + i * stateBytes, hidden);
  }
  for (let i = 0; i < batch && initialCellGradient; i++) {
    copyNumbers(initialCellGradient + orderOf(plan, i) * cellGradientStride, cachedGradient + i * stateBytes, hidden);
  }
  if (kind === LSTM) {
    memory.fill(biasGradient, 0, gateBytes);
    for (let row = 0; row < rows; row++) addNumbers(biasGradient, gateGradients + row * gateBytes, columns);
  }
  if (rows > 0) {
    listSteps(stepRows, plan, batch, time, direction, inputsGradient, 4 * features);
    packRightTransposed(packed, inputWeights, weightsStride, columns, features);
    product(gateGradientRows, false, packed, columns, stepRows, rows, columns, features, false, scratch);
  }
  listSteps(stepRows, plan, batch, time, direction, inputs, 4 * features);
  // Rows with a previous state. Those without one are the first in time-major order.
  let rowsWithPrevious = rows;
  if (rows > 0 && !initialState) rowsWithPrevious -= startOf(plan, batch, 1);
  const firstRows = rows - rowsWithPrevious;
  const stateColumns = stateGates(kind) * hidden;
  weightsGradients(
    stepRows, previousRows + 4 * firstRows, rows, rowsWithPrevious, gateGradients, gateBytes, inputWeightsGradient,
    recurrentWeightsGradient, features, hidden, stateColumns, resultRows, packed, scratch,
  );
  if (kind === LSTM) return;
  listRows(previousRows, cached + firstRows * stateBytes, stateBytes, rowsWithPrevious);
  const candidate = 8 * hidden;
  weightsGradients(
    stepRows, previousRows, rows, rowsWithPrevious, gateGradients + candidate, gateBytes,
    inputWeightsGradient + candidate, recurrentWeightsGradient + candidate, features, hidden, hidden,
    resultRows, packed, scratch,
  );
}

/**
 * The loop over time, last step first. It writes the gradients of the pre-activations to `gateGradients`
 * [row][gates·hidden]. `stateGradient` and `cachedGradient` hold the gradients of the final states and cell states at
 * first, and those of the initial ones at the end.
 */
function backwardRecurrence(
  kind: i32, plan: usize, recurrentWeights: usize, initialState: usize, initialCell: usize, cellStride: i32,
  gates: usize, cached: usize, statesGradient: usize, statesStride: i32,
  previousRows: usize, gateGradientRows: usize, stateGradient: usize, cachedGradient: usize, gateGradients: usize,
  packed: usize, scratch: usize,
  batch: i32, time: i32, hidden: i32, direction: i32,
): void {
  const gateBytes = 4 * gatesOf(kind) * hidden;
  const stateBytes = 4 * hidden;
  const stateColumns = stateGates(kind) * hidden;
  const rows = startOf(plan, batch, time);
  const upstreamRows = gateGradientRows + 4 * batch * time;
  const candidateRows = upstreamRows + 4 * batch * time; // GRU; for an LSTM the previous cell states
  const activeRows = candidateRows + 4 * batch * time;
  const resetStateRows = activeRows + 4 * batch;
  const packedCandidate = packed + packedBytes(stateColumns, hidden);
  if (statesGradient) listSteps(upstreamRows, plan, batch, time, direction, statesGradient, statesStride);
  listRows(activeRows, stateGradient, stateBytes, batch);
  packRightTransposed(packed, recurrentWeights, gateBytes, stateColumns, hidden);
  if (kind === LSTM) {
    listPrevious(candidateRows, plan, batch, time, initialCell, cellStride, cached, stateBytes);
  } else {
    listRows(candidateRows, gateGradients + 8 * hidden, gateBytes, rows);
    listRows(resetStateRows, cachedGradient, stateBytes, batch);
    packRightTransposed(packedCandidate, recurrentWeights + 8 * hidden, gateBytes, hidden, hidden);
  }
  for (let n = lengthOf(plan, batch, 0) - 1; n >= 0; n--) {
    const start = startOf(plan, batch, n);
    const active = startOf(plan, batch, n + 1) - start;
    const hasPrevious = n > 0 || initialState !== 0;
    for (let i = 0; i < active; i++) {
      const row = start + i;
      const upstream: usize = statesGradient ? load<u32>(upstreamRows + 4 * row) : 0;
      const gate = gates + row * gateBytes;
      const gateGradient = gateGradients + row * gateBytes;
      const at = i * stateBytes;
      if (kind === LSTM) {
        const previous = load<u32>(candidateRows + 4 * row);
        stepLstmGradient(
          gate, previous, cached + row * stateBytes, upstream, stateGradient + at, cachedGradient + at, gateGradient,
          hidden,
        );
      } else {
        stepGruGradient(gate, load<u32>(previousRows + 4 * row), upstream, stateGradient + at, gateGradient, hidden);
        if (!hasPrevious) memory.fill(gateGradient, 0, stateBytes); // the reset state was zero
      }
    }
    if (!hasPrevious) break;
    const here = gateGradientRows + 4 * start;
    if (kind === LSTM) {
      product(here, false, packed, stateColumns, activeRows, active, stateColumns, hidden, false, scratch);
      continue;
    }
    const candidates = candidateRows + 4 * start;
    product(candidates, false, packedCandidate, hidden, resetStateRows, active, hidden, hidden, false, scratch);
    for (let i = 0; i < active; i++) {
      const row = start + i;
      const at = i * stateBytes;
      const previous = load<u32>(previousRows + 4 * row);
      resetGruGradient(
        gates + row * gateBytes, previous, cachedGradient + at, stateGradient + at, gateGradients + row * gateBytes,
        hidden,
      );
    }
    product(here, false, packed, stateColumns, activeRows, active, stateColumns, hidden, true, scratch);
  }
}

/**
 * A block of columns of both weights' gradients: the transposed inputs, and the transposed states of `stateRows`,
 * times the gradients of the pre-activations.
 */
function weightsGradients(
  inputRows: usize, stateRows: usize, rows: i32, rowsWithPrevious: i32, gateGradients: usize, gateBytes: i32,
  inputWeightsGradient: usize, recurrentWeightsGradient: usize, features: i32, hidden: i32, columns: i32,
  resultRows: usize, packed: usize, scratch: usize,
): void {
  packRight(packed, gateGradients, gateBytes, rows, columns);
  listRows(resultRows, inputWeightsGradient, gateBytes, features);
  transposedProduct(inputRows, packed, rows, rows, resultRows, features, columns, scratch);
  listRows(resultRows, recurrentWeightsGradient, gateBytes, hidden);
  const right = packed + 32 * (rows - rowsWithPrevious);
  transposedProduct(stateRows, right, rows, rowsWithPrevious, resultRows, hidden, columns, scratch);
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

/**
 * The forward pass of a chunk of a recurrent layer: one direction of some sequences of a padded batch. One product
 * computes the input projection of all time steps. Then each step takes one product, or two. Rows are time-major
 * (layout.ts). What the backward pass needs is stored in this order: `gates` [row][gates·hidden], `states`
 * [row][hidden] and `cached` [row][hidden], the LSTM's cell states or the GRU's reset states.
 */
import { activateGruGates, stepGru } from './gruCell';
import { lengthOf, listPrevious, listSteps, makePlan, orderOf, planBytes, startOf } from './layout';
import { stepLstm } from './lstmCell';
import { listRows, PRODUCT_SCRATCH, packedBytes, packRight, product } from './product';
import { copyNumbers } from './vectors';

/** The host's numbers of the layers. */
export const LSTM: i32 = 0;
export const GRU: i32 = 1;

/** Gates whose recurrent product takes the previous state. The GRU's candidate takes the reset state. */
// @ts-ignore: decorator
@inline
export function stateGates(kind: i32): i32 {
  return kind === LSTM ? 4 : 2;
}

// @ts-ignore: decorator
@inline
export function gatesOf(kind: i32): i32 {
  return kind === LSTM ? 4 : 3;
}

/** Bytes of workspace for the forward pass of a chunk. */
export function recurrentForwardBytes(kind: i32, batch: i32, time: i32, features: i32, hidden: i32): i32 {
  const lists = 20 * batch * time;
  const recurrent = packedBytes(hidden, stateGates(kind) * hidden) + packedBytes(hidden, hidden);
  const packed = max(packedBytes(features, gatesOf(kind) * hidden), recurrent);
  return PRODUCT_SCRATCH + planBytes(batch, time) + lists + packed;
}

/**
 * `inputs` [batch, time, features], `lengths` [batch], `inputWeights` [features, gates·hidden] with rows
 * `weightsStride` bytes apart, `recurrentWeights` [hidden, gates·hidden]. `initialState` and, for an LSTM,
 * `initialCell` [batch, hidden] with strides in bytes, 0 where the recurrence starts from zeros. `bias` [gates·hidden],
 * 0 for a GRU.
 */
export function recurrentForward(
  kind: i32, inputs: usize, lengths: usize, inputWeights: usize, weightsStride: i32, recurrentWeights: usize,
  initialState: usize, stateStride: i32, initialCell: usize, cellStride: i32,
  bias: usize, gates: usize, cached: usize, states: usize, work: usize,
  batch: i32, time: i32, features: i32, hidden: i32, direction: i32,
): void {
  const columns = gatesOf(kind) * hidden;
  const stateColumns = stateGates(kind) * hidden;
  const gateBytes = 4 * columns;
  const stateBytes = 4 * hidden;
  const scratch = work;
  const plan = scratch + PRODUCT_SCRATCH;
  const inputRows = plan + planBytes(batch, time);
  const previousRows = inputRows + 4 * batch * time; // of the states
  const gateRows = previousRows + 4 * batch * time;
  const candidateRows = gateRows + 4 * batch * time;
  const cachedRows = candidateRows + 4 * batch * time; // LSTM: the previous cell states; GRU: the reset states
  const packed = cachedRows + 4 * batch * time;
  const packedCandidate = packed + packedBytes(hidden, stateColumns);
  makePlan(plan, lengths, batch, time);
  const rows = startOf(plan, batch, time);
  listSteps(inputRows, plan, batch, time, direction, inputs, 4 * features);
  listPrevious(previousRows, plan, batch, time, initialState, stateStride, states, stateBytes);
  listRows(gateRows, gates, gateBytes, rows);
  packRight(packed, inputWeights, weightsStride, features, columns);
  product(inputRows, false, packed, features, gateRows, rows, features, columns, false, scratch);
  packRight(packed, recurrentWeights, gateBytes, hidden, stateColumns);
  if (kind === LSTM) {
    listPrevious(cachedRows, plan, batch, time, initialCell, cellStride, cached, stateBytes);
  } else {
    listRows(candidateRows, gates + 8 * hidden, gateBytes, rows);
    listRows(cachedRows, cached, stateBytes, rows);
    packRight(packedCandidate, recurrentWeights + 8 * hidden, gateBytes, hidden, hidden);
  }
  for (let n = 0; n < time; n++) {
    const start = startOf(plan, batch, n);
    const active = startOf(plan, batch, n + 1) - start;
    if (active === 0) break;
    const hasPrevious = n > 0 || initialState !== 0;
    if (hasPrevious) {
      const left = previousRows + 4 * start;
      product(left, false, packed, hidden, gateRows + 4 * start, active, hidden, stateColumns, true, scratch);
    }
    for (let row = start; row < start + active; row++) {
      const gate = gates + row * gateBytes;
      const cachedRow = cached + row * stateBytes;
      if (kind === LSTM) {
        stepLstm(gate, bias, load<u32>(cachedRows + 4 * row), cachedRow, states + row * stateBytes, hidden);
      } else {
        activateGruGates(gate, load<u32>(previousRows + 4 * row), cachedRow, hidden);
      }
    }
    if (kind === LSTM) continue;
    if (hasPrevious) {
      const to = candidateRows + 4 * start;
      product(cachedRows + 4 * start, false, packedCandidate, hidden, to, active, hidden, hidden, true, scratch);
    }
    for (let row = start; row < start + active; row++) {
      stepGru(gates + row * gateBytes, load<u32>(previousRows + 4 * row), states + row * stateBytes, hidden);
    }
  }
}

/** Bytes of workspace for `recurrentStates` and `recurrentFinal`. */
export function recurrentStatesBytes(batch: i32, time: i32): i32 {
  return planBytes(batch, time);
}

/**
 * Scatters the states of a chunk, `timeMajor` [row][hidden], to `states` [batch, time, directions·hidden] from the
 * chunk's first sequence on, zero on padding.
 */
export function recurrentStates(
  lengths: usize, timeMajor: usize, states: usize, work: usize,
  batch: i32, time: i32, hidden: i32, direction: i32, directions: i32,
): void {
  const stateBytes = 4 * hidden;
  const width = directions * stateBytes;
  makePlan(work, lengths, batch, time);
  for (let i = 0; i < batch; i++) {
    const length = lengthOf(work, batch, i);
    const to = states + orderOf(work, i) * time * width + direction * stateBytes;
    for (let n = 0; n < length; n++) {
      const step = direction === 0 ? n : length - 1 - n;
      copyNumbers(to + step * width, timeMajor + (startOf(work, batch, n) + i) * stateBytes, hidden);
    }
    for (let step = length; step < time; step++) memory.fill(to + step * width, 0, stateBytes);
  }
}

/**
 * Copies each sequence's last row of `timeMajor` [row][hidden] to `final` [batch, directions·hidden], from the chunk's
 * first sequence on; of an empty sequence its row of `initial`, which has the same layout, or zeros where that is 0.
 */
export function recurrentFinal(
  lengths: usize, timeMajor: usize, initial: usize, final: usize, work: usize,
  batch: i32, time: i32, hidden: i32, direction: i32, directions: i32,
): void {
  const stateBytes = 4 * hidden;
  const width = directions * stateBytes;
  makePlan(work, lengths, batch, time);
  for (let i = 0; i < batch; i++) {
    const length = lengthOf(work, batch, i);
    const place = orderOf(work, i) * width + direction * stateBytes;
    if (length > 0) copyNumbers(final + place, timeMajor + (startOf(work, batch, length - 1) + i) * stateBytes, hidden);
    else if (initial) copyNumbers(final + place, initial + place, hidden);
    else memory.fill(final + place, 0, stateBytes);
  }
}

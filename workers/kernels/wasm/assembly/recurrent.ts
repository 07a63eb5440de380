/**
 * A share of a recurrent layer: one direction over some sequences of a padded batch, walked as layout.ts says. One
 * product for the input projection of the whole share, then one or two a step for the recurrence. What a step leaves
 * for the gradient stands in the order of the walk: `gates` [row][gates·hidden], the `states` [row][hidden] and what else
 * the cell `kept` [row][hidden]: the LSTM's cells, what the GRU's reset gate lets through.
 */
import { openGruGates, stepGru } from './gruCell';
import { lengthOf, listBefore, listSteps, makePlan, orderOf, planBytes, startOf } from './layout';
import { stepLstm } from './lstmCell';
import { listRows, PRODUCT_SCRATCH, packedBytes, packRight, product } from './product';
import { copyNumbers } from './vectors';

/** What the host calls the kinds of layers. */
export const LSTM: i32 = 0;
export const GRU: i32 = 1;

/** Blocks of gates whose recurrent product is of the state before: of a GRU's three, the candidate's is not. */
// @ts-ignore: decorator
@inline
export function directGates(kind: i32): i32 {
  return kind === LSTM ? 4 : 2;
}

// @ts-ignore: decorator
@inline
export function gatesOf(kind: i32): i32 {
  return kind === LSTM ? 4 : 3;
}

/** Bytes of workspace that the forward pass of a share wants. */
export function recurrentForwardBytes(kind: i32, batch: i32, time: i32, features: i32, hidden: i32): i32 {
  const lists = 20 * batch * time;
  const recurrent = packedBytes(hidden, directGates(kind) * hidden) + packedBytes(hidden, hidden);
  const packed = max(packedBytes(features, gatesOf(kind) * hidden), recurrent);
  return PRODUCT_SCRATCH + planBytes(batch, time) + lists + packed;
}

/**
 * `inputs` [batch, time, features], `lengths` [batch], `inputWeights` [features, gates·hidden] whose rows are
 * `weightsStride` bytes apart, `recurrentWeights` [hidden, gates·hidden], `initialState` and, of an LSTM, `initialCell`
 * [batch, hidden] with rows so far apart (0 where the walk begins from zeros), `bias` [gates·hidden] (0 for a GRU).
 */
export function recurrentForward(
  kind: i32, inputs: usize, lengths: usize, inputWeights: usize, weightsStride: i32, recurrentWeights: usize,
  initialState: usize, stateStride: i32, initialCell: usize, cellStride: i32,
  bias: usize, gates: usize, kept: usize, states: usize, work: usize,
  batch: i32, time: i32, features: i32, hidden: i32, direction: i32,
): void {
  const columns = gatesOf(kind) * hidden;
  const direct = directGates(kind) * hidden;
  const wide = 4 * columns;
  const narrow = 4 * hidden;
  const scratch = work;
  const plan = scratch + PRODUCT_SCRATCH;
  const inputRows = plan + planBytes(batch, time);
  const beforeRows = inputRows + 4 * batch * time; // of the states
  const gateRows = beforeRows + 4 * batch * time;
  const candidateRows = gateRows + 4 * batch * time;
  const keptRows = candidateRows + 4 * batch * time; // of an LSTM the cells before, of a GRU what passes its reset gate
  const packed = keptRows + 4 * batch * time;
  const packedCandidate = packed + packedBytes(hidden, direct);
  makePlan(plan, lengths, batch, time);
  const rows = startOf(plan, batch, time);
  listSteps(inputRows, plan, batch, time, direction, inputs, 4 * features);
  listBefore(beforeRows, plan, batch, time, initialState, stateStride, states, narrow);
  listRows(gateRows, gates, wide, rows);
  packRight(packed, inputWeights, weightsStride, features, columns);
  product(inputRows, false, packed, features, gateRows, rows, features, columns, false, scratch);
  packRight(packed, recurrentWeights, wide, hidden, direct);
  if (kind === LSTM) {
    listBefore(keptRows, plan, batch, time, initialCell, cellStride, kept, narrow);
  } else {
    listRows(candidateRows, gates + 8 * hidden, wide, rows);
    listRows(keptRows, kept, narrow, rows);
    packRight(packedCandidate, recurrentWeights + 8 * hidden, wide, hidden, hidden);
  }
  for (let n = 0; n < time; n++) {
    const start = startOf(plan, batch, n);
    const running = startOf(plan, batch, n + 1) - start;
    if (running === 0) break;
    const goesOn = n > 0 || initialState !== 0;
    if (goesOn) {
      const left = beforeRows + 4 * start;
      product(left, false, packed, hidden, gateRows + 4 * start, running, hidden, direct, true, scratch);
    }
    for (let row = start; row < start + running; row++) {
      const gate = gates + row * wide;
      const keeps = kept + row * narrow;
      if (kind === LSTM) {
        stepLstm(gate, bias, load<u32>(keptRows + 4 * row), keeps, states + row * narrow, hidden);
      } else {
        openGruGates(gate, load<u32>(beforeRows + 4 * row), keeps, hidden);
      }
    }
    if (kind === LSTM) continue;
    if (goesOn) {
      const to = candidateRows + 4 * start;
      product(keptRows + 4 * start, false, packedCandidate, hidden, to, running, hidden, hidden, true, scratch);
    }
    for (let row = start; row < start + running; row++) {
      stepGru(gates + row * wide, load<u32>(beforeRows + 4 * row), states + row * narrow, hidden);
    }
  }
}

/** Bytes of workspace that `recurrentStates` and `recurrentFinal` want. */
export function recurrentStatesBytes(batch: i32, time: i32): i32 {
  return planBytes(batch, time);
}

/**
 * Spreads the states of a share's walk, `walked` [row][hidden], over `states` [batch, time, directions·hidden] from the
 * share's first sequence on, zero on padding.
 */
export function recurrentStates(
  lengths: usize, walked: usize, states: usize, work: usize,
  batch: i32, time: i32, hidden: i32, direction: i32, directions: i32,
): void {
  const narrow = 4 * hidden;
  const width = directions * narrow;
  makePlan(work, lengths, batch, time);
  for (let i = 0; i < batch; i++) {
    const length = lengthOf(work, batch, i);
    const to = states + orderOf(work, i) * time * width + direction * narrow;
    for (let n = 0; n < length; n++) {
      const step = direction === 0 ? n : length - 1 - n;
      copyNumbers(to + step * width, walked + (startOf(work, batch, n) + i) * narrow, hidden);
    }
    for (let step = length; step < time; step++) memory.fill(to + step * width, 0, narrow);
  }
}

/**
 * Takes each sequence's last row of `walked` [row][hidden] to `final` [batch, directions·hidden], from the share's first
 * sequence on; of an empty sequence that of `initial`, which is laid out alike, or zeros where that is 0.
 */
export function recurrentFinal(
  lengths: usize, walked: usize, initial: usize, final: usize, work: usize,
  batch: i32, time: i32, hidden: i32, direction: i32, directions: i32,
): void {
  const narrow = 4 * hidden;
  const width = directions * narrow;
  makePlan(work, lengths, batch, time);
  for (let i = 0; i < batch; i++) {
    const length = lengthOf(work, batch, i);
    const place = orderOf(work, i) * width + direction * narrow;
    if (length > 0) copyNumbers(final + place, walked + (startOf(work, batch, length - 1) + i) * narrow, hidden);
    else if (initial) copyNumbers(final + place, initial + place, hidden);
    else memory.fill(final + place, 0, narrow);
  }
}

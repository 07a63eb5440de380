/** One step of the LSTM (see ../../lstm/reference.ts for its meaning), for one sequence: all but the products. */
import { madd, sigmoid4, tanh4 } from './math';
import { get, put } from './vectors';

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

/** From the gates' sums without bias [4·hidden] to their activations, the cell and the state [hidden]. */
export function stepLstm(gates: usize, bias: usize, before: usize, cell: usize, state: usize, hidden: i32): void {
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

/** Back through a step: `sums` [4·hidden] get the gradients of the gates' sums. */
export function stepLstmGradient(
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

/** One time step of the LSTM for one sequence, all but the products (defined in ../../lstm/reference.ts). */
import { madd, sigmoid4, tanh4 } from './math';
import { get, put } from './vectors';

// @ts-ignore: decorator
@inline
function biased(gate: usize, bias: usize, whole: bool): v128 {
  return f32x4.add(get(gate, whole), get(bias, whole));
}

/**
 * Activates units' gates in place, from their pre-activations without bias. `previous` is 0 where there is no previous
 * cell state.
 */
// @ts-ignore: decorator
@inline
function stepUnits(
  gates: usize, bias: usize, previous: usize, cell: usize, state: usize, section: usize, whole: bool,
): void {
  const i = sigmoid4(biased(gates, bias, whole));
  const g = tanh4(biased(gates + 2 * section, bias + 2 * section, whole));
  const o = sigmoid4(biased(gates + 3 * section, bias + 3 * section, whole));
  let c = f32x4.mul(i, g);
  const f = sigmoid4(biased(gates + section, bias + section, whole));
  if (previous) c = madd(f, get(previous, whole), c);
  put(gates, i, whole);
  put(gates + section, f, whole);
  put(gates + 2 * section, g, whole);
  put(gates + 3 * section, o, whole);
  put(cell, c, whole);
  put(state, f32x4.mul(o, tanh4(c)), whole);
}

/** From the pre-activations without bias [4·hidden] to gates, cell state and state [hidden]. */
export function stepLstm(gates: usize, bias: usize, previous: usize, cell: usize, state: usize, hidden: i32): void {
  const section = 4 * hidden;
  const whole = 4 * (hidden & ~3);
  let at: usize = 0;
  for (; at < (whole as usize); at += 16) {
    stepUnits(gates + at, bias + at, previous ? previous + at : 0, cell + at, state + at, section, true);
  }
  for (; at < (section as usize); at += 4) {
    stepUnits(gates + at, bias + at, previous ? previous + at : 0, cell + at, state + at, section, false);
  }
}

/**
 * Gradients of four units' pre-activations, from those of their state and cell state. `cellGradient` becomes the
 * previous step's. `upstream` is 0 where only the final state has a gradient.
 */
// @ts-ignore: decorator
@inline
function unitsGradient(
  gates: usize, previous: usize, cell: usize, upstream: usize, stateGradient: usize, cellGradient: usize,
  gateGradients: usize, section: usize, whole: bool,
): void {
  const one = f32x4.splat(1);
  const i = get(gates, whole);
  const f = get(gates + section, whole);
  const g = get(gates + 2 * section, whole);
  const o = get(gates + 3 * section, whole);
  const tanhCell = tanh4(get(cell, whole));
  let totalStateGradient = get(stateGradient, whole);
  if (upstream) totalStateGradient = f32x4.add(totalStateGradient, get(upstream, whole));
  const through = f32x4.mul(totalStateGradient, o);
  const totalCellGradient = madd(through, f32x4.sub(one, f32x4.mul(tanhCell, tanhCell)), get(cellGradient, whole));
  put(gateGradients, f32x4.mul(f32x4.mul(totalCellGradient, g), f32x4.mul(i, f32x4.sub(one, i))), whole);
  let forget = f32x4.splat(0);
  if (previous) forget = f32x4.mul(f32x4.mul(totalCellGradient, get(previous, whole)), f32x4.mul(f, f32x4.sub(one, f)));
  put(gateGradients + section, forget, whole);
  put(gateGradients + 2 * section, f32x4.mul(f32x4.mul(totalCellGradient, i), f32x4.sub(one, f32x4.mul(g, g))), whole);
  put(gateGradients + 3 * section, f32x4.mul(f32x4.mul(through, tanhCell), f32x4.sub(one, o)), whole);
  put(cellGradient, f32x4.mul(totalCellGradient, f), whole);
}

/** Backward pass of a step: writes the gradients of the pre-activations to `gateGradients` [4·hidden]. */
export function stepLstmGradient(
  gates: usize, previous: usize, cell: usize, upstream: usize, stateGradient: usize, cellGradient: usize,
  gateGradients: usize, hidden: i32,
): void {
  const section = 4 * hidden;
  const whole = 4 * (hidden & ~3);
  let at: usize = 0;
  for (; at < (whole as usize); at += 16) {
    const previousUnits = previous ? previous + at : 0;
    unitsGradient(
      gates + at, previousUnits, cell + at, upstream ? upstream + at : 0, stateGradient + at, cellGradient + at,
      gateGradients + at, section, true,
    );
  }
  for (; at < (section as usize); at += 4) {
    const previousUnits = previous ? previous + at : 0;
    unitsGradient(
      gates + at, previousUnits, cell + at, upstream ? upstream + at : 0, stateGradient + at, cellGradient + at,
      gateGradients + at, section, false,
    );
  }
}

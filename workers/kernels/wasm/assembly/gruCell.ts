/**
 * One time step of the GRU for one sequence, all but the products (defined in ../../gru/reference.ts). It has two
 * parts, since the reset state enters the candidate's product.
 */
import { madd, sigmoid4, tanh4 } from './math';
import { get, put } from './vectors';

/** Activates the reset and update gates of units in place. `previous` is 0 where there is no previous state. */
// @ts-ignore: decorator
@inline
function activateUnits(gates: usize, previous: usize, resetState: usize, section: usize, whole: bool): void {
  const reset = sigmoid4(get(gates, whole));
  put(gates, reset, whole);
  put(gates + section, sigmoid4(get(gates + section, whole)), whole);
  put(resetState, previous ? f32x4.mul(reset, get(previous, whole)) : f32x4.splat(0), whole);
}

export function activateGruGates(gates: usize, previous: usize, resetState: usize, hidden: i32): void {
  const section = 4 * hidden;
  const whole = 4 * (hidden & ~3);
  let at: usize = 0;
  for (; at < (whole as usize); at += 16) {
    activateUnits(gates + at, previous ? previous + at : 0, resetState + at, section, true);
  }
  for (; at < (section as usize); at += 4) {
    activateUnits(gates + at, previous ? previous + at : 0, resetState + at, section, false);
  }
}

/** Activates the candidates in place, and computes the next state. */
// @ts-ignore: decorator
@inline
function stepUnits(gates: usize, previous: usize, state: usize, section: usize, whole: bool): void {
  const candidate = tanh4(get(gates + 2 * section, whole));
  const update = get(gates + section, whole);
  put(gates + 2 * section, candidate, whole);
  const previousUnits = previous ? get(previous, whole) : f32x4.splat(0);
  put(state, madd(update, f32x4.sub(previousUnits, candidate), candidate), whole);
}

export function stepGru(gates: usize, previous: usize, state: usize, hidden: i32): void {
  const section = 4 * hidden;
  const whole = 4 * (hidden & ~3);
  let at: usize = 0;
  for (; at < (whole as usize); at += 16) {
    stepUnits(gates + at, previous ? previous + at : 0, state + at, section, true);
  }
  for (; at < (section as usize); at += 4) {
    stepUnits(gates + at, previous ? previous + at : 0, state + at, section, false);
  }
}

/**
 * Gradients of the update gates' and candidates' pre-activations, from the gradient of their state. It leaves the
 * previous state's gradient through the update gate in `stateGradient`. `upstream` is 0 where only the final state has
 * a gradient.
 */
// @ts-ignore: decorator
@inline
function unitsGradient(
  gates: usize, previous: usize, upstream: usize, stateGradient: usize, gateGradients: usize, section: usize,
  whole: bool,
): void {
  const one = f32x4.splat(1);
  const update = get(gates + section, whole);
  const candidate = get(gates + 2 * section, whole);
  const previousUnits = previous ? get(previous, whole) : f32x4.splat(0);
  let totalStateGradient = get(stateGradient, whole);
  if (upstream) totalStateGradient = f32x4.add(totalStateGradient, get(upstream, whole));
  const through = f32x4.mul(totalStateGradient, f32x4.sub(one, update));
  put(gateGradients + section, f32x4.mul(f32x4.mul(through, update), f32x4.sub(previousUnits, candidate)), whole);
  put(gateGradients + 2 * section, f32x4.mul(through, f32x4.sub(one, f32x4.mul(candidate, candidate))), whole);
  put(stateGradient, f32x4.mul(totalStateGradient, update), whole);
}

export function stepGruGradient(
  gates: usize, previous: usize, upstream: usize, stateGradient: usize, gateGradients: usize, hidden: i32,
): void {
  const section = 4 * hidden;
  const whole = 4 * (hidden & ~3);
  let at: usize = 0;
  for (; at < (whole as usize); at += 16) {
    const previousUnits = previous ? previous + at : 0;
    unitsGradient(
      gates + at, previousUnits, upstream ? upstream + at : 0, stateGradient + at, gateGradients + at, section, true,
    );
  }
  for (; at < (section as usize); at += 4) {
    const previousUnits = previous ? previous + at : 0;
    unitsGradient(
      gates + at, previousUnits, upstream ? upstream + at : 0, stateGradient + at, gateGradients + at, section, false,
    );
  }
}

/**
 * Gradients of the reset gates' pre-activations, from that of the reset state. Adds the previous state's gradient
 * through the reset gate to `stateGradient`.
 */
// @ts-ignore: decorator
@inline
function resetUnits(
  gates: usize, previous: usize, resetStateGradient: usize, stateGradient: usize, gateGradients: usize, whole: bool,
): void {
  const reset = get(gates, whole);
  const through = f32x4.mul(get(resetStateGradient, whole), reset);
  put(gateGradients, f32x4.mul(f32x4.mul(through, get(previous, whole)), f32x4.sub(f32x4.splat(1), reset)), whole);
  put(stateGradient, f32x4.add(get(stateGradient, whole), through), whole);
}

export function resetGruGradient(
  gates: usize, previous: usize, resetStateGradient: usize, stateGradient: usize, gateGradients: usize, hidden: i32,
): void {
  const section = 4 * hidden;
  const whole = 4 * (hidden & ~3);
  let at: usize = 0;
  for (; at < (whole as usize); at += 16) {
    resetUnits(gates + at, previous + at, resetStateGradient + at, stateGradient + at, gateGradients + at, true);
  }
  for (; at < (section as usize); at += 4) {
    resetUnits(gates + at, previous + at, resetStateGradient + at, stateGradient + at, gateGradients + at, false);
  }
}

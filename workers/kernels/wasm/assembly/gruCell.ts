/**
 * One step of the GRU (see ../../gru/reference.ts for its meaning), for one sequence: all but the products. It comes in
 * two parts, for what the reset gate lets through enters the candidate's product.
 */
import { madd, sigmoid4, tanh4 } from './math';
import { get, put } from './vectors';

/** Activates the reset and update gates of units in place, from their sums; `before` 0 where there is no state yet. */
// @ts-ignore: decorator
@inline
function openUnits(gates: usize, before: usize, passed: usize, section: usize, whole: bool): void {
  const reset = sigmoid4(get(gates, whole));
  put(gates, reset, whole);
  put(gates + section, sigmoid4(get(gates + section, whole)), whole);
  put(passed, before ? f32x4.mul(reset, get(before, whole)) : f32x4.splat(0), whole);
}

export function openGruGates(gates: usize, before: usize, passed: usize, hidden: i32): void {
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

export function stepGru(gates: usize, before: usize, state: usize, hidden: i32): void {
  const section = 4 * hidden;
  const whole = 4 * (hidden & ~3);
  let at: usize = 0;
  for (; at < (whole as usize); at += 16) stepUnits(gates + at, before ? before + at : 0, state + at, section, true);
  for (; at < (section as usize); at += 4) stepUnits(gates + at, before ? before + at : 0, state + at, section, false);
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

export function stepGruGradient(
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

export function resetGruGradient(
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

/**
 * How a padded batch with lengths is walked without its padding. Sequences are sorted by falling length (equal ones keep
 * their order), so that those still running at any step are the first ones; the steps of a direction are numbered in
 * the order of the walk, all sequences of step 0, then those of step 1, … : row `starts[n] + i` is step n of the i-th
 * longest sequence.
 */

/** Bytes of a plan: `order` [batch], `lengths` [batch] (clamped, in that order), `starts` [time + 1], as i32 each. */
// @ts-ignore: decorator
@inline
export function planBytes(batch: i32, time: i32): i32 {
  return 4 * (2 * batch + time + 1);
}

// @ts-ignore: decorator
@inline
export function orderOf(plan: usize, i: i32): i32 {
  return load<i32>(plan + 4 * i);
}

// @ts-ignore: decorator
@inline
export function lengthOf(plan: usize, batch: i32, i: i32): i32 {
  return load<i32>(plan + 4 * (batch + i));
}

/** The first row of step n, and with n = time the number of rows. */
// @ts-ignore: decorator
@inline
export function startOf(plan: usize, batch: i32, n: i32): i32 {
  return load<i32>(plan + 4 * (2 * batch + n));
}

/** Writes the plan of a batch; `lengths` beyond 0 … time are clamped. */
export function makePlan(plan: usize, lengths: usize, batch: i32, time: i32): void {
  let placed = 0;
  const starts = plan + 8 * batch;
  memory.fill(starts, 0, 4 * (time + 1));
  for (let length = time; length >= 0; length--) {
    for (let b = 0; b < batch; b++) {
      if (min(max(load<i32>(lengths + 4 * b), 0), time) !== length) continue;
      store<i32>(plan + 4 * placed, b);
      store<i32>(plan + 4 * (batch + placed), length);
      placed++;
    }
    // Whoever is longer than n takes part in step n: `placed` sequences have at least this length.
    if (length > 0) store<i32>(starts + 4 * length, placed);
  }
  for (let n = 1; n <= time; n++) store<i32>(starts + 4 * n, load<i32>(starts + 4 * n) + load<i32>(starts + 4 * (n - 1)));
}

/** Lists, for every row of the walk in `direction`, the address of its step in a tensor [batch, time, …]. */
export function listSteps(
  list: usize, plan: usize, batch: i32, time: i32, direction: i32, tensor: usize, stride: usize,
): void {
  for (let n = 0; n < time; n++) {
    const start = startOf(plan, batch, n);
    const running = startOf(plan, batch, n + 1) - start;
    for (let i = 0; i < running; i++) {
      const step = direction === 0 ? n : lengthOf(plan, batch, i) - 1 - n;
      store<u32>(list + 4 * (start + i), (tensor + (orderOf(plan, i) * time + step) * stride) as u32);
    }
  }
}

/**
 * Lists, for every row of the walk, the address of the row before it: of step 0 that of its sequence in `initial`, a tensor
 * [batch, …] whose rows are so many bytes apart, or 0 where there is none; of other steps that in `walked` [row][…].
 */
export function listBefore(
  list: usize, plan: usize, batch: i32, time: i32, initial: usize, initialStride: usize, walked: usize, stride: usize,
): void {
  for (let n = 0; n < time; n++) {
    const start = startOf(plan, batch, n);
    const running = startOf(plan, batch, n + 1) - start;
    const earlier = n > 0 ? startOf(plan, batch, n - 1) : 0;
    for (let i = 0; i < running; i++) {
      let before = walked + (earlier + i) * stride;
      if (n === 0) before = initial ? initial + orderOf(plan, i) * initialStride : 0;
      store<u32>(list + 4 * (start + i), before as u32);
    }
  }
}

/**
 * The order of rows in which a padded batch with lengths is computed without its padding, like PyTorch's
 * PackedSequence. Sequences are sorted by falling length; equal ones keep their order. So the sequences that are active
 * at a step are the first ones. Rows are ordered by time step, then by sequence: row `starts[n] + i` is recurrence step
 * n of the i-th longest sequence. Below, "time-major" means this order.
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

/** The first row of step n; for n = time, the number of rows. */
// @ts-ignore: decorator
@inline
export function startOf(plan: usize, batch: i32, n: i32): i32 {
  return load<i32>(plan + 4 * (2 * batch + n));
}

/** Writes the plan of a batch. `lengths` are clamped to 0 … time. */
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
    // Sequences longer than n are active at step n: `placed` of them have at least this length.
    if (length > 0) store<i32>(starts + 4 * length, placed);
  }
  for (let n = 1; n <= time; n++) store<i32>(starts + 4 * n, load<i32>(starts + 4 * n) + load<i32>(starts + 4 * (n - 1)));
}

/** Lists, for every time-major row, the address of its time step in a tensor [batch, time, …]. */
export function listSteps(
  list: usize, plan: usize, batch: i32, time: i32, direction: i32, tensor: usize, stride: usize,
): void {
  for (let n = 0; n < time; n++) {
    const start = startOf(plan, batch, n);
    const active = startOf(plan, batch, n + 1) - start;
    for (let i = 0; i < active; i++) {
      const step = direction === 0 ? n : lengthOf(plan, batch, i) - 1 - n;
      store<u32>(list + 4 * (start + i), (tensor + (orderOf(plan, i) * time + step) * stride) as u32);
    }
  }
}

/**
 * Lists, for every time-major row, the address of the previous step's row. For step 0 that is its sequence's row in
 * `initial`, a tensor [batch, …] with a stride in bytes, or 0 where there is none. For other steps it is a row of
 * `timeMajor` [row][…].
 */
export function listPrevious(
  list: usize, plan: usize, batch: i32, time: i32, initial: usize, initialStride: usize, timeMajor: usize,
  stride: usize,
): void {
  for (let n = 0; n < time; n++) {
    const start = startOf(plan, batch, n);
    const active = startOf(plan, batch, n + 1) - start;
    const previousStart = n > 0 ? startOf(plan, batch, n - 1) : 0;
    for (let i = 0; i < active; i++) {
      let previous = timeMajor + (previousStart + i) * stride;
      if (n === 0) previous = initial ? initial + orderOf(plan, i) * initialStride : 0;
      store<u32>(list + 4 * (start + i), previous as u32);
    }
  }
}

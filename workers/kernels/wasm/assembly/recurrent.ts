/** What the gradients of the recurrent layers share, in a batch that is walked as layout.ts says. */
import { startOf } from './layout';
import { listRows, product } from './product';

/** Turns a list of all rows' addresses into that of the steps before the rows that have one, in their order. */
export function followersOf(list: usize, plan: usize, batch: i32, time: i32): void {
  const first = startOf(plan, batch, 1);
  for (let n = 1; n < time; n++) {
    const start = startOf(plan, batch, n);
    const running = startOf(plan, batch, n + 1) - start;
    const earlier = startOf(plan, batch, n - 1);
    // Never overtakes what is still to be read: the target lies at or before the source.
    memory.copy(list + 4 * (start - first), list + 4 * earlier, 4 * running);
  }
}

/** One kind of weights' gradient [outputs, columns]: leftᵀ·right over `depth` rows. */
export function weightsGradient(
  left: usize, right: usize, panelDepth: i32, depth: i32,
  to: usize, stride: usize, outputs: i32, columns: i32, list: usize, scratch: usize,
): void {
  listRows(list, to, stride, outputs);
  product(left, true, right, panelDepth, list, outputs, depth, columns, false, scratch);
}

/** What several tags have together, beside what each has: a kind of a known category shares in what is said of that category. */
import type { Tensor3D } from '@tensorflow/tfjs-core';
import { add, concat, logSumExp, tensor1d } from '@tensorflow/tfjs-core';

/** Below every logarithm that a float can come to here. */
const none = -1e30;

/**
 * @param logs logarithms or scores, [batch, time, tags]. @param shared sets of tags.
 * @returns [batch, time, tags + shared]: behind them, for each set, the logarithm of the sum of its tags' exponentials.
 */
export function withShared(logs: Tensor3D, shared: readonly (readonly number[])[]): Tensor3D {
  if (shared.length === 0) return logs;
  const [, , tags] = logs.shape;
  const together = shared.map((set) => {
    const outside = tensor1d(Array.from({ length: tags }, (_, tag) => (set.includes(tag) ? 0 : none)));
    return logSumExp(add(logs, outside), 2, true) as Tensor3D; // [batch, time, 1]
  });
  return concat([logs, ...together], 2);
}

/**
 * Packs inputs of the backward recurrence into one buffer ahead of it. A device guarantees eight buffers a program, and
 * the backward recurrence would exceed them.
 *
 * First come the recurrent weights as [directions, gates·hidden, hidden]. An invocation of the recurrence sums over all
 * gates of all units, so neighbouring invocations read neighbouring numbers at every time step. That alone is worth the
 * dispatch. Then come the tensors that are read once a sequence, where present.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { entryParameters, makeOutput, type Program, runProgram } from '../webgpu/program.ts';

/** Tensors [batch, directions·hidden]: gradients of the final states, and the initial value of {@link Cell.history}. */
export type PerSequenceTensor = 'finalGradient' | 'finalCellGradient' | 'initialHistory';

const preparation = (perSequence: readonly PerSequenceTensor[]): Program => ({
  key: `graft-recurrent-preparation${perSequence.map((name) => `-${name}`).join('')}`,
  bindings: [
    { name: 'weights', type: 'f32' }, // [directions, hidden, gates·hidden]
    { name: 'prepared', type: 'f32', write: true },
    ...perSequence.map((name) => ({ name, type: 'f32' }) as const),
  ],
  parameters: [
    { name: 'size', type: 'u32' }, // of the weights
    { name: 'hidden', type: 'u32' },
    { name: 'gateColumns', type: 'u32' },
    { name: 'each', type: 'u32' }, // elements of each of the others
  ],
  code: () => `
@compute @workgroup_size(64)
fn main(${entryParameters}) {
  let index = workgroupIndex(group, groups) * 64u + lane;
  if (index < parameters.size) {
    let unit = index % parameters.hidden;
    let column = (index / parameters.hidden) % parameters.gateColumns;
    let direction = index / (parameters.gateColumns * parameters.hidden);
    prepared[index] = weights[(direction * parameters.hidden + unit) * parameters.gateColumns + column];
    return;
  }
  var at = index - parameters.size;
  ${perSequence
    .map(
      (name) => `if (at < parameters.each) {
    prepared[index] = ${name}[at];
    return;
  }
  at -= parameters.each;`,
    )
    .join('\n  ')}
}`,
});

/** Records the dispatch. The tensors of the map follow the weights in the map's order. */
export function prepare(
  backend: WebGPUBackend,
  weights: TensorInfo,
  perSequence: ReadonlyMap<PerSequenceTensor, TensorInfo>,
): TensorInfo {
  const [directions, hidden, gateColumns] = weights.shape as [number, number, number];
  const size = directions * hidden * gateColumns;
  const sizes = Array.from(perSequence.values(), ({ shape }) => util.sizeFromShape(shape));
  const all = size + sizes.reduce((sum, each) => sum + each, 0);
  const prepared = makeOutput(backend, [all]);
  const program = preparation([...perSequence.keys()]);
  runProgram(
    backend,
    program,
    [weights, prepared, ...perSequence.values()],
    [size, hidden, gateColumns, sizes[0] ?? 0],
    Math.ceil(all / 64),
  );
  return prepared;
}

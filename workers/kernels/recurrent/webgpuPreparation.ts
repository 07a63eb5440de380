/**
 * What a recurrent layer's walk back reads besides the steps, put into one buffer ahead of it: a program can count on no
 * more than eight, and the walk back would want more.
 *
 * First come the recurrent weights as [directions, gates·hidden, hidden]: a lane of the walk sums over all gates of all
 * units, and so neighbouring lanes read neighbouring numbers, in every step. That alone is worth the dispatch. Then, as
 * far as they are there, the tensors that are read once a sequence.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { entryParameters, makeOutput, type Program, runProgram } from '../webgpu/program.ts';

/** Tensors [batch, directions·hidden]: gradients of the ends of the walk, and what {@link Cell.history} is at its beginning. */
export type OnceRead = 'finalGradient' | 'finalCellGradient' | 'initialHistory';

const preparation = (once: readonly OnceRead[]): Program => ({
  key: `graft-recurrent-preparation${once.map((name) => `-${name}`).join('')}`,
  bindings: [
    { name: 'weights', type: 'f32' }, // [directions, hidden, gates·hidden]
    { name: 'prepared', type: 'f32', write: true },
    ...once.map((name) => ({ name, type: 'f32' }) as const),
  ],
  parameters: [
    { name: 'size', type: 'u32' }, // of the weights
    { name: 'hidden', type: 'u32' },
    { name: 'wide', type: 'u32' },
    { name: 'each', type: 'u32' }, // size of each of the others
  ],
  code: () => `
@compute @workgroup_size(64)
fn main(${entryParameters}) {
  let index = workgroupIndex(group, groups) * 64u + lane;
  if (index < parameters.size) {
    let unit = index % parameters.hidden;
    let column = (index / parameters.hidden) % parameters.wide;
    let direction = index / (parameters.wide * parameters.hidden);
    prepared[index] = weights[(direction * parameters.hidden + unit) * parameters.wide + column];
    return;
  }
  var at = index - parameters.size;
  ${once
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

/** Records the preparation; the tensors that are read once are those of the map, and lie in its order. */
export function prepare(
  backend: WebGPUBackend,
  weights: TensorInfo,
  once: ReadonlyMap<OnceRead, TensorInfo>,
): TensorInfo {
  const [directions, hidden, wide] = weights.shape as [number, number, number];
  const size = directions * hidden * wide;
  const sizes = Array.from(once.values(), ({ shape }) => util.sizeFromShape(shape));
  const all = size + sizes.reduce((sum, each) => sum + each, 0);
  const prepared = makeOutput(backend, [all]);
  const program = preparation([...once.keys()]);
  runProgram(
    backend,
    program,
    [weights, prepared, ...once.values()],
    [size, hidden, wide, sizes[0] ?? 0],
    Math.ceil(all / 64),
  );
  return prepared;
}

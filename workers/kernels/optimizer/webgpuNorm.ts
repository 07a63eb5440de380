/**
 * The scale of clipping by global norm, computed on the GPU, where it stays. The first dispatches compute sums of
 * squares of the large gradients, as many a dispatch as the device can bind. Then one workgroup adds these up, adds the
 * squares of the small gradients, and writes the scale. A tagger's step takes two dispatches.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { type Binding, entryParameters, makeOutput, type Program, runProgram } from '../webgpu/program.ts';

const elementsPerWorkgroup = 64 * 64;
/** For more elements a single workgroup takes longer than another dispatch. */
const maxSmallSize = 2 * elementsPerWorkgroup;
const finalLanes = 256;

const gradientBindings = (count: number) =>
  Array.from({ length: count }, (_, i): Binding => ({ name: `gradient${i}`, type: 'f32' }));

/** Sums of squares: each workgroup sums a block of one gradient. */
const squaresProgram = (count: number): Program => ({
  key: `graft-squares-${count}`,
  bindings: [...gradientBindings(count), { name: 'squares', type: 'f32', write: true }],
  parameters: [
    { name: 'offset', type: 'u32' },
    ...Array.from({ length: count }, (_, i) => [
      { name: `size${i}`, type: 'u32' as const },
      { name: `workgroups${i}`, type: 'u32' as const },
    ]).flat(),
  ],
  code: () => `
var<workgroup> parts: array<f32, 64>;

@compute @workgroup_size(64)
fn main(${entryParameters}) {
  let number = workgroupIndex(group, groups);
  var block = number;
  var assigned = false;
  var sum = 0.0;
${Array.from(
  { length: count },
  (_, i) => `
  if (!assigned) {
    if (block < parameters.workgroups${i}) {
      assigned = true;
      let begin = block * ${elementsPerWorkgroup}u;
      let end = min(parameters.size${i}, begin + ${elementsPerWorkgroup}u);
      for (var n = begin + lane; n < end; n += 64u) { sum += gradient${i}[n] * gradient${i}[n]; }
    } else { block -= parameters.workgroups${i}; }
  }`,
).join('')}
  parts[lane] = sum;
  workgroupBarrier();
  if (lane != 0u || !assigned) { return; }
  var total = 0.0;
  for (var i = 0u; i < 64u; i++) { total += parts[i]; }
  squares[parameters.offset + number] = total;
}`,
});

/** One workgroup: the partial sums, plus the squares of `count` small gradients. */
const scaleProgram = (count: number): Program => ({
  key: `graft-norm-scale-${count}`,
  bindings: [...gradientBindings(count), { name: 'squares', type: 'f32' }, { name: 'scale', type: 'f32', write: true }],
  parameters: [
    { name: 'sums', type: 'u32' },
    { name: 'clip', type: 'f32' },
    ...Array.from({ length: count }, (_, i) => ({ name: `size${i}`, type: 'u32' as const })),
  ],
  code: () => `
var<workgroup> parts: array<f32, ${finalLanes}>;

@compute @workgroup_size(${finalLanes})
fn main(${entryParameters}) {
  if (workgroupIndex(group, groups) != 0u) { return; }
  var sum = 0.0;
  for (var n = lane; n < parameters.sums; n += ${finalLanes}u) { sum += squares[n]; }
${Array.from(
  { length: count },
  (_, i) => `
  for (var n = lane; n < parameters.size${i}; n += ${finalLanes}u) { sum += gradient${i}[n] * gradient${i}[n]; }`,
).join('')}
  parts[lane] = sum;
  workgroupBarrier();
  if (lane != 0u) { return; }
  var total = 0.0;
  for (var i = 0u; i < ${finalLanes}u; i++) { total += parts[i]; }
  let factor = parameters.clip / (sqrt(total) + 1e-6);
  // Not min(): NaN must stay visible.
  if (factor > 1.0) { scale[0] = 1.0; } else { scale[0] = factor; }
}`,
});

export function normScale(gradients: readonly TensorInfo[], clip: number, backend: WebGPUBackend): TensorInfo {
  const maxBindings = backend.device.limits.maxStorageBuffersPerShaderStage;
  const sized = gradients
    .map((tensor) => {
      const size = util.sizeFromShape(tensor.shape);
      return { tensor, size, workgroups: Math.ceil(size / elementsPerWorkgroup) };
    })
    .sort((a, b) => a.size - b.size);
  // The last dispatch also binds the partial sums and the scale.
  const small = sized.slice(0, maxBindings - 2).filter(({ size }) => size <= maxSmallSize);
  const large = sized.slice(small.length);
  const sums = large.reduce((sum, { workgroups }) => sum + workgroups, 0);
  const squares = makeOutput(backend, [Math.max(1, sums)]);
  let offset = 0;
  for (let i = 0; i < large.length; i += maxBindings - 1) {
    const group = large.slice(i, i + maxBindings - 1);
    const workgroups = group.reduce((sum, gradient) => sum + gradient.workgroups, 0);
    const numbers = [offset, ...group.flatMap((gradient) => [gradient.size, gradient.workgroups])];
    const tensors = [...group.map(({ tensor }) => tensor), squares];
    runProgram(backend, squaresProgram(group.length), tensors, numbers, workgroups);
    offset += workgroups;
  }
  const scale = makeOutput(backend, []);
  const tensors = [...small.map(({ tensor }) => tensor), squares, scale];
  runProgram(backend, scaleProgram(small.length), tensors, [sums, clip, ...small.map(({ size }) => size)], 1);
  backend.disposeData(squares.dataId);
  return scale;
}

/**
 * The scale that clips by global norm, worked out on the GPU and left there: sums of squares of the large gradients, as
 * many a dispatch as the device lets it bind, then one workgroup that adds these up, takes the small gradients itself and
 * writes the scale. A tagger's step takes two dispatches.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { type Binding, entryParameters, makeOutput, type Program, runProgram } from '../webgpu/program.ts';

const elementsAWorkgroup = 64 * 64;
/** Beyond this a single workgroup would take longer than a dispatch costs. */
const largestSmall = 2 * elementsAWorkgroup;
const finalLanes = 256;

const gradientBindings = (count: number) =>
  Array.from({ length: count }, (_, i): Binding => ({ name: `gradient${i}`, type: 'f32' }));

/** Sums of squares: each workgroup takes a stretch of one of the gradients. */
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
  var stretch = number;
  var taken = false;
  var sum = 0.0;
${Array.from(
  { length: count },
  (_, i) => `
  if (!taken) {
    if (stretch < parameters.workgroups${i}) {
      taken = true;
      let begin = stretch * ${elementsAWorkgroup}u;
      let end = min(parameters.size${i}, begin + ${elementsAWorkgroup}u);
      for (var n = begin + lane; n < end; n += 64u) { sum += gradient${i}[n] * gradient${i}[n]; }
    } else { stretch -= parameters.workgroups${i}; }
  }`,
).join('')}
  parts[lane] = sum;
  workgroupBarrier();
  if (lane != 0u || !taken) { return; }
  var total = 0.0;
  for (var i = 0u; i < 64u; i++) { total += parts[i]; }
  squares[parameters.offset + number] = total;
}`,
});

/** One workgroup: the sums so far and the squares of `count` small gradients. */
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
  let wanted = parameters.clip / (sqrt(total) + 1e-6);
  // Not min(): gradients that are not numbers must stay visible.
  if (wanted > 1.0) { scale[0] = 1.0; } else { scale[0] = wanted; }
}`,
});

export function normScale(gradients: readonly TensorInfo[], clip: number, backend: WebGPUBackend): TensorInfo {
  const room = backend.device.limits.maxStorageBuffersPerShaderStage;
  const sized = gradients
    .map((tensor) => {
      const size = util.sizeFromShape(tensor.shape);
      return { tensor, size, workgroups: Math.ceil(size / elementsAWorkgroup) };
    })
    .sort((a, b) => a.size - b.size);
  // The last dispatch also binds the sums and the scale.
  const small = sized.slice(0, room - 2).filter(({ size }) => size <= largestSmall);
  const large = sized.slice(small.length);
  const sums = large.reduce((sum, { workgroups }) => sum + workgroups, 0);
  const squares = makeOutput(backend, [Math.max(1, sums)]);
  let offset = 0;
  for (let i = 0; i < large.length; i += room - 1) {
    const some = large.slice(i, i + room - 1);
    const workgroups = some.reduce((sum, gradient) => sum + gradient.workgroups, 0);
    const numbers = [offset, ...some.flatMap((gradient) => [gradient.size, gradient.workgroups])];
    const tensors = [...some.map(({ tensor }) => tensor), squares];
    runProgram(backend, squaresProgram(some.length), tensors, numbers, workgroups);
    offset += workgroups;
  }
  const scale = makeOutput(backend, []);
  const tensors = [...small.map(({ tensor }) => tensor), squares, scale];
  runProgram(backend, scaleProgram(small.length), tensors, [sums, clip, ...small.map(({ size }) => size)], 1);
  backend.disposeData(squares.dataId);
  return scale;
}

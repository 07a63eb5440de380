/** Dropout masks on WebGPU, in the whole numbers of the reference, so that every backend draws the same mask. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { registerKernel, util } from '@tensorflow/tfjs-core';
import { entryParameters, makeOutput, type Program, runProgram } from '../webgpu/program.ts';
import { SEEDED_MASK, type SeededMaskAttributes } from './operation.ts';
import { maskKey, maskThreshold } from './reference.ts';

const program: Program = {
  key: 'graft-seeded-mask',
  bindings: [{ name: 'mask', type: 'f32', write: true }],
  parameters: [
    { name: 'size', type: 'u32' },
    { name: 'key', type: 'u32' },
    { name: 'threshold', type: 'u32' },
    { name: 'kept', type: 'f32' },
  ],
  code: () => `
fn scramble(x: u32) -> u32 {
  var h = (x ^ (x >> 16u)) * 0x85ebca6bu;
  h = (h ^ (h >> 13u)) * 0xc2b2ae35u;
  return h ^ (h >> 16u);
}

@compute @workgroup_size(64)
fn main(${entryParameters}) {
  let index = workgroupIndex(group, groups) * 64u + lane;
  if (index >= parameters.size) { return; }
  let hash = scramble(scramble(index + parameters.key) ^ parameters.key);
  mask[index] = select(0.0, parameters.kept, hash >= parameters.threshold);
}`,
};

/** Registers the seeded mask for tfjs's `webgpu`. */
export function registerDropoutWebgpu(): void {
  registerKernel({
    kernelName: SEEDED_MASK,
    backendName: 'webgpu',
    kernelFunc: ({ attrs, backend: given }) => {
      const backend = given as WebGPUBackend;
      const { shape, rate, seed } = attrs as unknown as SeededMaskAttributes;
      const size = util.sizeFromShape(shape);
      const mask = makeOutput(backend, shape);
      const values = [size, maskKey(seed), maskThreshold(rate), 1 / (1 - rate)];
      runProgram(backend, program, [mask], values, Math.ceil(size / 64));
      return mask;
    },
  });
}

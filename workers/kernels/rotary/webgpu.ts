/** Rotary positions on WebGPU: one dispatch. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { registerKernel, type TensorInfo } from '@tensorflow/tfjs-core';
import { entryParameters, makeOutput, type Program, runProgram } from '../webgpu/program.ts';
import { ROTARY, type RotaryAttributes } from './operation.ts';

/** An invocation for each pair of numbers. WGSL's own sine may be off by 5e-4, so polynomials take its place. */
const program: Program = {
  key: 'graft-rotary',
  bindings: [
    { name: 'projected', type: 'f32' },
    { name: 'positions', type: 'i32' },
    { name: 'turns', type: 'i32' },
    { name: 'result', type: 'f32', write: true },
  ],
  parameters: [
    { name: 'pairs', type: 'u32' },
    { name: 'heads', type: 'u32' },
    { name: 'half', type: 'u32' },
    { name: 'direction', type: 'i32' },
  ],
  code: () => `
// Cosine and sine of an angle in units of 2⁻³² turns, by the quadrant and polynomials within ±π/4 (Cephes).
fn direction(angle: u32) -> vec2<f32> {
  let quadrant = (angle + 0x20000000u) >> 30u;
  let x = f32(bitcast<i32>(angle - (quadrant << 30u))) * 1.4629180792671596e-9;
  let square = x * x;
  let s = x + x * square * (-1.6666654611e-1 + square * (8.3321608736e-3 + square * -1.9515295891e-4));
  let c = 1.0 - 0.5 * square
    + square * square * (4.166664568298827e-2 + square * (-1.388731625493765e-3 + square * 2.443315711809948e-5));
  switch quadrant {
    case 0u: { return vec2<f32>(c, s); }
    case 1u: { return vec2<f32>(-s, c); }
    case 2u: { return vec2<f32>(-c, -s); }
    default: { return vec2<f32>(s, -c); }
  }
}
@compute @workgroup_size(64)
fn main(${entryParameters}) {
  let index = workgroupIndex(group, groups) * 64u + lane;
  if (index >= parameters.pairs) { return; }
  let half = parameters.half;
  let n = index % half;
  let head = index / half % (3u * parameters.heads);
  let first = index / half * 2u * half + n;
  let a = projected[first];
  let b = projected[first + half];
  var at = vec2<f32>(1.0, 0.0);
  if (head < 2u * parameters.heads) {
    let position = parameters.direction * positions[index / (3u * parameters.heads * half)];
    at = direction(bitcast<u32>(position) * bitcast<u32>(turns[n]));
  }
  result[first] = a * at.x - b * at.y;
  result[first + half] = b * at.x + a * at.y;
}`,
};

/** Registers the rotary positions for tfjs's `webgpu`. */
export function registerRotaryWebgpu(): void {
  registerKernel({
    kernelName: ROTARY,
    backendName: 'webgpu',
    kernelFunc: ({ inputs, attrs, backend }) => {
      const { projected, positions, turns } = inputs as Record<'projected' | 'positions' | 'turns', TensorInfo>;
      const { heads, back } = attrs as unknown as RotaryAttributes;
      const [pieces, width] = projected.shape as [number, number];
      const result = makeOutput(backend as WebGPUBackend, projected.shape);
      const pairs = (pieces * width) / 2;
      const numbers = [pairs, heads, turns.shape[0] as number, back ? -1 : 1];
      const bound = [projected, positions, turns, result];
      runProgram(backend as WebGPUBackend, program, bound, numbers, Math.ceil(pairs / 64));
      return result;
    },
  });
}

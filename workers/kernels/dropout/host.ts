/** The dropout mask's kernel on cpu and wasm. */
import { util } from '@tensorflow/tfjs-core';
import { floatOutput, registerHostKernel } from '../host.ts';
import { SEEDED_MASK, type SeededMaskAttributes } from './operation.ts';
import { maskValues } from './reference.ts';
import { seededMaskWasm } from './wasm.ts';

export function registerDropoutHostKernels(): void {
  registerHostKernel(
    SEEDED_MASK,
    (_inputs, attributes) => {
      const { shape, rate, seed } = attributes as unknown as SeededMaskAttributes;
      return [floatOutput(shape, maskValues(util.sizeFromShape(shape), rate, seed))];
    },
    seededMaskWasm,
  );
}

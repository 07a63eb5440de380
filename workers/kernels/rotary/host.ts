/** The rotary positions' kernel on cpu, and on wasm until the WASM module is loaded. */
import { floatOutput, registerHostKernel } from '../host.ts';
import { ROTARY, type RotaryAttributes } from './operation.ts';
import { rotated } from './reference.ts';
import { rotaryWasm } from './wasm.ts';

export function registerRotaryHostKernels(): void {
  registerHostKernel(
    ROTARY,
    (inputs, attributes) => {
      const { heads, back } = attributes as unknown as RotaryAttributes;
      const given = [inputs.floats('projected'), inputs.integers('positions'), inputs.integers('turns')] as const;
      return [floatOutput(inputs.shape('projected'), rotated(...given, heads, back))];
    },
    rotaryWasm,
  );
}

/** Dropout's kernels on cpu, and on wasm until the WASM module is loaded. */
import { floatOutput, registerHostKernel } from '../host.ts';
import { DROPOUT, DROPOUT_GRADIENT, type DropoutAttributes, partNames } from './operation.ts';
import { dropped, joined, split } from './reference.ts';
import { dropoutGradientWasm, dropoutWasm } from './wasm.ts';

export function registerDropoutHostKernels(): void {
  registerHostKernel(
    DROPOUT,
    (inputs, attributes) => {
      const { rate, seed, widths } = attributes as unknown as DropoutAttributes;
      const names = partNames(widths.length);
      const all = joined(
        names.map((name) => inputs.floats(name)),
        widths,
      );
      return [floatOutput(joinedShape(inputs.shape('part0'), widths), dropped(all, rate, seed))];
    },
    dropoutWasm,
  );
  registerHostKernel(
    DROPOUT_GRADIENT,
    (inputs, attributes) => {
      const { rate, seed, widths } = attributes as unknown as DropoutAttributes;
      const parts = split(dropped(inputs.floats('gradient'), rate, seed), widths);
      const outer = inputs.shape('gradient').slice(0, -1);
      return parts.map((values, n) => floatOutput([...outer, widths[n] as number], values));
    },
    dropoutGradientWasm,
  );
}

const joinedShape = (part: readonly number[], widths: readonly number[]) => [
  ...part.slice(0, -1),
  widths.reduce((sum, width) => sum + width, 0),
];

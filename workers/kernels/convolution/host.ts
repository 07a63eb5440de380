/** The convolution's kernels on cpu, and on wasm until the WASM module is loaded. */
import { floatOutput, type HostInputs, integerOutput, registerHostKernel } from '../host.ts';
import { CONVOLUTION, CONVOLUTION_GRADIENT, convolutionShape } from './operation.ts';
import { convolutionForward, convolutionGradient } from './reference.ts';
import { convolutionGradientWasm, convolutionWasm } from './wasm.ts';

const shapeOf = (inputs: HostInputs, filters: number) =>
  convolutionShape(inputs.shape('table'), inputs.shape('ids'), filters);

export function registerConvolutionHostKernels(): void {
  registerHostKernel(
    CONVOLUTION,
    (inputs) => {
      const [filters] = inputs.shape('bias') as [number];
      const shape = shapeOf(inputs, filters);
      const [table, bias] = [inputs.floats('table'), inputs.floats('bias')];
      const [ids, lengths] = [inputs.integers('ids'), inputs.integers('lengths')];
      const { maxima, positions } = convolutionForward(shape, table, bias, ids, lengths);
      const outputs = [shape.spellings, filters];
      return [floatOutput(outputs, maxima), integerOutput(outputs, positions)];
    },
    convolutionWasm,
  );
  registerHostKernel(
    CONVOLUTION_GRADIENT,
    (inputs) => {
      const [, filters] = inputs.shape('gradient') as [number, number];
      const [ids, lengths, positions] = [
        inputs.integers('ids'),
        inputs.integers('lengths'),
        inputs.integers('positions'),
      ];
      const gradient = inputs.floats('gradient');
      const { table, bias } = convolutionGradient(shapeOf(inputs, filters), ids, lengths, positions, gradient);
      return [floatOutput(inputs.shape('table'), table), floatOutput([filters], bias)];
    },
    convolutionGradientWasm,
  );
}

/** The CRF's kernels on cpu, and on wasm until the WASM module is there: the reference over the tensors' own arrays. */
import { floatOutput, type HostInputs, integerOutput, registerHostKernel } from '../host.ts';
import { CRF_BEST_PATH, CRF_GRADIENT, CRF_LOG_PARTITION } from './operation.ts';
import { crfBestPath, crfForward, crfGradient } from './reference.ts';
import { crfShape } from './shape.ts';
import { crfBestPathWasm, crfForwardWasm, crfGradientWasm } from './wasm.ts';

const common = (inputs: HostInputs) =>
  [inputs.floats('emissions'), inputs.floats('transitions'), inputs.integers('lengths')] as const;

const allowed = (inputs: HostInputs) => (inputs.has('allowed') ? inputs.floats('allowed') : undefined);

export function registerCrfHostKernels(): void {
  registerHostKernel(
    CRF_LOG_PARTITION,
    (inputs) => {
      const shape = crfShape(inputs.shape);
      const { logPartition, alpha } = crfForward(shape, ...common(inputs), allowed(inputs));
      return [floatOutput([shape.batch], logPartition), floatOutput(inputs.shape('emissions'), alpha)];
    },
    crfForwardWasm,
  );
  registerHostKernel(
    CRF_GRADIENT,
    (inputs) => {
      const forward = { logPartition: inputs.floats('logPartition'), alpha: inputs.floats('alpha') };
      const gradient = inputs.floats('gradient');
      const result = crfGradient(crfShape(inputs.shape), ...common(inputs), allowed(inputs), forward, gradient);
      return [
        floatOutput(inputs.shape('emissions'), result.emissions),
        floatOutput(inputs.shape('transitions'), result.transitions),
      ];
    },
    crfGradientWasm,
  );
  registerHostKernel(
    CRF_BEST_PATH,
    (inputs) => {
      const shape = crfShape(inputs.shape);
      const { path, score } = crfBestPath(shape, ...common(inputs));
      return [integerOutput([shape.batch, shape.time], path), floatOutput([shape.batch], score)];
    },
    crfBestPathWasm,
  );
}

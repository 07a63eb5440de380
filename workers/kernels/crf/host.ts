/**
 * The CRF's kernels on cpu, and on wasm until the WASM module is loaded: the reference over the tensors' own arrays.
 */
import { floatOutput, type HostInputs, integerOutput, registerHostKernel } from '../host.ts';
import {
  CRF_BEST_PATH,
  CRF_GRADIENT,
  CRF_LOG_PARTITION,
  CRF_LOSS,
  CRF_LOSS_GRADIENT,
  CRF_MARGIN,
  CRF_MARGIN_GRADIENT,
} from './operation.ts';
import {
  type CrfGradients,
  crfBestPath,
  crfForward,
  crfGradient,
  crfLossForward,
  crfLossGradient,
  crfMarginForward,
  crfMarginGradient,
} from './reference.ts';
import { crfShape } from './shape.ts';
import {
  crfBestPathWasm,
  crfForwardWasm,
  crfGradientWasm,
  crfLossGradientWasm,
  crfLossWasm,
  crfMarginGradientWasm,
  crfMarginWasm,
} from './wasm.ts';

const scored = (inputs: HostInputs) =>
  [
    crfShape(inputs.shape),
    inputs.floats('emissions'),
    inputs.floats('transitions'),
    inputs.integers('lengths'),
  ] as const;

const conditions = (inputs: HostInputs) => ({
  allowed: inputs.has('allowed') ? inputs.floats('allowed') : undefined,
  cost: inputs.has('cost') ? inputs.floats('cost') : undefined,
});

function gradientOutputs(inputs: HostInputs, { emissions, transitions }: CrfGradients) {
  const side = crfShape(inputs.shape).tags + 2;
  return [floatOutput(inputs.shape('emissions'), emissions), floatOutput([side, side], transitions)];
}

export function registerCrfHostKernels(): void {
  registerHostKernel(
    CRF_LOG_PARTITION,
    (inputs) => {
      const { logPartition, alpha } = crfForward(...scored(inputs), conditions(inputs));
      return [floatOutput(inputs.shape('lengths'), logPartition), floatOutput(inputs.shape('emissions'), alpha)];
    },
    crfForwardWasm,
  );
  registerHostKernel(
    CRF_LOSS,
    (inputs) => {
      const { loss, alpha } = crfLossForward(...scored(inputs), conditions(inputs));
      return [floatOutput(inputs.shape('lengths'), loss), floatOutput([2, ...inputs.shape('emissions')], alpha)];
    },
    crfLossWasm,
  );
  for (const [kernel, gradientOf, runInModule] of [
    [CRF_GRADIENT, crfGradient, crfGradientWasm],
    [CRF_LOSS_GRADIENT, crfLossGradient, crfLossGradientWasm],
  ] as const) {
    registerHostKernel(
      kernel,
      (inputs) => {
        const alpha = inputs.floats('alpha');
        const result = gradientOf(...scored(inputs), conditions(inputs), { alpha }, inputs.floats('gradient'));
        return gradientOutputs(inputs, result);
      },
      runInModule,
    );
  }
  registerHostKernel(
    CRF_BEST_PATH,
    (inputs) => {
      const { batch, time } = crfShape(inputs.shape);
      const { path, score } = crfBestPath(...scored(inputs), conditions(inputs));
      return [integerOutput([batch, time], path), floatOutput([batch], score)];
    },
    crfBestPathWasm,
  );
  registerHostKernel(
    CRF_MARGIN,
    (inputs) => {
      const given = [inputs.integers('gold'), inputs.floats('cost')] as const;
      const { margin, path } = crfMarginForward(...scored(inputs), ...given);
      return [floatOutput(inputs.shape('lengths'), margin), integerOutput(inputs.shape('gold'), path)];
    },
    crfMarginWasm,
  );
  registerHostKernel(
    CRF_MARGIN_GRADIENT,
    (inputs) => {
      const [lengths, gold, path] = ['lengths', 'gold', 'path'].map((name) => inputs.integers(name)) as [
        Int32Array,
        Int32Array,
        Int32Array,
      ];
      const result = crfMarginGradient(crfShape(inputs.shape), lengths, gold, path, inputs.floats('gradient'));
      return gradientOutputs(inputs, result);
    },
    crfMarginGradientWasm,
  );
}

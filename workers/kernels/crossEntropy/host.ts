/** The cross-entropy's kernels on cpu and wasm: the reference over the tensors' own arrays. */
import { floatOutput, type HostInputs, registerHostKernel } from '../host.ts';
import { CROSS_ENTROPY, CROSS_ENTROPY_GRADIENT } from './operation.ts';
import { crossEntropyForward, crossEntropyGradient } from './reference.ts';
import { crossEntropyForwardWasm, crossEntropyGradientWasm } from './wasm.ts';

function parts(inputs: HostInputs) {
  const [batch, time, tags] = inputs.shape('logits') as [number, number, number];
  const shape = { batch, time, tags };
  return [shape, inputs.floats('logits'), inputs.floats('allowed'), inputs.integers('lengths')] as const;
}

export function registerCrossEntropyHostKernels(): void {
  registerHostKernel(
    CROSS_ENTROPY,
    (inputs) => [floatOutput([inputs.shape('logits')[0] as number], crossEntropyForward(...parts(inputs)))],
    crossEntropyForwardWasm,
  );
  registerHostKernel(
    CROSS_ENTROPY_GRADIENT,
    (inputs) => [
      floatOutput(inputs.shape('logits'), crossEntropyGradient(...parts(inputs), inputs.floats('gradient'))),
    ],
    crossEntropyGradientWasm,
  );
}

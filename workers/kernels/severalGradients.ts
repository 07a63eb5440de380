/**
 * tfjs's `customGrad` for operations with several outputs. A registered gradient can have several too. But for every
 * output without a gradient tfjs then makes a tensor of zeros, and most outputs of our kernels only serve the backward
 * pass. Here an operation has the outputs that its caller wants.
 */
import { engine, type GradSaveFunc, type Tensor } from '@tensorflow/tfjs-core';

type Named = Readonly<Record<string, Tensor>>;

export interface Differentiable {
  /** The tensors to differentiate in, by name. */
  readonly inputs: Named;
  /** Gives the outputs. `backward` gets what it saves. It runs off the tape; its other tensors are disposed of. */
  forward(save: GradSaveFunc): Tensor[];
  /** From the gradients of the outputs, in order and zeros where absent, to those of all inputs by name. */
  backward(upstream: readonly Tensor[], saved: readonly Tensor[]): Named;
}

/** tfjs's engine under `customGrad`, private in its types. */
interface Recording {
  runKernelFunc(operation: {
    inputs: Named;
    forwardFunc(backend: unknown, save: GradSaveFunc): Tensor[];
    /** The gradient of a single output is not in an array. */
    backwardsFunc(upstream: Tensor | Tensor[], saved: Tensor[]): Record<string, () => Tensor>;
  }): Tensor[];
}

/** Runs the operation, and records it where a tape is active. */
export function runDifferentiable({ inputs, forward, backward }: Differentiable): Tensor[] {
  return (engine() as unknown as Recording).runKernelFunc({
    inputs,
    forwardFunc: (_, save) => forward(save),
    backwardsFunc: (upstream, saved) => {
      const gradients = backward(Array.isArray(upstream) ? upstream : [upstream], saved);
      return Object.fromEntries(Object.entries(gradients).map(([name, gradient]) => [name, () => gradient]));
    },
  });
}

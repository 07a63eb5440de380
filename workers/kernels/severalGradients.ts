/**
 * tfjs's `customGrad` for operations that have several outputs. A registered gradient could have them as well, but tfjs
 * makes a tensor of zeros for every output of a kernel to which no gradient comes back, and most outputs of ours only
 * serve the gradient; here an operation has the outputs that its caller asked for.
 */
import { engine, type GradSaveFunc, type Tensor } from '@tensorflow/tfjs-core';

type Named = Readonly<Record<string, Tensor>>;

export interface Differentiable {
  /** What is differentiated in, by name. */
  readonly inputs: Named;
  /** Gives the outputs; what it saves is there for `backward`. Runs off the tape, and its other tensors are disposed. */
  forward(save: GradSaveFunc): Tensor[];
  /** From the outputs' gradients, in order and zeros where nothing came back, to those of all inputs by name. */
  backward(upstream: readonly Tensor[], saved: readonly Tensor[]): Named;
}

/** What `customGrad` itself is made of, private in tfjs's types. */
interface Recording {
  runKernelFunc(operation: {
    inputs: Named;
    forwardFunc(backend: unknown, save: GradSaveFunc): Tensor[];
    /** A single output's gradient comes by itself. */
    backwardsFunc(upstream: Tensor | Tensor[], saved: Tensor[]): Record<string, () => Tensor>;
  }): Tensor[];
}

/** Runs the operation and records it, where something is recorded. */
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

/** The loss of a step and its gradients, on the device: of a table that learns by rows those rows alone that were looked up. */
import type { Scalar, Tensor, Tensor1D, Variable } from '@tensorflow/tfjs-core';
import { engine, variableGrads } from '@tensorflow/tfjs-core';
import { RecordedLookups } from '../kernels/embedding/lookups.ts';
import { disposeAll } from '../layers/parameters.ts';

export interface Gradient {
  /** Of the variable's shape, or, with `rows`, [places, dimension]. */
  readonly gradient: Tensor;
  /** Of a table: the row of each place, int32 [places]; −1 for a surplus place. */
  readonly rows?: Tensor1D;
}

/** To be called within a `tidy`. A variable that the loss does not depend on is left out, as in PyTorch. */
export function gradientsOf(
  loss: () => Tensor,
  variables: readonly Variable[],
): { readonly value: Tensor; readonly gradients: ReadonlyMap<Variable, Gradient> } {
  const lookups = new RecordedLookups(variables);
  try {
    const { value, grads } = lookups.record(() => variableGrads(loss as () => Scalar, [...variables, lookups.anchor]));
    const gradients = new Map<Variable, Gradient>();
    for (const variable of variables) {
      const gradient = grads[variable.name];
      const ofRows = lookups.rowGradient(variable);
      if (gradient && ofRows) throw new Error('A table that is used whole and not only looked up must learn dense.');
      if (ofRows) gradients.set(variable, ofRows);
      else if (gradient) gradients.set(variable, { gradient });
    }
    return { value, gradients };
  } catch (error) {
    disposeTape();
    throw error;
  } finally {
    lookups.dispose();
  }
}

/** tfjs disposes of what a computation saved for its gradient once that was taken, but not where one was given up. */
function disposeTape(): void {
  const { state } = engine();
  for (const { saved } of state.activeTape ?? []) disposeAll(saved ?? []);
  state.activeTape = null as unknown as typeof state.activeTape;
}

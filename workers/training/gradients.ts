/** The loss of a step and its gradients, on the device: of a table that learns by rows those rows alone that were looked up. */
import type { Scalar, Tensor, Tensor1D, Variable } from '@tensorflow/tfjs-core';
import { addN, engine, variableGrads } from '@tensorflow/tfjs-core';
import { RecordedLookups } from '../kernels/embedding/lookups.ts';
import { disposeAll } from '../layers/parameters.ts';

export interface Gradient {
  /** Of the variable's shape, or, with `rows`, [places, dimension]. */
  readonly gradient: Tensor;
  /** Of a table: the row of each place, int32 [places]; −1 for a surplus place. */
  readonly rows?: Tensor1D;
}

/**
 * Of the sum of the losses, each of which is computed and forgotten before the next. To be called within a `tidy`. A variable that no
 * loss depends on is left out, as in PyTorch.
 */
export function gradientsOf(
  losses: readonly (() => Tensor)[],
  variables: readonly Variable[],
): { readonly value: Tensor; readonly gradients: ReadonlyMap<Variable, Gradient> } {
  const lookups = new RecordedLookups(variables);
  try {
    const parts = losses.map((loss) =>
      lookups.record(() => variableGrads(loss as () => Scalar, [...variables, lookups.anchor])),
    );
    const gradients = new Map<Variable, Gradient>();
    for (const variable of variables) {
      const whole = parts.flatMap(({ grads }) => grads[variable.name] ?? []);
      const ofRows = lookups.rowGradient(variable);
      if (whole.length > 0 && ofRows)
        throw new Error('A table that is used whole and not only looked up must learn dense.');
      if (ofRows) gradients.set(variable, ofRows);
      else if (whole.length > 0) gradients.set(variable, { gradient: sumOf(whole) });
    }
    return { value: sumOf(parts.map(({ value }) => value)), gradients };
  } catch (error) {
    disposeTape();
    throw error;
  } finally {
    lookups.dispose();
  }
}

const sumOf = (tensors: readonly Tensor[]): Tensor =>
  tensors.length === 1 ? (tensors[0] as Tensor) : addN([...tensors]);

/** tfjs disposes of what a computation saved for its gradient once that was taken, but not where one was given up. */
function disposeTape(): void {
  const { state } = engine();
  for (const { saved } of state.activeTape ?? []) disposeAll(saved ?? []);
  state.activeTape = null as unknown as typeof state.activeTape;
}

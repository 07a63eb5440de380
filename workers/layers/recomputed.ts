/**
 * Gradient checkpointing (Chen et al. 2016, "Training deep nets with sublinear memory cost"): of a block only what it reads is kept
 * for the backward pass, which computes the block once more. It costs a third more time and gives the same bits.
 */
import { customGrad, engine, type GradSaveFunc, type Tensor, tidy, type Variable } from '@tensorflow/tfjs-core';

/**
 * `apply` of `states`, differentiable in these and in the variables.
 * @param variables all that learn in `apply`.
 * @param apply gives the same each time it is called. What it reads beside the states is made in it: other tensors are
 * gone by the backward pass.
 */
export function recomputed<T extends Tensor>(states: T, variables: readonly Variable[], apply: (states: T) => T): T {
  const operation = customGrad((...given) => {
    const read = given[0] as Tensor;
    const save = given.at(-1) as unknown as GradSaveFunc;
    save([read]);
    const gradFunc = (gradient: Tensor, saved: Tensor[]) => gradientsOf(saved[0] as T, variables, apply, gradient);
    return { value: apply(read as T), gradFunc };
  });
  return operation(states, ...variables) as T;
}

/** Of the states and of each variable. */
function gradientsOf<T extends Tensor>(
  states: T,
  variables: readonly Variable[],
  apply: (states: T) => T,
  gradient: Tensor,
): Tensor[] {
  const { state } = engine();
  // The tape of the pass that is under way, which a pass within it would dispose of.
  const outer = state.activeTape;
  try {
    return tidy(() => engine().gradients(() => apply(states), [states, ...variables], gradient as T).grads);
  } finally {
    state.activeTape = outer;
  }
}

/**
 * One training step: gradients, clipped by their global norm, and the optimizer's update, all on the device. Of an
 * embedding it reads and writes the rows alone that the batch used, and these learn without momentum.
 */
import type { Scalar, Tensor, Variable } from '@tensorflow/tfjs-core';
import { engine, keep, tidy, variableGrads } from '@tensorflow/tfjs-core';
import { RecordedLookups } from '../kernels/embedding/lookups.ts';
import { withoutMomentum } from '../kernels/optimizer/coefficients.ts';
import { applyUpdates, globalNormScale, initialState, type VariableUpdate } from '../kernels/optimizer/operation.ts';
import { disposeAll, type Parameters } from '../layers/parameters.ts';
import type { Hyperparameters } from '../protocol/hyperparameters.ts';

export class Optimizer {
  private readonly variables: readonly Variable[];
  /** Made at a variable's first step, which shows whether it is a table. */
  private readonly states = new Map<Variable, Tensor>();
  private steps = 0;

  constructor(
    parameters: Parameters,
    private readonly hyperparameters: Pick<Hyperparameters, 'optimizer' | 'learningRate' | 'momentum' | 'clip'>,
  ) {
    this.variables = Object.values(parameters);
  }

  /** Takes one step down the gradient of `loss`; returns the loss before it, for the caller to dispose of. */
  step(loss: () => Tensor): Tensor {
    const { optimizer, learningRate, momentum, clip } = this.hyperparameters;
    return tidy(() => {
      const { value, updates } = this.differentiate(loss);
      const scale = globalNormScale(
        updates.map(({ gradient }) => gradient),
        clip,
      );
      const scalars = { learningRate, momentum, step: ++this.steps };
      const [tables, others] = [updates.filter(({ rows }) => rows), updates.filter(({ rows }) => !rows)];
      applyUpdates(optimizer, tables, withoutMomentum(optimizer, scalars), scale);
      applyUpdates(optimizer, others, scalars, scale);
      return value;
    });
  }

  /** The loss and what it asks of each variable; one that it does not depend on is left out, as in PyTorch. */
  private differentiate(loss: () => Tensor): { value: Tensor; updates: VariableUpdate[] } {
    const { variables } = this;
    const lookups = new RecordedLookups(variables);
    try {
      const { value, grads } = lookups.record(() =>
        variableGrads(loss as () => Scalar, [...variables, lookups.anchor]),
      );
      const updates = variables.flatMap((variable): VariableUpdate[] => {
        const gradient = grads[variable.name];
        const ofRows = lookups.rowGradient(variable);
        if (gradient && ofRows) throw new Error('A table that is looked up and also used whole has two gradients.');
        if (ofRows) return [{ variable, state: this.stateOf(variable, false), ...ofRows }];
        return gradient ? [{ variable, state: this.stateOf(variable, true), gradient }] : [];
      });
      return { value, updates };
    } catch (error) {
      disposeTape();
      throw error;
    } finally {
      lookups.dispose();
    }
  }

  private stateOf(variable: Variable, momentum: boolean): Tensor {
    let state = this.states.get(variable);
    if (!state) {
      state = keep(initialState(this.hyperparameters.optimizer, variable.shape, momentum));
      this.states.set(variable, state);
    }
    return state;
  }

  dispose(): void {
    disposeAll(this.states.values());
  }
}

/** tfjs disposes of what a computation saved for its gradient once that was taken, but not where one was given up. */
function disposeTape(): void {
  const { state } = engine();
  for (const { saved } of state.activeTape ?? []) disposeAll(saved ?? []);
  state.activeTape = null as unknown as typeof state.activeTape;
}

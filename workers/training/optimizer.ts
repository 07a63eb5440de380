/** One training step: gradients, clipped by their global norm, and the optimizer's update, all on the device. */
import type { Scalar, Tensor, Variable } from '@tensorflow/tfjs-core';
import { dispose, variableGrads, zerosLike } from '@tensorflow/tfjs-core';
import { applyUpdate, globalNormScale, slotCount } from '../kernels/optimizer/operation.ts';
import { disposeAll, type Parameters } from '../layers/parameters.ts';
import type { Hyperparameters } from '../protocol/hyperparameters.ts';

export class Optimizer {
  private readonly slots = new Map<Variable, Tensor[]>();
  private steps = 0;

  constructor(
    private readonly parameters: Parameters,
    private readonly hyperparameters: Pick<Hyperparameters, 'optimizer' | 'learningRate' | 'momentum' | 'clip'>,
  ) {
    for (const variable of Object.values(parameters)) {
      this.slots.set(
        variable,
        Array.from({ length: slotCount(hyperparameters.optimizer) }, () => zerosLike(variable)),
      );
    }
  }

  /** Takes one step down the gradient of `loss`; returns the loss before it, for the caller to dispose of. */
  step(loss: () => Tensor): Tensor {
    const { optimizer, learningRate, momentum, clip } = this.hyperparameters;
    const variables = Object.values(this.parameters);
    const { value, grads } = variableGrads(loss as () => Scalar, variables);
    const gradients = variables.map((variable) => grads[variable.name] as Tensor);
    const scale = globalNormScale(gradients, clip);
    const scalars = { learningRate, momentum, step: ++this.steps };
    variables.forEach((variable, index) => {
      const slots = this.slots.get(variable) ?? [];
      applyUpdate(optimizer, variable, gradients[index] as Tensor, slots, scalars, scale);
    });
    dispose(scale);
    dispose(grads);
    return value;
  }

  dispose(): void {
    for (const slots of this.slots.values()) disposeAll(slots);
  }
}

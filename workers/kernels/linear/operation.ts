/** A linear layer as one operation: product and bias in one pass, the gradients of weights and bias in one product. */
import {
  customGrad,
  engine,
  type GradSaveFunc,
  matMul,
  reshape,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  util,
} from '@tensorflow/tfjs-core';
import type { LinearShape } from './reference.ts';

/** Inputs `features` [..., inputs], `weights` [inputs, outputs], `bias` [outputs] → [..., outputs]. */
export const LINEAR = 'GraftLinear';
/** Inputs `features`, `weights`, `gradient` [..., outputs] → the gradients of `features`, `weights` and `bias`. */
export const LINEAR_GRADIENT = 'GraftLinearGradient';

export function linearShape(features: readonly number[], weights: readonly number[]): LinearShape {
  const [inputs, outputs] = weights as [number, number];
  return { rows: util.sizeFromShape(features.slice(0, -1)), inputs, outputs };
}

/** features [..., inputs] · weights [inputs, outputs] + bias [outputs] → [..., outputs]. Differentiable in all three. */
export function linear<T extends Tensor>(features: T, weights: Tensor2D, bias: Tensor1D): T {
  checkShapes(features, weights, bias);
  const operation = customGrad((...given) => {
    const [f, w, b, save] = given as unknown as [Tensor, Tensor, Tensor, GradSaveFunc];
    save([f, w]);
    const gradFunc = (gradient: Tensor, saved: Tensor[]) => {
      const inputs = { features: saved[0] as Tensor, weights: saved[1] as Tensor, gradient };
      return engine().runKernel(LINEAR_GRADIENT, inputs) as unknown as Tensor[];
    };
    return { value: engine().runKernel(LINEAR, { features: f, weights: w, bias: b }) as Tensor, gradFunc };
  });
  return operation(features, weights, bias) as T;
}

/**
 * The same with weights and bias that do not learn, differentiable in the features alone: the backward pass is one product instead
 * of two, and nothing is kept for it. The weights must stay as they are until it is over.
 */
export function frozenLinear<T extends Tensor>(features: T, weights: Tensor2D, bias: Tensor1D): T {
  checkShapes(features, weights, bias);
  const operation = customGrad((...given) => {
    const [read] = given as unknown as [Tensor];
    const gradFunc = (gradient: Tensor) => {
      const rows = reshape(gradient, [-1, weights.shape[1]]) as Tensor2D;
      return [reshape(matMul(rows, weights, false, true), read.shape)];
    };
    return { value: engine().runKernel(LINEAR, { features: read, weights, bias }) as Tensor, gradFunc };
  });
  return operation(features) as T;
}

function checkShapes(features: Tensor, weights: Tensor2D, bias: Tensor1D): void {
  util.assert(
    features.shape.at(-1) === weights.shape[0] && bias.shape[0] === weights.shape[1],
    () => `linear: shapes do not agree: features [${features.shape}], weights [${weights.shape}], bias [${bias.shape}]`,
  );
}

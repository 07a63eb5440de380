/** A linear layer as one operation: product and bias in one pass, the gradients of weights and bias in one product. */
import {
  add,
  customGrad,
  engine,
  type GradSaveFunc,
  matMul,
  reshape,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tidy,
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
      return [shaped(matMul(asRows(gradient), weights, false, true), read.shape)];
    };
    return { value: engine().runKernel(LINEAR, { features: read, weights, bias }) as Tensor, gradFunc };
  });
  return operation(features) as T;
}

/**
 * features [..., inputs] · (weights + down · up) + bias, differentiable in the features, down [inputs, rank] and up [rank, outputs].
 * In one operation, since each result that stood between would be held for all rows until the backward pass. Weights and bias must
 * stay as they are until it is over.
 */
export function adaptedLinear<T extends Tensor>(
  features: T,
  { weights, bias }: { readonly weights: Tensor2D; readonly bias: Tensor1D },
  { down, up }: { readonly down: Tensor2D; readonly up: Tensor2D },
): T {
  checkShapes(features, weights, bias);
  const operation = customGrad((...given) => {
    const [read, a, b, save] = given as unknown as [Tensor, Tensor2D, Tensor2D, GradSaveFunc];
    save([read, a, b]);
    const value = engine().runKernel(LINEAR, { features: read, weights: add(weights, matMul(a, b)), bias }) as Tensor;
    const gradFunc = (gradient: Tensor, saved: Tensor[]) => {
      const [from, first, second] = saved as [Tensor, Tensor2D, Tensor2D];
      return tidy(() => {
        const [rows, fromRows] = [asRows(gradient), asRows(from)];
        const ofLow = matMul(rows, second, false, true); // [rows, rank]
        return [
          shaped(matMul(rows, add(weights, matMul(first, second)) as Tensor2D, false, true), from.shape),
          matMul(fromRows, ofLow, true, false),
          matMul(matMul(fromRows, first), rows, true, false),
        ];
      });
    };
    return { value, gradFunc };
  });
  return operation(features, down, up) as T;
}

/** tfjs counts what is only shaped otherwise once more. */
const shaped = (tensor: Tensor, shape: number[]) =>
  util.arraysEqual(tensor.shape, shape) ? tensor : reshape(tensor, shape);

const asRows = (tensor: Tensor) =>
  shaped(tensor, [tensor.size / (tensor.shape.at(-1) ?? 1), tensor.shape.at(-1) ?? 1]) as Tensor2D;

function checkShapes(features: Tensor, weights: Tensor2D, bias: Tensor1D): void {
  util.assert(
    features.shape.at(-1) === weights.shape[0] && bias.shape[0] === weights.shape[1],
    () => `linear: shapes do not agree: features [${features.shape}], weights [${weights.shape}], bias [${bias.shape}]`,
  );
}

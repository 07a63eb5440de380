/**
 * Optimizer steps in place. Stock tfjs takes about 14 kernel launches and as many buffers for one variable with Adam.
 * Clipping by global norm stays on the device: its scale is a tensor that multiplies the gradients.
 */
import { engine, type NamedTensorMap, scalar, type Tensor, type TensorInfo, util, zeros } from '@tensorflow/tfjs-core';
import {
  type MomentsCoefficients,
  momentsCoefficients,
  type OptimizerRule,
  type UpdateScalars,
} from './coefficients.ts';

/**
 * The three updates take any number of variables. Inputs `scale` [] and for each variable n: `variable<n>`,
 * `gradient<n>`, `state<n>` [slots, ...the variable's shape], and for a table with a sparse gradient `rows<n>` ({@link
 * VariableUpdate}). They write variables and states in place, and have no output.
 */
export const MOMENTUM_UPDATE = 'GraftMomentumUpdate';
export const MOMENTS_UPDATE = 'GraftMomentsUpdate';
export const ADAGRAD_UPDATE = 'GraftAdagradUpdate';
/** Inputs `gradient0`, `gradient1`, …; attribute `clip` → scalar []. */
export const NORM_SCALE = 'GraftNormScale';

export interface MomentumAttributes {
  learningRate: number;
  momentum: number;
}

export type MomentsAttributes = MomentsCoefficients;

export interface AdagradAttributes {
  learningRate: number;
  epsilon: number;
}

export interface NormScaleAttributes {
  clip: number;
}

/** One variable of a step. */
export interface VariableUpdate {
  readonly variable: Tensor;
  /** Of the variable's shape, or, with `rows`, of [places, dimension]. */
  readonly gradient: Tensor;
  /** The optimizer state of the variable, made by {@link initialState}. */
  readonly state: Tensor;
  /**
   * For a table [rows, dimension] with a sparse gradient: the table's row of each place (row) of the gradient, int32
   * [places]. Rows must be within the table, and none may occur twice. A place with a negative row is skipped.
   */
  readonly rows?: Tensor;
}

/**
 * The state of a rule, in numbers for each number of a variable. Adam, AdamW and Nadam have a first and a second
 * moment. Without `momentum` (β₁ = 0) they have the second alone, which is half the memory for a large table.
 */
export const stateSlots = (rule: OptimizerRule, momentum = true): number =>
  momentum && !(rule === 'sgd' || rule === 'adagrad') ? 2 : 1;

/** The optimizer state of a variable at the start: zeros [slots, ...shape], on data of its own. */
export function initialState(rule: OptimizerRule, shape: readonly number[], momentum = true): Tensor {
  return zeros([stateSlots(rule, momentum), ...shape]);
}

/**
 * One step of `rule`, in place on all variables and their states. `scale` (a scalar tensor, by default 1) multiplies
 * the gradients first. PyTorch 1.13's semantics. Every tensor that shares a variable's data changes with it. On the cpu
 * backend so does an array from `data()`. Copy what must not change.
 *
 * For a table with `rows`, only these rows and their state are updated, as in PyTorch's SparseAdam, for every rule. For
 * AdaGrad and for SGD without momentum this equals the dense rule. The others would move rows on after their last use,
 * by the rest of their momentum (see `withoutMomentum` in `coefficients.ts`).
 */
export function applyUpdates(
  rule: OptimizerRule,
  updates: readonly VariableUpdate[],
  scalars: UpdateScalars,
  scale?: Tensor,
): void {
  const { kernel, attributes } = kernelOf(rule, scalars);
  util.assert(
    !attributes.beta1 || updates.every(({ variable, state }) => state.size === 2 * variable.size),
    () => `${rule}: momentum needs a state with first moments`,
  );
  const factor = scale ?? scalar(1);
  const inputs: NamedTensorMap = { scale: factor };
  updates.forEach(({ variable, gradient, state, rows }, n) => {
    inputs[`variable${n}`] = variable;
    inputs[`gradient${n}`] = gradient;
    inputs[`state${n}`] = state;
    if (rows) inputs[`rows${n}`] = rows;
  });
  engine().runKernel(kernel, inputs, attributes);
  if (!scale) factor.dispose();
}

function kernelOf(rule: OptimizerRule, scalars: UpdateScalars): { kernel: string; attributes: Record<string, number> } {
  const { learningRate, momentum = 0, epsilon = 1e-10 } = scalars;
  if (rule === 'sgd') return { kernel: MOMENTUM_UPDATE, attributes: { learningRate, momentum } };
  if (rule === 'adagrad') return { kernel: ADAGRAD_UPDATE, attributes: { learningRate, epsilon } };
  return { kernel: MOMENTS_UPDATE, attributes: { ...momentsCoefficients(rule, scalars) } };
}

/**
 * The factor for all gradients that limits their common norm to `clip` → scalar tensor, at most 1. It stays on the
 * device: pass it to {@link applyUpdates}. Gradients with NaN give NaN.
 */
export function globalNormScale(gradients: readonly Tensor[], clip: number): Tensor {
  const inputs = Object.fromEntries(gradients.map((gradient, n) => [`gradient${n}`, gradient]));
  return engine().runKernel(NORM_SCALE, inputs, { clip });
}

/** One variable of an update, for the kernels. Without rows it has one place with all its elements. */
export interface UpdatePart {
  readonly variable: TensorInfo;
  readonly gradient: TensorInfo;
  readonly state: TensorInfo;
  readonly rows: TensorInfo | undefined;
  /** Elements of the state before its last slot: the first moments, where there are any. */
  readonly last: number;
  readonly places: number;
  /** Elements of a place. */
  readonly dimension: number;
}

/** The variables of an update, from its inputs by name. */
export function updateParts(inputs: Readonly<Record<string, TensorInfo | undefined>>): UpdatePart[] {
  const parts: UpdatePart[] = [];
  for (let n = 0; inputs[`variable${n}`]; n++) {
    const variable = inputs[`variable${n}`] as TensorInfo;
    const gradient = inputs[`gradient${n}`] as TensorInfo;
    const state = inputs[`state${n}`] as TensorInfo;
    const rows = inputs[`rows${n}`];
    const last = util.sizeFromShape(state.shape) - util.sizeFromShape(variable.shape);
    const places = rows?.shape[0] ?? 1;
    const dimension = util.sizeFromShape(gradient.shape) / places;
    parts.push({ variable, gradient, state, rows, last, places, dimension });
  }
  return parts;
}

/**
 * Optimizer steps in place: stock tfjs spends about 14 kernel launches and as many buffers on Adam for one variable.
 * Clipping by global norm stays on the device: its scale is a tensor that the update multiplies the gradient with.
 */
import { engine, type NamedTensorMap, scalar, type Tensor, type TensorInfo, util, zeros } from '@tensorflow/tfjs-core';
import {
  type MomentsCoefficients,
  momentsCoefficients,
  type OptimizerRule,
  type UpdateScalars,
} from './coefficients.ts';

/**
 * The three updates take any number of variables. Inputs `scale` [] and for each variable n: `variable<n>`, `gradient<n>`,
 * `state<n>` [slots, ...the variable's shape], and for a table whose gradient is compact `rows<n>`, as
 * {@link VariableUpdate} says. Written: variables and states. No output.
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

/** One variable's part in a step. */
export interface VariableUpdate {
  readonly variable: Tensor;
  /** Of the variable's shape, or, with `rows`, of [places, dimension]. */
  readonly gradient: Tensor;
  /** What the rule remembers of the variable, as {@link initialState} made it. */
  readonly state: Tensor;
  /**
   * Where the variable is a table [rows, dimension]: the row of each place of the gradient, int32 [places]. Rows must lie
   * within the table, and none may come twice; a place whose row is negative is left out.
   */
  readonly rows?: Tensor;
}

/**
 * Numbers that a rule remembers of each number of a variable. Adam and its kin keep a first and a second moment, without
 * `momentum` (β₁ = 0) the second alone: half the memory for a large table.
 */
export const stateSlots = (rule: OptimizerRule, momentum = true): number =>
  momentum && !(rule === 'sgd' || rule === 'adagrad') ? 2 : 1;

/** What a rule remembers of a variable before the first step: zeros [slots, ...shape], on data of its own. */
export function initialState(rule: OptimizerRule, shape: readonly number[], momentum = true): Tensor {
  return zeros([stateSlots(rule, momentum), ...shape]);
}

/**
 * One step of `rule`, in place on all variables and their states. `scale` (a scalar tensor, by default 1) multiplies the
 * gradients first. PyTorch 1.13's semantics. Every tensor that shares a variable's data changes with it, and on the cpu
 * backend so does an array got by `data()`: copy what is to be kept.
 *
 * Of a table with `rows` only these rows are updated, and their part of the state: as PyTorch's SparseAdam does it, for
 * every rule. For AdaGrad and for SGD without momentum that is what the dense rule gives too; the others would go on to
 * move rows after their last use, by what is left of their momentum (see `withoutMomentum` in `coefficients.ts`).
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
 * What to multiply every gradient with so that their common norm is at most `clip` → scalar tensor, at most 1. It never
 * leaves the device: hand it to {@link applyUpdates}. Gradients that are not numbers give a scale that is not one.
 */
export function globalNormScale(gradients: readonly Tensor[], clip: number): Tensor {
  const inputs = Object.fromEntries(gradients.map((gradient, n) => [`gradient${n}`, gradient]));
  return engine().runKernel(NORM_SCALE, inputs, { clip });
}

/** One variable's part in an update as the kernels take it. Without rows it is as one place with all its elements. */
export interface UpdatePart {
  readonly variable: TensorInfo;
  readonly gradient: TensorInfo;
  readonly state: TensorInfo;
  readonly rows: TensorInfo | undefined;
  /** Elements of the state before its last slot: those of the first moments, if they are kept. */
  readonly last: number;
  readonly places: number;
  /** Elements of a place. */
  readonly dimension: number;
}

/** The parts of an update among its inputs by name. */
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

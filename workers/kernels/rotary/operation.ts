/**
 * Rotary positions as one operation (Su et al. 2021): queries and keys are turned by angles that grow with their place
 * in the sentence, so that their products depend on the distance alone.
 */
import { engine, registerGradient, type Tensor, type Tensor1D, type Tensor2D, tidy, util } from '@tensorflow/tfjs-core';
import { turnsOf } from './reference.ts';

/**
 * Inputs `projected` [pieces, 3·heads·size], `positions` int32 [pieces], `turns` int32 [size / 2] (turnsOf);
 * {@link RotaryAttributes} → the shape of `projected`.
 */
export const ROTARY = 'GraftRotary';

export interface RotaryAttributes {
  readonly heads: number;
  /** Whether to turn back, which is the gradient. */
  readonly back: boolean;
}

export interface RotaryOptions {
  /** int32 [pieces]: the place of each piece in its sentence, from 0. */
  readonly positions: Tensor1D;
  readonly heads: number;
  /** Of the angles: position · base^(−2n / size) for number n of a half. */
  readonly base: number;
}

/**
 * `projected` [pieces, 3·heads·size] holds queries, keys and values side by side → the same with queries and keys
 * turned. Number n of a head's first half is turned with number n of its second half. Differentiable in `projected`.
 */
export function rotary(projected: Tensor2D, { positions, heads, base }: RotaryOptions): Tensor2D {
  const [pieces, width] = projected.shape;
  util.assert(
    width % (6 * heads) === 0,
    () => `rotary: [${projected.shape}] does not hold queries, keys and values of ${heads} heads of an even size`,
  );
  util.assert(
    positions.dtype === 'int32' && util.arraysEqual(positions.shape, [pieces]),
    () => `rotary: positions must be int32 [${pieces}], got ${positions.dtype} [${positions.shape}]`,
  );
  const attributes: RotaryAttributes = { heads, back: false };
  return tidy(() => {
    const turns = engine().makeTensor(turnsOf(width / (3 * heads), base), [width / (6 * heads)], 'int32');
    return engine().runKernel(ROTARY, { projected, positions, turns }, { ...attributes }) as Tensor2D;
  });
}

registerGradient({
  kernelName: ROTARY,
  inputsToSave: ['positions', 'turns'],
  gradFunc: (gradient, saved, attributes) => {
    const [positions, turns] = saved as [Tensor, Tensor];
    const inputs = { projected: gradient as Tensor, positions, turns };
    const { heads, back } = attributes as unknown as RotaryAttributes;
    return { projected: () => engine().runKernel(ROTARY, inputs, { heads, back: !back }) as Tensor };
  },
});

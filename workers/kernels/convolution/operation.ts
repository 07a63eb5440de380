/** A convolution over the characters of words with the maximum over time, as one operation (reference.ts defines it). */
import {
  customGrad,
  engine,
  type GradSaveFunc,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  util,
} from '@tensorflow/tfjs-core';
import type { ConvolutionShape } from './reference.ts';

/**
 * Inputs `table` [characters, width·filters], `bias` [filters], `ids` int32 [spellings, longest], `lengths` int32
 * [spellings] → the maxima [spellings, filters], and their positions, int32 of the same shape.
 */
export const CONVOLUTION = 'GraftConvolution';
/**
 * Inputs `table` for its shape, `ids`, `lengths`, `positions` and `gradient` [spellings, filters] → the gradients of
 * `table` and `bias`.
 */
export const CONVOLUTION_GRADIENT = 'GraftConvolutionGradient';

/** From the shapes of `table`, `ids` and of the maxima's last axis. */
export function convolutionShape(table: readonly number[], ids: readonly number[], filters: number): ConvolutionShape {
  const [characters, columns] = table as [number, number];
  const [spellings, longest] = ids as [number, number];
  return { spellings, longest, characters, width: columns / filters, filters };
}

export interface ConvolutionInputs {
  /** What each character says at each place of a window to each filter, [characters, width·filters]. */
  readonly table: Tensor2D;
  readonly bias: Tensor1D; // [filters]
  /** Rows of the table, int32 [spellings, longest]. */
  readonly ids: Tensor2D;
  readonly lengths: Tensor1D; // int32 [spellings]
}

/**
 * The largest sum of each filter over the windows of a word → [spellings, filters]; zeros for an empty one.
 * Differentiable in the table and the bias.
 */
export function convolutionMaxima({ table, bias, ids, lengths }: ConvolutionInputs): Tensor2D {
  const [columns, filters] = [table.shape[1], bias.shape[0]];
  util.assert(
    filters > 0 && columns > 0 && columns % filters === 0 && lengths.shape[0] === ids.shape[0],
    () =>
      `convolutionMaxima: shapes do not agree: table [${table.shape}], bias [${bias.shape}], ids [${ids.shape}], lengths [${lengths.shape}]`,
  );
  util.assert(
    ids.dtype === 'int32' && lengths.dtype === 'int32',
    () => `convolutionMaxima: ids and lengths must be int32, got ${ids.dtype} and ${lengths.dtype}`,
  );
  const operation = customGrad((...given) => {
    const [t, b, save] = given as unknown as [Tensor, Tensor, GradSaveFunc];
    const inputs = { table: t, bias: b, ids, lengths };
    const [maxima, positions] = engine().runKernel(CONVOLUTION, inputs) as unknown as [Tensor, Tensor];
    save([t, ids, lengths, positions]);
    const gradFunc = (gradient: Tensor, saved: Tensor[]) => {
      const [ofTable, ofIds, ofLengths, ofPositions] = saved as [Tensor, Tensor, Tensor, Tensor];
      const parts = { table: ofTable, ids: ofIds, lengths: ofLengths, positions: ofPositions, gradient };
      return engine().runKernel(CONVOLUTION_GRADIENT, parts) as unknown as Tensor[];
    };
    return { value: maxima, gradFunc };
  });
  return operation(table, bias) as Tensor2D;
}

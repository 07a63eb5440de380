/**
 * How tensors are named and laid out there and here. A family of models is a list of these rules, by which it is read and
 * written. PyTorch keeps the weights of a linear layer as [outputs, inputs], Graft as [inputs, outputs].
 */

interface Layout {
  /** A table has `skipped` rows in front there that it does not have here; a matrix is transposed. */
  readonly form: 'table' | 'matrix' | 'vector';
  /** Here. */
  readonly shape: readonly number[];
  readonly skipped?: number;
  /** Where some checkpoints of the family lack it and mean zeros. */
  readonly zeroWhereMissing?: boolean;
}

export interface TensorRule extends Layout {
  /** By the names of this project. */
  readonly ours: string;
  /** Whether it belongs to a head, whose names have no prefix. */
  readonly ofHead?: true;
  /** By the names of the family, without its prefix; several are joined along the outputs. */
  readonly theirs: readonly string[];
}

/** The shape of each of the tensors that a rule joins, as it is there. */
export function theirShape({ form, shape, theirs, skipped = 0 }: TensorRule): number[] {
  const [first = 0, second = 0] = shape;
  if (form === 'table') return [first + skipped, second];
  return form === 'matrix' ? [second / theirs.length, first] : [first / theirs.length];
}

export function table(ours: string, theirs: string, shape: readonly [number, number], skipped = 0): TensorRule {
  return { ours: `${ours}.rows`, theirs: [`${theirs}.weight`], form: 'table', shape, skipped };
}

/** A linear layer, or several of the same input as one. @param bias whether it has one: `zero` where it may be missing there. */
export function dense(
  ours: string,
  theirs: readonly string[],
  shape: readonly [inputs: number, outputs: number],
  bias: boolean | 'zero' = true,
): TensorRule[] {
  return [
    { ours: `${ours}.weights`, theirs: theirs.map((name) => `${name}.weight`), form: 'matrix', shape },
    ...vector(
      `${ours}.bias`,
      theirs.map((name) => `${name}.bias`),
      shape[1],
      bias,
    ),
  ];
}

export function norm(ours: string, theirs: string, size: number, bias: boolean | 'zero' = true): TensorRule[] {
  return [
    ...vector(`${ours}.gain`, [`${theirs}.weight`], size, true),
    ...vector(`${ours}.bias`, [`${theirs}.bias`], size, bias),
  ];
}

export function vector(ours: string, theirs: readonly string[], size: number, there: boolean | 'zero'): TensorRule[] {
  if (there === false) return [];
  return [{ ours, theirs, form: 'vector', shape: [size], zeroWhereMissing: there === 'zero' }];
}

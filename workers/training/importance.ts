/**
 * How much each number of a network matters to what it says: the diagonal of its Fisher information (Kirkpatrick and others 2017,
 * "Overcoming catastrophic forgetting in neural networks"). Later training is then held back where it would do harm, and free
 * elsewhere.
 */
import { add, keep, square, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { disposeAll, type Parameters, type Weight } from '../layers/parameters.ts';
import { gradientsOf } from './gradients.ts';

/**
 * By the parameters' names, in their shapes; of a table that learns by rows one figure a row, [rows, 1]. The mean over all other
 * numbers is 1.
 */
export type Importance = Readonly<Record<string, Weight>>;

/**
 * The mean square of the gradient, over losses of one sentence each by what is known to be right of it.
 * @param afterEach told the share that is done.
 */
export async function importanceOf(
  parameters: Parameters,
  losses: readonly (() => Tensor)[],
  afterEach?: (fraction: number) => Promise<void> | void,
): Promise<Importance> {
  const entries = Object.entries(parameters);
  const variables = entries.map(([, variable]) => variable);
  const sums = new Map<string, Tensor>();
  const ofRows = new Map<string, Float32Array>();
  for (const [done, loss] of losses.entries()) {
    const squares = tidy(() => {
      const { gradients } = gradientsOf([loss], variables);
      return entries.flatMap(([name, variable]) => {
        const found = gradients.get(variable);
        if (!found) return [];
        const { gradient, rows } = found;
        const squared = square(gradient);
        if (rows) return [{ name, rows: keep(rows), squared: keep(squared) }];
        const before = sums.get(name);
        sums.set(name, keep(before ? add(before, squared) : squared));
        before?.dispose();
        return [];
      });
    });
    for (const { name, rows, squared } of squares) {
      const table = parameters[name] as NonNullable<Parameters[string]>;
      const sum = ofRows.get(name) ?? new Float32Array(table.shape[0] as number);
      addRows(sum, await rows.data<'int32'>(), (await squared.data()) as Float32Array);
      ofRows.set(name, sum);
      disposeAll([rows, squared]);
    }
    await afterEach?.((done + 1) / losses.length);
  }
  const whole = new Map<string, Float32Array>();
  for (const [name, sum] of sums) {
    whole.set(name, Float32Array.from((await sum.data()) as Float32Array));
    sum.dispose();
  }
  const mean = meanOf([...whole.values()]);
  const relative = (values: Float32Array) => values.map((value) => (mean > 0 ? value / mean : 0));
  return Object.fromEntries(
    entries.map(([name, { shape, size }]): [string, Weight] => {
      const rows = ofRows.get(name);
      if (rows) return [name, { shape: [rows.length, 1], values: relative(rows) }];
      return [name, { shape, values: relative(whole.get(name) ?? new Float32Array(size)) }];
    }),
  );
}

/** Adds the mean of each place to its row. @param squared [places · dimension]. */
function addRows(sum: Float32Array, rows: Int32Array, squared: Float32Array): void {
  const dimension = squared.length / rows.length;
  rows.forEach((row, place) => {
    if (row < 0) return;
    let total = 0;
    for (let at = place * dimension; at < (place + 1) * dimension; at++) total += squared[at] as number;
    sum[row] = (sum[row] as number) + total / dimension;
  });
}

function meanOf(all: readonly Float32Array[]): number {
  const count = all.reduce((numbers, { length }) => numbers + length, 0);
  return all.reduce((total, values) => total + values.reduce((sum, value) => sum + value, 0), 0) / Math.max(1, count);
}

/** What mattered to a model and what matters since it has learned more: the sum, each number in its place. */
export function together(before: Importance, since: Importance): Importance {
  return Object.fromEntries(
    Object.entries(since).map(([name, { shape, values }]): [string, Weight] => {
      const old = before[name];
      if (!old) return [name, { shape, values }];
      return [
        name,
        { shape, values: values.map((value, at) => value + (old.values[placeBefore(at, shape, old.shape)] ?? 0)) },
      ];
    }),
  );
}

/**
 * Where a number of a parameter stood before rows and columns were added behind those that there were; −1 for a new one. A single
 * column stands for all.
 */
export function placeBefore(at: number, shape: readonly number[], before: readonly number[]): number {
  const columns = shape.at(-1) ?? 1;
  const columnsBefore = before.at(-1) ?? 1;
  const [row, column] = [Math.floor(at / columns), at % columns];
  if (before.length > 1 && columnsBefore === 1) return row;
  return column < columnsBefore ? row * columnsBefore + column : -1;
}

/**
 * The output of a masked language model: a softmax over all pieces, by the table that they are read by (Press and Wolf
 * 2017). The logits of a batch would be larger than all that the rest of the network keeps. So rows are taken in groups, and
 * a group's gradient is computed while its logits are there. No backend needs a kernel for it: nearly all of it is products.
 */
import {
  add,
  concat,
  dispose,
  exp,
  log,
  matMul,
  max,
  mul,
  ones,
  reshape,
  slice,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor1d,
  tensor2d,
  tidy,
  util,
} from '@tensorflow/tfjs-core';
import { positionsByRow } from '../embedding/lookups.ts';
import { embed, embeddingGradient } from '../embedding/operation.ts';
import { runDifferentiable } from '../severalGradients.ts';

/** Numbers of a group's logits: 32 MB of them. */
const mostLogits = 2 ** 23;
/** What is taken from the logits of a row that does not count: all of its probabilities become 0. */
const never = 1e9;

interface TiedOutput {
  readonly states: Tensor2D; // [rows, dimension]
  readonly table: Tensor2D; // [pieces, dimension]
  readonly bias: Tensor1D; // [pieces]
}

/** A group's part of the loss and, where they are asked for, of the gradients. */
interface GroupResult {
  readonly loss: Tensor;
  readonly states?: Tensor2D;
  readonly table?: Tensor2D;
  readonly bias?: Tensor1D;
}

/**
 * The mean cross entropy of the rows that have a gold piece → a scalar. Differentiable in states, table and bias.
 * @param gold the piece of each row; −1 where a row does not count. At least one does.
 * @param learns whether the gradients will be asked for: in use they need not be computed.
 * @param perGroup rows of a group.
 */
export function tiedCrossEntropy(
  output: TiedOutput,
  gold: Int32Array,
  learns: boolean,
  perGroup = groupRows(output.table.shape[0]),
): Tensor {
  const { states, table, bias } = output;
  util.assert(
    states.shape[0] === gold.length && states.shape[1] === table.shape[1] && table.shape[0] === bias.shape[0],
    () =>
      `tiedCrossEntropy: shapes do not agree: states [${states.shape}], table [${table.shape}], bias [${bias.shape}]`,
  );
  const [loss] = runDifferentiable({
    inputs: { states, table, bias },
    forward: (save) => {
      const { loss: value, gradients } = overGroups(output, gold, learns, perGroup);
      save(gradients);
      return [value];
    },
    backward: ([upstream], saved) => {
      const [ofStates, ofTable, ofBias] = saved.map((gradient) => mul(gradient, upstream as Tensor));
      return { states: ofStates as Tensor, table: ofTable as Tensor, bias: ofBias as Tensor };
    },
  });
  return loss as Tensor;
}

function groupRows(pieces: number): number {
  return Math.max(16, 16 * Math.floor(mostLogits / pieces / 16));
}

/** The gradients are those of states, table and bias, or none. */
function overGroups(output: TiedOutput, gold: Int32Array, learns: boolean, perGroup: number) {
  const count = gold.reduce((sum, id) => sum + (id >= 0 ? 1 : 0), 0);
  let loss: Tensor | undefined;
  let table: Tensor | undefined;
  let bias: Tensor | undefined;
  const states: Tensor2D[] = [];
  for (let first = 0; first < gold.length; first += perGroup) {
    const group = ofGroup(output, gold.subarray(first, first + perGroup), first, { count, learns });
    loss = added(loss, group.loss);
    if (group.states) states.push(group.states);
    if (group.table) table = added(table, group.table);
    if (group.bias) bias = added(bias, group.bias);
  }
  const gradients = table && bias ? [joined(states), table, bias] : [];
  return { loss: loss as Tensor, gradients };
}

function ofGroup(
  { states: all, table, bias }: TiedOutput,
  gold: Int32Array,
  first: number,
  { count, learns }: { readonly count: number; readonly learns: boolean },
): GroupResult {
  return tidy(() => {
    const [, dimension] = all.shape;
    const [pieces] = table.shape;
    const rows = gold.length;
    const states = slice(all, [first, 0], [rows, dimension]);
    const ids = tensor1d(gold, 'int32');
    const counts = tensor2d(
      Float32Array.from(gold, (id) => (id >= 0 ? 1 / count : 0)),
      [rows, 1],
    );
    const logits = add(matMul(states, table, false, true), bias) as Tensor2D; // [rows, pieces]
    const highest = max(logits, 1, true); // [rows, 1]
    const exponents = exp(sub(logits, highest)); // [rows, pieces]
    const logSum = add(log(sum(exponents, 1, true)), highest); // [rows, 1]
    const goldRows = embed(table, ids, 0); // [rows, dimension]; zeros where a row does not count
    const ofGold = add(sum(mul(states, goldRows), 1, true), embed(reshape(bias, [pieces, 1]) as Tensor2D, ids, 0)); // [rows, 1]
    const loss = sum(mul(counts, sub(logSum, ofGold)));
    if (!learns) return { loss };
    // softmax − gold, each row by its share of the mean: what the gold pieces take away is taken away from the products.
    const shift = tensor2d(
      Float32Array.from(gold, (id) => (id >= 0 ? Math.log(count) : never)),
      [rows, 1],
    );
    const shares = exp(sub(logits, add(logSum, shift))) as Tensor2D; // [rows, pieces]; zeros where a row does not count
    const positions = positionsByRow(gold, 0, pieces);
    return {
      loss,
      states: sub(matMul(shares, table), mul(counts, goldRows)) as Tensor2D,
      table: sub(matMul(shares, states, true, false), embeddingGradient(mul(counts, states), positions)) as Tensor2D,
      // A product is computed by several threads, and a sum down the columns is not.
      bias: reshape(
        sub(matMul(ones([rows, 1]), shares, true, false), reshape(embeddingGradient(counts, positions), [1, pieces])),
        [pieces],
      ) as Tensor1D,
    };
  });
}

function added(sum: Tensor | undefined, more: Tensor): Tensor {
  if (!sum) return more;
  const result = add(sum, more);
  dispose([sum, more]);
  return result;
}

function joined(parts: readonly Tensor2D[]): Tensor2D {
  const [only] = parts;
  return parts.length === 1 && only ? only : concat([...parts]);
}

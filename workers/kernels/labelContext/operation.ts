/**
 * LANER's label context (paper 4, equations 3, 7 and 8): each word attends to the states of a bidirectional LSTM over the
 * labels before it. The forward direction is the same for all words of a sentence; the backward one begins anew at each
 * word, so a sentence of n words takes n² / 2 of its steps.
 *
 * There is no kernel of its own: the steps are the LSTM's (../lstm), over all prefixes of a batch in a few groups. What the
 * gates take from a label depends on the label alone, so it is worked out once for each label, and the LSTM reads which
 * label it is. The backward pass works the states out again, group by group, and never holds those of all.
 */
import {
  add,
  concat,
  dispose,
  engine,
  expandDims,
  eye,
  matMul,
  ones,
  reshape,
  slice,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tensor,
  tidy,
  util,
  zeros,
} from '@tensorflow/tfjs-core';
import { ATTENTION_SOFTMAX, ATTENTION_SOFTMAX_GRADIENT } from '../attentionSoftmax/operation.ts';
import { positionsByRow } from '../embedding/lookups.ts';
import { embed, embeddingGradient } from '../embedding/operation.ts';
import { lstm } from '../lstm/operation.ts';
import { runDifferentiable } from '../severalGradients.ts';
import { type Prefixes, prefixesOf } from './prefixes.ts';

/** What the backward direction reads labels by. */
export interface BackwardDirection {
  /** What the gates take from each label, the bias included. */
  labelGates: Tensor2D; // [labels, 4·hidden]
  recurrentWeights: Tensor3D; // [1, hidden, 4·hidden]
}

export interface LabelContextInputs extends BackwardDirection {
  queries: Tensor3D; // [batch, time, 2·hidden]
  /** The forward direction's state of the label before each word, as the last of that word's prefix. */
  forwardStates: Tensor3D; // [batch, time, hidden]
}

/** Labels of the prefixes that are worked on together: some 900 numbers each where labels have an embedding of 100. */
const labelsAtOnce = 16_384;

/**
 * Each word's attention over its prefix → [batch, time, 2·hidden], forward and backward halves; zeros on padding.
 * Differentiable in the inputs.
 *
 * @param labels the label before each word [batch · time]; at a sentence's first word the start.
 * @param lengths words of each sentence [batch].
 * @param most see `prefixesOf`.
 */
export function labelContext(
  inputs: LabelContextInputs,
  labels: Int32Array,
  lengths: Int32Array,
  most = labelsAtOnce,
): Tensor3D {
  checkShapes(inputs, labels, lengths);
  const [, time] = inputs.queries.shape;
  const groups = prefixesOf(lengths, time, most);
  const [context] = runDifferentiable({
    inputs: { ...inputs },
    forward: (save) => {
      save([inputs.queries, inputs.forwardStates, inputs.labelGates, inputs.recurrentWeights]);
      const rows = groups.map((group) => tidy(() => attended(read(group, inputs, labels, false)).context));
      return [inPlace(rows, groups, inputs.queries.shape)];
    },
    backward: ([gradient], saved) => {
      const [queries, forwardStates, labelGates, recurrentWeights] = saved as [Tensor3D, Tensor3D, Tensor2D, Tensor3D];
      const given = { queries, forwardStates, labelGates, recurrentWeights };
      return gradientOf(groups, given, labels, gradient as Tensor3D);
    },
  });
  return context as Tensor3D;
}

/** The prefixes of one word of each sentence, the newest label first, all of one length. */
export interface NextPrefix extends BackwardDirection {
  queries: Tensor2D; // [batch, 2·hidden]
  forwardStates: Tensor3D; // [batch, labels, hidden]
  labels: Tensor2D; // int32 [batch, labels]
}

/** The same for a single word of each sentence, for a decoder that reads its own labels → [batch, 2·hidden]. */
export function nextLabelContext({ queries, forwardStates, labels, ...direction }: NextPrefix): Tensor2D {
  const [batch, length] = labels.shape;
  return tidy(() => {
    const lengths = tensor(new Int32Array(batch).fill(length), [batch], 'int32') as Tensor1D;
    return attended(readLabels({ queries, forwardStates, labels, lengths }, direction, false)).context;
  });
}

/** A group of prefixes as tensors. */
interface Reading {
  readonly queries: Tensor2D; // [rows, 2·hidden]
  readonly lengths: Tensor1D; // int32 [rows]
  /** What the LSTM's gradient kernel reads of the backward direction. */
  readonly backward: Readonly<Record<string, Tensor>>;
  readonly states: Tensor3D; // [rows, time, 2·hidden], zeros on padding
}

function read(group: Prefixes, inputs: LabelContextInputs, labels: Int32Array, differentiated: boolean): Reading {
  const { rows, time, words, lengths, places } = group;
  const shape: [number, number] = [rows, time];
  // Padding has some label: it is not read.
  const labelsOf = Int32Array.from(places, (place) => labels[Math.max(place, 0)] as number);
  const given = {
    queries: rowsOf(inputs.queries, words, [rows]) as Tensor2D,
    forwardStates: rowsOf(inputs.forwardStates, places, shape) as Tensor3D,
    labels: tensor(labelsOf, shape, 'int32') as Tensor2D,
    lengths: tensor(lengths, [rows], 'int32') as Tensor1D,
  };
  return readLabels(given, inputs, differentiated);
}

function readLabels(
  given: { queries: Tensor2D; forwardStates: Tensor3D; labels: Tensor2D; lengths: Tensor1D },
  { labelGates, recurrentWeights }: BackwardDirection,
  differentiated: boolean,
): Reading {
  const { queries, forwardStates, labels, lengths } = given;
  const [count, gates] = labelGates.shape;
  // tfjs's oneHot gives integers on WASM.
  const inputs = embed(eye(count), labels, 0); // [rows, time, labels]
  const read = { inputs, lengths, inputWeights: labelGates, recurrentWeights };
  const attributes = { differentiated, finalCell: false };
  const outputs = engine().runKernel(lstm.forward, { ...read, bias: zeros([gates]) }, attributes);
  const [states, , gatesOf, cached] = outputs as unknown as [Tensor3D, Tensor, Tensor, Tensor];
  return {
    queries,
    lengths,
    backward: { ...read, states, gates: gatesOf, cached },
    states: concat([forwardStates, states], 2) as Tensor3D,
  };
}

interface Attended {
  readonly shares: Tensor3D; // [rows, 1, time]
  readonly context: Tensor2D; // [rows, 2·hidden]
}

function attended({ queries, lengths, states }: Reading): Attended {
  const [rows, time, width] = states.shape;
  const scores = matMul(expandDims(queries, 1), states, false, true); // [rows, 1, time]
  const single = softmaxInputs(rows, lengths);
  const inputs = { scores: reshape(scores, [rows, 1, 1, time]), ...single };
  const shares = reshape(engine().runKernel(ATTENTION_SOFTMAX, inputs, { scale: 1 }) as Tensor, [rows, 1, time]);
  return { shares: shares as Tensor3D, context: reshape(matMul(shares, states), [rows, width]) as Tensor2D };
}

/** Each row is a sentence of one query to the softmax. */
const softmaxInputs = (rows: number, keyLengths: Tensor1D) => ({
  queryLengths: ones([rows], 'int32') as Tensor1D,
  keyLengths,
});

type Gradients = { -readonly [Name in keyof LabelContextInputs]: Tensor };

function gradientOf(
  groups: readonly Prefixes[],
  inputs: LabelContextInputs,
  labels: Int32Array,
  gradient: Tensor3D,
): Gradients {
  // In an operation of its own, since tfjs records the backward pass too and would keep all that its gradients could need.
  const [queries, forwardStates, labelGates, recurrentWeights] = runDifferentiable({
    inputs: {},
    forward: () => {
      const { shape } = inputs.queries;
      const ofQueries: Tensor2D[] = [];
      let summed: Tensor[] = [inputs.forwardStates, inputs.labelGates, inputs.recurrentWeights].map((each) =>
        zeros(each.shape),
      );
      for (const group of groups) {
        const [ofGroup, ...parts] = tidy(() => {
          const [first, ...others] = gradientsOfGroup(group, inputs, labels, gradient);
          return [first, ...others.map((part, n) => add(part as Tensor, summed[n] as Tensor))];
        }) as [Tensor2D, ...Tensor[]];
        ofQueries.push(ofGroup);
        dispose(summed);
        summed = parts;
      }
      return [inPlace(ofQueries, groups, shape), ...summed];
    },
    backward: () => ({}),
  }) as [Tensor, Tensor, Tensor, Tensor];
  return { queries, forwardStates, labelGates, recurrentWeights };
}

/** Of the queries by row, of the forward states, the labels' gates and the recurrent weights. */
function gradientsOfGroup(
  group: Prefixes,
  inputs: LabelContextInputs,
  labels: Int32Array,
  gradient: Tensor3D,
): Tensor[] {
  const { rows, time, words, places } = group;
  const [, , hidden] = inputs.forwardStates.shape;
  const reading = read(group, inputs, labels, true);
  const { queries, lengths, states, backward } = reading;
  const { shares } = attended(reading);
  const ofContext = rowsOf(gradient, words, [rows, 1]) as Tensor3D; // [rows, 1, 2·hidden]
  const ofShares = matMul(ofContext, states, false, true); // [rows, 1, time]
  const [single, square] = [softmaxInputs(rows, lengths), [rows, 1, 1, time]];
  const softmax = { probabilities: reshape(shares, square), gradient: reshape(ofShares, square), ...single };
  const ofScores = reshape(engine().runKernel(ATTENTION_SOFTMAX_GRADIENT, softmax, { scale: 1 }) as Tensor, [
    rows,
    1,
    time,
  ]) as Tensor3D;
  const ofQueries = reshape(matMul(ofScores, states), queries.shape);
  // A state is a value, by its share, and a key, by its score.
  const [left, right] = [concat([shares, ofScores], 1), concat([ofContext, expandDims(queries, 1)], 1)];
  const ofStates = matMul(left, right, true, false) as Tensor3D; // [rows, time, 2·hidden]
  const half = (first: number) => slice(ofStates, [0, 0, first], [-1, -1, hidden]);
  const statesGradient = half(hidden);
  const ofLstm = engine().runKernel(lstm.gradient, { ...backward, statesGradient }) as unknown as Tensor[];
  const [batch, words0] = inputs.forwardStates.shape;
  const ofForward = embeddingGradient(half(0), positionsByRow(places, 0, batch * words0));
  return [ofQueries, reshape(ofForward, inputs.forwardStates.shape), ofLstm[1] as Tensor, ofLstm[2] as Tensor];
}

/** Rows of [batch, time, width] by their places in the batch; −1 gives zeros. */
function rowsOf(values: Tensor3D, places: Int32Array, shape: number[]): Tensor {
  const [batch, time, width] = values.shape;
  return embed(reshape(values, [batch * time, width]) as Tensor2D, tensor(places, shape, 'int32'), 0);
}

/** The groups' rows back in their words' places; zeros on padding. */
function inPlace(rows: Tensor2D[], groups: readonly Prefixes[], shape: [number, number, number]): Tensor {
  if (rows.length === 0) return zeros(shape);
  const [batch, time] = shape;
  const rowOf = new Int32Array(batch * time).fill(-1);
  let row = 0;
  for (const { words } of groups) for (const word of words) rowOf[word] = row++;
  const all = rows.length === 1 ? (rows[0] as Tensor2D) : concat(rows);
  return embed(all, tensor(rowOf, [batch, time], 'int32'), 0);
}

function checkShapes(inputs: LabelContextInputs, labels: Int32Array, lengths: Int32Array): void {
  const { queries, forwardStates, labelGates, recurrentWeights } = inputs;
  const [batch, time, hidden] = forwardStates.shape;
  const pairs: [number[], number[]][] = [
    [queries.shape, [batch, time, 2 * hidden]],
    [recurrentWeights.shape, [1, hidden, 4 * hidden]],
    [labelGates.shape.slice(1), [4 * hidden]],
    [
      [labels.length, lengths.length],
      [batch * time, batch],
    ],
  ];
  const message = () => {
    const each = Object.entries(inputs).map(([name, given]) => `${name} [${(given as Tensor).shape}]`);
    return `labelContext: shapes do not agree: ${each.join(', ')}, labels [${labels.length}], lengths [${lengths.length}]`;
  };
  for (const [shape, expected] of pairs) util.assert(util.arraysEqual(shape, expected), message);
}

/**
 * LANER's label context (paper 4, equations 3, 7 and 8): each word attends to the states of a bidirectional LSTM over the
 * labels before it. The forward direction is the same for all words of a sentence; the backward one begins anew at each
 * word, so a sentence of n words takes n² / 2 of its steps.
 *
 * There is no kernel of its own: the steps are the LSTM's (../lstm), over all prefixes of a batch in a few groups. What the
 * gates take from a label depends on the label alone, so it is worked out once for each label, and the LSTM reads which
 * label it is. What is kept for the backward pass is bounded; where a batch has more, it works the rest out again.
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

/** Numbers that a group of prefixes may take, and that are kept from the forward to the backward pass: 64 MB each. */
const numbersAtOnce = 16_000_000;

/** Labels for which there is room: what is held of a label are its gates, its cell and its states, and which label it is. */
const labelsAtOnce = ({ labelGates, forwardStates }: LabelContextInputs): number =>
  Math.floor(numbersAtOnce / (9 * forwardStates.shape[2] + labelGates.shape[0]));

/**
 * Each word's attention over its prefix → [batch, time, 2·hidden], forward and backward halves; zeros on padding.
 * Differentiable in the inputs.
 *
 * @param labels the label before each word [batch · time]; at a sentence's first word the start.
 * @param lengths words of each sentence [batch].
 * @param most labels of a group, and labels whose states are kept for the backward pass; those of the others it works out
 * again.
 */
export function labelContext(
  inputs: LabelContextInputs,
  labels: Int32Array,
  lengths: Int32Array,
  most = labelsAtOnce(inputs),
): Tensor3D {
  checkShapes(inputs, labels, lengths);
  const { queries, forwardStates, labelGates, recurrentWeights } = inputs;
  const groups = prefixesOf(lengths, queries.shape[1], most);
  let kept = 0; // groups
  const [context] = runDifferentiable({
    inputs: { ...inputs },
    forward: (save) => {
      const readings: Reading[] = [];
      const contexts: Tensor2D[] = [];
      let room = engine().state.activeTape ? most : 0;
      for (const group of groups) {
        room -= group.rows * group.time;
        if (room >= 0) readings.push(tidy(() => read(group, inputs, labels, true)));
        contexts.push(readings[contexts.length]?.context ?? tidy(() => read(group, inputs, labels, false).context));
      }
      kept = readings.length;
      save([queries, forwardStates, labelGates, recurrentWeights, ...readings.flatMap(listed)]);
      return [inPlace(contexts, groups, queries.shape)];
    },
    backward: ([gradient], [queries, forwardStates, labelGates, recurrentWeights, ...saved]) => {
      const given = { queries, forwardStates, labelGates, recurrentWeights } as LabelContextInputs;
      const width = readingParts.length;
      const readings = Array.from({ length: kept }, (_, n) => fromList(saved.slice(n * width, (n + 1) * width)));
      const readingOf = (n: number) => readings[n] ?? read(groups[n] as Prefixes, given, labels, true);
      return gradientOf(groups, readingOf, given, gradient as Tensor3D);
    },
  });
  return context as Tensor3D;
}

/** The prefixes of one word of each sentence, the newest label first. */
export interface NextPrefix extends BackwardDirection {
  queries: Tensor2D; // [batch, 2·hidden]
  forwardStates: Tensor3D; // [batch, labels, hidden]
  labels: Tensor2D; // int32 [batch, labels]
  /** Labels that a sentence's prefix has; 0 gives zeros. */
  lengths: Tensor1D; // int32 [batch]
}

/** The same for a single word of each sentence, for a decoder that reads its own labels → [batch, 2·hidden]. */
export function nextLabelContext({ labelGates, recurrentWeights, ...given }: NextPrefix): Tensor2D {
  return tidy(() => readLabels(given, { labelGates, recurrentWeights }, false).context);
}

/** A group of prefixes as tensors, and their words' attention over them. */
type Reading = {
  queries: Tensor2D; // [rows, 2·hidden]
  lengths: Tensor1D; // int32 [rows]
  /** Which label it is: what the LSTM reads. */
  inputs: Tensor3D; // [rows, time, labels]
  // Outputs of the LSTM's forward kernel in the backward direction.
  backward: Tensor3D; // [rows, time, hidden]
  gates: Tensor;
  cached: Tensor;
  states: Tensor3D; // [rows, time, 2·hidden], zeros on padding
  shares: Tensor3D; // [rows, 1, time]
  context: Tensor2D; // [rows, 2·hidden]
};

const readingParts = [
  'queries',
  'lengths',
  'inputs',
  'backward',
  'gates',
  'cached',
  'states',
  'shares',
  'context',
] as const satisfies (keyof Reading)[];

const listed = (reading: Reading): Tensor[] => readingParts.map((name) => reading[name]);

const fromList = (tensors: readonly Tensor[]): Reading =>
  Object.fromEntries(readingParts.map((name, n) => [name, tensors[n]])) as Reading;

/** @param differentiated whether a gradient follows. */
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
  { queries, forwardStates, labels, lengths }: Omit<NextPrefix, keyof BackwardDirection>,
  { labelGates, recurrentWeights }: BackwardDirection,
  differentiated: boolean,
): Reading {
  const [count, gateColumns] = labelGates.shape;
  // tfjs's oneHot gives integers on WASM.
  const inputs = embed(eye(count), labels, 0) as Tensor3D;
  const read = { inputs, lengths, inputWeights: labelGates, recurrentWeights, bias: zeros([gateColumns]) };
  const outputs = engine().runKernel(lstm.forward, read, { differentiated, finalCell: false });
  const [backward, , gates, cached] = outputs as unknown as [Tensor3D, Tensor, Tensor, Tensor];
  const states = concat([forwardStates, backward], 2);
  const [rows, time, width] = states.shape;
  const scores = reshape(matMul(expandDims(queries, 1), states, false, true), [rows, 1, 1, time]);
  const softmax = { scores, ...softmaxLengths(rows, lengths) };
  const shares = reshape(engine().runKernel(ATTENTION_SOFTMAX, softmax, { scale: 1 }) as Tensor, [rows, 1, time]);
  const context = reshape(matMul(shares, states), [rows, width]) as Tensor2D;
  return { queries, lengths, inputs, backward, gates, cached, states, shares: shares as Tensor3D, context };
}

/** Each row is a sentence of one query to the softmax. */
const softmaxLengths = (rows: number, keyLengths: Tensor1D) => ({
  queryLengths: ones([rows], 'int32') as Tensor1D,
  keyLengths,
});

type Gradients = { -readonly [Name in keyof LabelContextInputs]: Tensor };

function gradientOf(
  groups: readonly Prefixes[],
  readingOf: (group: number) => Reading,
  inputs: LabelContextInputs,
  gradient: Tensor3D,
): Gradients {
  // In an operation of its own, since tfjs records the backward pass too and would keep all that its gradients could need.
  const [queries, forwardStates, labelGates, recurrentWeights] = runDifferentiable({
    inputs: {},
    forward: () => {
      const ofQueries: Tensor2D[] = [];
      let summed: Tensor[] = [];
      groups.forEach((group, n) => {
        const [ofGroup, ...sums] = tidy(() => {
          const [first, ...others] = gradientsOfGroup(group, readingOf(n), inputs, gradient);
          const before = summed;
          return [first, ...(n > 0 ? others.map((part, at) => add(part, before[at] as Tensor)) : others)];
        }) as [Tensor2D, ...Tensor[]];
        ofQueries.push(ofGroup);
        dispose(summed);
        summed = sums;
      });
      if (groups.length === 0) return Object.values(inputs).map(({ shape }: Tensor) => zeros(shape));
      return [inPlace(ofQueries, groups, inputs.queries.shape), ...summed];
    },
    backward: () => ({}),
  }) as [Tensor, Tensor, Tensor, Tensor];
  return { queries, forwardStates, labelGates, recurrentWeights };
}

/** Of the queries by row, of the forward states, the labels' gates and the recurrent weights. */
function gradientsOfGroup(
  { rows, time, words, places }: Prefixes,
  { queries, lengths, inputs, backward, gates, cached, states, shares }: Reading,
  { forwardStates, labelGates, recurrentWeights }: LabelContextInputs,
  gradient: Tensor3D,
): Tensor[] {
  const ofContext = rowsOf(gradient, words, [rows, 1]) as Tensor3D; // [rows, 1, 2·hidden]
  const ofShares = matMul(ofContext, states, false, true); // [rows, 1, time]
  const square = (values: Tensor) => reshape(values, [rows, 1, 1, time]);
  const softmax = { probabilities: square(shares), gradient: square(ofShares), ...softmaxLengths(rows, lengths) };
  const ofScores = engine().runKernel(ATTENTION_SOFTMAX_GRADIENT, softmax, { scale: 1 }) as Tensor;
  const scores = reshape(ofScores, [rows, 1, time]) as Tensor3D;
  // A state is a value, by its share, and a key, by its score.
  const [left, right] = [concat([shares, scores], 1), concat([ofContext, expandDims<Tensor3D>(queries, 1)], 1)];
  const ofStates = matMul(left, right, true, false); // [rows, time, 2·hidden]
  const [batch, places0, hidden] = forwardStates.shape;
  const half = (first: number) => slice(ofStates, [0, 0, first], [-1, -1, hidden]);
  const read = { inputs, lengths, inputWeights: labelGates, recurrentWeights, states: backward, gates, cached };
  const [, ofGates, ofRecurrent] = engine().runKernel(lstm.gradient, {
    ...read,
    statesGradient: half(hidden),
  }) as unknown as [Tensor, Tensor, Tensor];
  const ofForward = embeddingGradient(half(0), positionsByRow(places, 0, batch * places0));
  return [
    reshape(matMul(scores, states), queries.shape),
    reshape(ofForward, forwardStates.shape),
    ofGates,
    ofRecurrent,
  ];
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

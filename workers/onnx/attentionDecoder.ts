/**
 * The Seq2Seq tagger's decoder (kernels/attentionDecoder/reference.ts has its equations): what is the same for all steps of a
 * sentence is the encoder's, and a single step is a graph of its own, over any number of prefixes of one sentence.
 */
import type { Weight } from '../layers/parameters.ts';
import type { Graph, Value } from './graph.ts';
import type { StoredWeights } from './storedWeights.ts';

/** Adds to the encoder's graph what the steps read. @param features [batch, time, n]. @param lengths [batch] */
export function decoderReads(graph: Graph, stored: StoredWeights, features: Value, lengths: Value): void {
  const featureWeights = stored.of('decoder.featureWeights'); // [n, 8·hidden + attention]
  const [size = 0, width = 0] = featureWeights.shape;
  const [hidden = 0] = stored.of('decoder.stateWeights').shape;
  const projected = graph.node('MatMul', [features, graph.matrix('decoder.featureWeights', featureWeights)]);
  const last = graph.node('Sub', [lengths, graph.integers([1], true)]);
  const places = graph.node('Unsqueeze', [last, graph.integers([1])]); // [batch, 1]
  const ofLast = graph.node('GatherND', [features, places], { batch_dims: 1 }); // [batch, n]
  const forward = graph.slice(ofLast, 1, 0, Math.ceil(size / 2));
  const bridge = stored.find('bridge.weights');
  const state = bridge ? graph.linear(forward, 'bridge', bridge, stored.of('bridge.bias')) : forward;
  graph.output('projected', projected, 'batch', 'time', width);
  graph.output('initial_state', state, 'batch', hidden);
}

/** One step: from the label before a word and the state after it to the scores of the word's tags. */
export function decoderStep(graph: Graph, stored: StoredWeights): void {
  const stateWeights = stored.of('decoder.stateWeights'); // [hidden, 4·hidden + attention]
  const scoreWeights = stored.of('decoder.scoreWeights'); // [attention]
  const output = stored.of('outputLayer.weights');
  const [hidden = 0, wide = 0] = stateWeights.shape;
  const [attention = 0] = scoreWeights.shape;
  const projected = graph.floatInput('projected', 'time', 8 * hidden + attention);
  const word = graph.integerInput('word');
  const label = graph.integerInput('label', 'prefixes');
  const state = graph.floatInput('state', 'prefixes', hidden);
  const cell = graph.floatInput('cell', 'prefixes', hidden);
  const part = (from: number, to: number) => graph.slice(projected, 1, from, to);
  const add = (...values: readonly [Value, ...Value[]]) => values.reduce((sum, each) => graph.node('Add', [sum, each]));

  const fromState = graph.node('MatMul', [state, graph.matrix('decoder.stateWeights', stateWeights)]);
  const query = graph.slice(fromState, 1, 4 * hidden, wide); // [prefixes, attention]
  const keys = part(8 * hidden, 8 * hidden + attention); // [time, attention]
  const compared = graph.node('Tanh', [add(graph.node('Unsqueeze', [query, graph.integers([1])]), keys)]);
  const scores = graph.node('MatMul', [
    compared,
    graph.constant('decoder.scoreWeights', [attention], scoreWeights.values),
  ]); // [prefixes, time]
  const shares = graph.node('Softmax', [scores], { axis: -1 });
  const context = graph.node('MatMul', [shares, part(4 * hidden, 8 * hidden)]);
  const aligned = graph.node('Gather', [part(0, 4 * hidden), word], { axis: 0 }); // [4·hidden]
  const ofLabel = graph.node('Gather', [labelGates(graph, stored), label], { axis: 0 });
  const gates = add(ofLabel, aligned, graph.slice(fromState, 1, 0, 4 * hidden), context);

  const gate = (number: number, curve: 'Sigmoid' | 'Tanh') =>
    graph.node(curve, [graph.slice(gates, 1, number * hidden, (number + 1) * hidden)]);
  const times = (one: Value, other: Value) => graph.node('Mul', [one, other]);
  const nextCell = add(times(gate(1, 'Sigmoid'), cell), times(gate(0, 'Sigmoid'), gate(2, 'Tanh')));
  const nextState = times(gate(3, 'Sigmoid'), graph.node('Tanh', [nextCell]));
  const logits = graph.linear(nextState, 'outputLayer', output, stored.of('outputLayer.bias'));
  graph.output('logits', logits, 'prefixes', output.shape[1] as number);
  graph.output('next_state', nextState, 'prefixes', hidden);
  graph.output('next_cell', nextCell, 'prefixes', hidden);
}

/** What the gates take from each label, worked out once and for all [1 + tags, 4·hidden]. */
function labelGates(graph: Graph, stored: StoredWeights): Value {
  const embeddings = stored.of('labelLayer.embeddings');
  const weights = stored.of('labelLayer.weights');
  const values = product(embeddings, weights, stored.of('labelLayer.bias'));
  return graph.constant('labelLayer.gates', [embeddings.shape[0] as number, weights.shape[1] as number], values);
}

function product(left: Weight, right: Weight, bias: Weight): Float32Array {
  const [rows = 0, inner = 0] = left.shape;
  const [, columns = 0] = right.shape;
  return Float32Array.from({ length: rows * columns }, (_, n) => {
    const [row, column] = [Math.floor(n / columns), n % columns];
    let sum = bias.values[column] as number;
    for (let k = 0; k < inner; k++) {
      sum += (left.values[row * inner + k] as number) * (right.values[k * columns + column] as number);
    }
    return sum;
  });
}

/**
 * Recurrent layers as ONNX has them. Its LSTM's gates are in the order input, output, forget, candidate, ours as in PyTorch;
 * its GRU's are update, reset, candidate, ours reset, update, candidate. Its weights are the transposes of ours.
 */
import type { Weight } from '../layers/parameters.ts';
import type { Graph, Value } from './graph.ts';
import type { StoredWeights } from './storedWeights.ts';

/** For each gate there, its place here. */
const orders = { LSTM: [0, 3, 1, 2], GRU: [1, 0, 2] } as const;

interface Run {
  /** [batch, time, 2·hidden]; zeros on padding. */
  readonly states: Value;
  /** Each direction's last state [batch, 2·hidden]. */
  readonly final: Value;
}

/**
 * A bidirectional layer over padded sequences.
 * @param path of the layer's weights.
 * @param inputs [batch, time, features].
 * @param lengths int64 [batch]; absent where all of `time` counts.
 */
export function recurrent(
  graph: Graph,
  kind: 'LSTM' | 'GRU',
  path: string,
  stored: StoredWeights,
  inputs: Value,
  lengths?: Value,
): Run {
  const order = orders[kind];
  const recurrentWeights = stored.of(`${path}.recurrentWeights`); // [2, hidden, gates·hidden]
  const hidden = recurrentWeights.shape[1] as number;
  const fromInputs = gateRows(byDirection(stored.of(`${path}.inputWeights`)), hidden, order);
  const fromStates = gateRows(recurrentWeights, hidden, order);
  const bias = stored.find(`${path}.bias`);
  const operands = [
    graph.transpose(inputs, 1, 0, 2),
    threeSides(graph, `${path}.inputWeights`, fromInputs, order.length * hidden),
    threeSides(graph, `${path}.recurrentWeights`, fromStates, order.length * hidden),
    bias ? graph.constant(`${path}.bias`, [2, 8 * hidden], biasOf(bias.values, hidden, order)) : '',
    lengths ? graph.toInt32(lengths) : '',
  ];
  const [all, last] = graph.nodeOf(kind, operands, { hidden_size: hidden, direction: 'bidirectional' }, 2) as [
    Value, // [time, 2, batch, hidden]
    Value, // [2, batch, hidden]
  ];
  return {
    states: graph.reshape(graph.transpose(all, 2, 0, 1, 3), 0, 0, 2 * hidden),
    final: graph.reshape(graph.transpose(last, 1, 0, 2), 0, 2 * hidden),
  };
}

/** [features, 2·gates] → [2, features, gates] */
function byDirection({ shape, values }: Weight): Weight {
  const [features = 0, both = 0] = shape;
  const gates = both / 2;
  const divided = new Float32Array(values.length);
  for (let direction = 0; direction < 2; direction++) {
    for (let feature = 0; feature < features; feature++) {
      const from = feature * both + direction * gates;
      divided.set(values.subarray(from, from + gates), (direction * features + feature) * gates);
    }
  }
  return { shape: [2, features, gates], values: divided };
}

/** [2, n, gates·hidden] → [2·gates·hidden, n], the gates in their order there. */
function gateRows({ shape, values }: Weight, hidden: number, order: readonly number[]): Weight {
  const [, inputs = 0, gates = 0] = shape;
  const rows = new Float32Array(values.length);
  for (let row = 0; row < 2 * gates; row++) {
    const [direction, gate] = [Math.floor(row / gates), row % gates];
    const ours = (order[Math.floor(gate / hidden)] as number) * hidden + (gate % hidden);
    for (let input = 0; input < inputs; input++) {
      rows[row * inputs + input] = values[(direction * inputs + input) * gates + ours] as number;
    }
  }
  return { shape: [2 * gates, inputs], values: rows };
}

function threeSides(graph: Graph, name: string, rows: Weight, gates: number): Value {
  return graph.reshape(graph.rowMatrix(name, rows), 2, gates, -1);
}

/** [2·4·hidden] → [2, 8·hidden]: what is added to the inputs' share, and zeros for the states'. */
function biasOf(values: Float32Array, hidden: number, order: readonly number[]): Float32Array {
  const gates = order.length * hidden;
  const both = new Float32Array(4 * gates);
  for (let direction = 0; direction < 2; direction++) {
    order.forEach((ours, gate) => {
      const from = direction * gates + ours * hidden;
      both.set(values.subarray(from, from + hidden), 2 * direction * gates + gate * hidden);
    });
  }
  return both;
}

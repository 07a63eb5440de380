/**
 * A transformer over pieces as the ordinary graph that other tools expect: padded sequences with an attention mask. The numbers
 * are those that packed sentences give (layers/transformer.ts).
 */
import type { EncoderSpecifications } from '../protocol/specification.ts';
import type { Graph, Value } from './graph.ts';
import type { StoredWeights } from './storedWeights.ts';

type Specification = EncoderSpecifications['transformer'];

/** Added to a score that does not count: its share is 0 in single precision. */
const unseen = -1e9;

/** What all layers have in common. */
interface Sequence {
  /** Added to attention scores [batch, 1, 1 or sequence, sequence]: of layers that see everything, and of local ones. */
  readonly everywhere: Value;
  readonly nearby: Value | null;
  /** Of rotary positions: sines and cosines [sequence, size of a head / 2], of global and of local layers. */
  readonly angles: { readonly global: Angles; readonly local: Angles } | null;
}

interface Angles {
  readonly sine: Value;
  readonly cosine: Value;
}

/** → the states of all pieces [batch, sequence, hidden] */
export function pieceStates(graph: Graph, specification: Specification, stored: StoredWeights): Value {
  const ids = graph.integerInput('input_ids', 'batch', 'sequence');
  const mask = graph.integerInput('attention_mask', 'batch', 'sequence');
  const length = graph.side(ids, 1);
  const places = graph.range(length); // [sequence]
  const sequence: Sequence = {
    ...masks(graph, specification, mask, places),
    angles: specification.positions === 'rotary' ? anglesOf(graph, specification, places) : null,
  };
  let states = embedded(graph, specification, stored, ids, places);
  for (let number = 0; number < specification.layers; number++) {
    states = layer(graph, specification, stored, states, sequence, number);
  }
  const ended = specification.norms === 'before' ? norm(graph, specification, stored, 'finalNorm', states) : states;
  if (!specification.headLayer) return ended;
  const active = activated(graph, specification.activation, dense(graph, stored, 'headLayer.dense', ended));
  return norm(graph, specification, stored, 'headLayer.norm', active);
}

function embedded(graph: Graph, specification: Specification, stored: StoredWeights, ids: Value, places: Value): Value {
  let sum = graph.lookUp('pieceTable.rows', stored.of('pieceTable.rows'), ids);
  if (specification.positions === 'learned') {
    const rows = graph.lookUp('positionTable.rows', stored.of('positionTable.rows'), places);
    sum = graph.node('Add', [sum, rows]);
  }
  if (specification.tokenTypes > 0) {
    const types = graph.integerInput('token_type_ids', 'batch', 'sequence');
    sum = graph.node('Add', [sum, graph.lookUp('typeTable.rows', stored.of('typeTable.rows'), types)]);
  }
  const normed = norm(graph, specification, stored, 'embeddingNorm', sum);
  if (specification.embeddingSize === specification.hiddenSize) return normed;
  return dense(graph, stored, 'embeddingProjection', normed);
}

function masks(
  graph: Graph,
  { localWindow, globalEvery, layers }: Specification,
  mask: Value,
  places: Value,
): Pick<Sequence, 'everywhere' | 'nearby'> {
  const hidden = graph.node('Sub', [graph.number(1), graph.toFloat(mask)]);
  const padding = graph.node('Mul', [hidden, graph.number(unseen)]);
  const everywhere = graph.node('Unsqueeze', [padding, graph.integers([1, 2])]); // [batch, 1, 1, sequence]
  if (localWindow === 0 || globalEvery === 1 || layers === 1) return { everywhere, nearby: null };
  const column = graph.node('Unsqueeze', [places, graph.integers([1])]);
  const distance = graph.node('Abs', [graph.node('Sub', [column, places])]); // [sequence, sequence]
  const far = graph.node('Greater', [distance, graph.integers([Math.floor(localWindow / 2)], true)]);
  const penalty = graph.node('Mul', [graph.toFloat(far), graph.number(unseen)]);
  return { everywhere, nearby: graph.node('Add', [everywhere, penalty]) };
}

function anglesOf(graph: Graph, specification: Specification, places: Value): NonNullable<Sequence['angles']> {
  const { hiddenSize, heads, rotaryBase, localRotaryBase } = specification;
  const half = hiddenSize / heads / 2;
  const column = graph.node('Unsqueeze', [graph.toFloat(places), graph.integers([1])]);
  const of = (name: string, base: number): Angles => {
    const perPlace = Float32Array.from({ length: half }, (_, n) => base ** (-n / half));
    const angles = graph.node('Mul', [column, graph.constant(name, [half], perPlace)]); // [sequence, half]
    return { sine: graph.node('Sin', [angles]), cosine: graph.node('Cos', [angles]) };
  };
  return { global: of('rotary.global', rotaryBase), local: of('rotary.local', localRotaryBase) };
}

function layer(
  graph: Graph,
  specification: Specification,
  stored: StoredWeights,
  states: Value,
  sequence: Sequence,
  number: number,
): Value {
  const path = `layers.${number}`;
  const normed = (name: string, value: Value) => norm(graph, specification, stored, `${path}.${name}`, value);
  const attended = (value: Value) => attention(graph, specification, stored, value, sequence, number);
  const fed = (value: Value) => feedForward(graph, specification, stored, path, value);
  if (specification.norms === 'before') {
    // ModernBERT's lowest layer reads what the embeddings' norm has just given.
    const sum = graph.node('Add', [states, attended(number === 0 ? states : normed('attentionNorm', states))]);
    return graph.node('Add', [sum, fed(normed('feedForwardNorm', sum))]);
  }
  const sum = normed('attentionNorm', graph.node('Add', [states, attended(states)]));
  return normed('feedForwardNorm', graph.node('Add', [sum, fed(sum)]));
}

function attention(
  graph: Graph,
  { hiddenSize, heads, localWindow, globalEvery }: Specification,
  stored: StoredWeights,
  states: Value,
  { everywhere, nearby, angles }: Sequence,
  number: number,
): Value {
  const path = `layers.${number}`;
  const size = hiddenSize / heads;
  const isLocal = localWindow > 0 && number % globalEvery !== 0;
  const projected = dense(graph, stored, `${path}.attentionInput`, states); // [batch, sequence, 3·hidden]
  const [queries, keys, values] = [0, 1, 2].map((n) => {
    const part = graph.slice(projected, 2, n * hiddenSize, (n + 1) * hiddenSize);
    return graph.transpose(graph.reshape(part, 0, 0, heads, size), 0, 2, 1, 3); // [batch, heads, sequence, size]
  }) as [Value, Value, Value];
  const turned = (value: Value) =>
    angles ? rotated(graph, value, size, isLocal ? angles.local : angles.global) : value;
  const scores = graph.node('MatMul', [turned(queries), graph.transpose(turned(keys), 0, 1, 3, 2)]);
  const scaled = graph.node('Mul', [scores, graph.number(1 / Math.sqrt(size))]);
  const seen = graph.node('Add', [scaled, isLocal && nearby !== null ? nearby : everywhere]);
  const attended = graph.node('MatMul', [graph.node('Softmax', [seen], { axis: -1 }), values]);
  const joined = graph.reshape(graph.transpose(attended, 0, 2, 1, 3), 0, 0, hiddenSize);
  return dense(graph, stored, `${path}.attentionOutput`, joined);
}

/** A head's halves are paired, as in GPT-NeoX. */
function rotated(graph: Graph, value: Value, size: number, { sine, cosine }: Angles): Value {
  const [first, second] = [graph.slice(value, 3, 0, size / 2), graph.slice(value, 3, size / 2, size)];
  const times = (one: Value, other: Value) => graph.node('Mul', [one, other]);
  return graph.concat(
    [
      graph.node('Sub', [times(first, cosine), times(second, sine)]),
      graph.node('Add', [times(second, cosine), times(first, sine)]),
    ],
    3,
  );
}

function feedForward(
  graph: Graph,
  { activation, gated, intermediateSize }: Specification,
  stored: StoredWeights,
  path: string,
  states: Value,
): Value {
  const inner = dense(graph, stored, `${path}.feedForwardInput`, states);
  const active = activated(graph, activation, gated ? graph.slice(inner, 2, 0, intermediateSize) : inner);
  const passed = gated
    ? graph.node('Mul', [active, graph.slice(inner, 2, intermediateSize, 2 * intermediateSize)])
    : active;
  return dense(graph, stored, `${path}.feedForwardOutput`, passed);
}

function activated(graph: Graph, kind: Specification['activation'], x: Value): Value {
  const times = (value: Value, factor: number) => graph.node('Mul', [value, graph.number(factor)]);
  if (kind === 'relu') return graph.node('Relu', [x]);
  if (kind === 'silu') return graph.node('Mul', [x, graph.node('Sigmoid', [x])]);
  const inside =
    kind === 'gelu'
      ? graph.node('Erf', [graph.node('Div', [x, graph.number(Math.SQRT2)])])
      : graph.node('Tanh', [
          times(
            graph.node('Add', [x, times(graph.node('Mul', [x, graph.node('Mul', [x, x])]), 0.044715)]),
            Math.sqrt(2 / Math.PI),
          ),
        ]);
  return times(graph.node('Mul', [x, graph.node('Add', [inside, graph.number(1)])]), 0.5);
}

function dense(graph: Graph, stored: StoredWeights, path: string, inputs: Value): Value {
  return graph.linear(inputs, path, stored.of(`${path}.weights`), stored.find(`${path}.bias`));
}

function norm(graph: Graph, { normEpsilon }: Specification, stored: StoredWeights, path: string, states: Value): Value {
  const gain = stored.of(`${path}.gain`);
  const bias = stored.find(`${path}.bias`);
  return graph.node(
    'LayerNormalization',
    [
      states,
      graph.constant(`${path}.gain`, gain.shape, gain.values),
      ...(bias ? [graph.constant(`${path}.bias`, bias.shape, bias.values)] : []),
    ],
    { axis: -1, epsilon: { float: normEpsilon } },
  );
}

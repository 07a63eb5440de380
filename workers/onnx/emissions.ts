/** Outputs that score each token by itself: what tags are chosen from, or what a CRF's path runs through. */
import type { OutputSpecification } from '../protocol/specification.ts';
import type { Graph, Value } from './graph.ts';
import type { StoredWeights } from './storedWeights.ts';

/** features [batch, time, n] → logits [batch, time, tags] */
export function emissions(
  graph: Graph,
  kind: Extract<OutputSpecification['kind'], 'softmax' | 'crf' | 'directional-softmax'>,
  stored: StoredWeights,
  features: Value,
): Value {
  const linear = (path: string, inputs: Value) =>
    graph.linear(inputs, path, stored.of(`${path}.weights`), stored.of(`${path}.bias`));
  if (kind !== 'directional-softmax') return linear('outputLayer', features);
  const [own = 0] = stored.of('outputLayer.forward.weights').shape;
  const [forward, backward] = [graph.slice(features, 2, 0, own), graph.slice(features, 2, own, 2 * own)];
  return graph.node('Add', [linear('outputLayer.forward', forward), linear('outputLayer.backward', backward)]);
}

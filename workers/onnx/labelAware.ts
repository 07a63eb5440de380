/**
 * LANER's step (paper 4, section 2.2) as a graph: the word, the sentence and all labels before the word go in, the scores of the
 * word's tags come out. The backward direction over the labels begins anew at each word, so there is no state to hand on.
 */
import type { OutputSpecifications } from '../protocol/specification.ts';
import type { Graph, Value } from './graph.ts';
import { recurrent } from './recurrent.ts';
import type { StoredWeights } from './storedWeights.ts';

/** @param size of the features. */
export function labelAwareStep(
  graph: Graph,
  { labelBackground, labelContext, labelEmbedding }: OutputSpecifications['label-aware'],
  stored: StoredWeights,
  size: number,
): void {
  const output = stored.of('outputLayer.weights');
  const features = graph.floatInput('features', 'time', size);
  const word = graph.integerInput('word');
  const own = graph.node('Gather', [features, graph.reshape(word, 1)], { axis: 0 }); // [1, size]
  const linear = (path: string, inputs: Value) =>
    graph.linear(inputs, path, stored.of(`${path}.weights`), stored.of(`${path}.bias`));
  let knows = own;
  if (labelBackground || labelContext) {
    const states = labelStates(graph, stored, labelEmbedding);
    if (labelBackground) {
      const last = graph.slice(states, 0, -1, Number.MAX_SAFE_INTEGER);
      knows = graph.concat([own, attend(graph, linear('labelBackground', last), features)], 1);
    }
    if (labelContext) knows = graph.concat([knows, attend(graph, linear('labelContext', knows), states)], 1);
  }
  graph.output('logits', linear('outputLayer', knows), 1, output.shape[1] as number);
}

/** Rows of the labels before the word, oldest first; the start alone at the first word → [labels, 2·embedding] */
function labelStates(graph: Graph, stored: StoredWeights, embedding: number): Value {
  const labels = graph.integerInput('labels', 'labels');
  const rows = graph.lookUp('labelTable.embeddings', stored.of('labelTable.embeddings'), labels);
  const inputs = graph.node('Unsqueeze', [rows, graph.integers([0])]); // [1, labels, embedding]
  return graph.reshape(recurrent(graph, 'LSTM', 'labelEncoder', stored, inputs).states, -1, 2 * embedding);
}

/** Softmax(query · rowsᵀ) · rows, [1, n]. */
function attend(graph: Graph, query: Value, rows: Value): Value {
  const shares = graph.node('Softmax', [graph.node('MatMul', [query, graph.transpose(rows, 1, 0)])], { axis: -1 });
  return graph.node('MatMul', [shares, rows]);
}

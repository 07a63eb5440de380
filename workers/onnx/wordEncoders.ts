/**
 * Encoders over words and their spellings as graphs: tables of words and of characters, a layer over each different spelling,
 * layers over the words of a sentence. What stands in the tables goes along beside the graph.
 */
import type { EncoderSpecification, EncoderSpecifications } from '../protocol/specification.ts';
import type { Graph, Value } from './graph.ts';
import { recurrent } from './recurrent.ts';
import type { StoredWeights } from './storedWeights.ts';

type WordSpecification = Exclude<EncoderSpecification, { readonly kind: 'transformer' }>;

interface Reads {
  readonly words: Value; // [batch, time, word embedding]
  readonly lengths: Value; // [batch]
  readonly characterRows: Value; // [spellings, longest]
  readonly characters: Value; // [spellings, longest, character embedding]
  readonly characterLengths: Value; // [spellings]
  /** What was made of each spelling [spellings, n], handed to all words that spell so → [batch, time, n]. */
  ofWords(spelled: Value): Value;
}

/** → features [batch, time, n] */
export function wordFeatures(graph: Graph, encoder: WordSpecification, stored: StoredWeights): Value {
  const wordRows = graph.integerInput('words', 'batch', 'time');
  const lengths = graph.integerInput('lengths', 'batch');
  const spellings = graph.integerInput('spellings', 'batch', 'time');
  const characterRows = graph.integerInput('characters', 'spellings', 'longest');
  const characterLengths = graph.integerInput('character_lengths', 'spellings');
  const reads: Reads = {
    words: graph.lookUp('wordTable.rows', stored.of('wordTable.rows'), wordRows),
    lengths,
    characterRows,
    characters: graph.lookUp('characterTable.rows', stored.of('characterTable.rows'), characterRows),
    characterLengths,
    ofWords: (spelled) => graph.node('Gather', [spelled, spellings], { axis: 0 }),
  };
  if (encoder.kind === 'bilstm') return bilstm(graph, stored, reads);
  return encoder.kind === 'bilstm-cnn'
    ? bilstmCnn(graph, encoder, stored, reads)
    : hierarchicalGru(graph, stored, reads);
}

function bilstm(graph: Graph, stored: StoredWeights, reads: Reads): Value {
  const { words, lengths, characters, characterLengths, ofWords } = reads;
  const spelled = recurrent(graph, 'LSTM', 'characterLayer', stored, characters, characterLengths).final;
  const inputs = graph.concat([words, ofWords(spelled)], 2);
  return recurrent(graph, 'LSTM', 'wordLayer', stored, inputs, lengths).states;
}

function hierarchicalGru(graph: Graph, stored: StoredWeights, reads: Reads): Value {
  const { words, lengths, characters, characterLengths, ofWords } = reads;
  const letters = recurrent(graph, 'GRU', 'characterLayer1', stored, characters, characterLengths).states;
  const spelled = recurrent(graph, 'GRU', 'characterLayer2', stored, letters, characterLengths).final;
  const inputs = graph.concat([words, ofWords(spelled)], 2);
  const lower = recurrent(graph, 'GRU', 'wordLayer1', stored, inputs, lengths).states;
  return recurrent(graph, 'GRU', 'wordLayer2', stored, lower, lengths).states;
}

function bilstmCnn(
  graph: Graph,
  specification: EncoderSpecifications['bilstm-cnn'],
  stored: StoredWeights,
  { words, lengths, characterRows, characters, characterLengths, ofWords }: Reads,
): Value {
  const spelledBy = [characters];
  if (specification.characterTypes) {
    const types = graph.integerInput('character_types', 'spellings', 'longest');
    spelledBy.push(graph.lookUp('characterTypeTable.rows', stored.of('characterTypeTable.rows'), types));
  }
  const maxima = convolution(graph, stored, graph.concat(spelledBy, 2), characterRows, characterLengths);
  const read = [words, ofWords(maxima)];
  if (specification.capitalisation) {
    const cases = graph.integerInput('capitalisations', 'batch', 'time');
    read.push(graph.lookUp('capitalisationTable.rows', stored.of('capitalisationTable.rows'), cases));
  }
  let states = graph.concat(read, 2);
  for (let layer = 1; layer <= specification.wordLayers; layer++) {
    states = recurrent(graph, 'LSTM', layer === 1 ? 'wordLayer' : `wordLayer${layer}`, stored, states, lengths).states;
  }
  return states;
}

/** Below any sum that a filter comes to. */
const lowest = -1e30;

/** [spellings, longest, inputs] → each filter's maximum over a spelling's characters [spellings, filters] */
function convolution(graph: Graph, stored: StoredWeights, inputs: Value, rows: Value, lengths: Value): Value {
  const { shape, values } = stored.of('characterLayer.weights');
  const [channels = 0, width = 0, filters = 0] = shape;
  const turned = new Float32Array(values.length); // [filters, inputs, width]
  for (let channel = 0; channel < channels; channel++) {
    for (let place = 0; place < width; place++) {
      for (let filter = 0; filter < filters; filter++) {
        turned[(filter * channels + channel) * width + place] = values[
          (channel * width + place) * filters + filter
        ] as number;
      }
    }
  }
  const places = graph.range(graph.side(rows, 1)); // [longest]
  const within = graph.node('Less', [places, graph.node('Unsqueeze', [lengths, graph.integers([1])])]); // [spellings, longest]
  // Behind a spelling's end the window sees nothing.
  const mask = graph.node('Unsqueeze', [graph.toFloat(within), graph.integers([2])]);
  const masked = graph.transpose(graph.node('Mul', [inputs, mask]), 0, 2, 1);
  const before = Math.floor((width - 1) / 2);
  const weights = graph.reshape(
    graph.rowMatrix('characterLayer.weights', { shape: [filters, channels * width], values: turned }),
    filters,
    channels,
    width,
  );
  const bias = stored.of('characterLayer.bias');
  const sums = graph.node('Conv', [masked, weights, graph.constant('characterLayer.bias', bias.shape, bias.values)], {
    kernel_shape: [width],
    pads: [before, width - 1 - before],
  }); // [spellings, filters, longest]
  const counted = graph.node('Where', [
    graph.node('Unsqueeze', [within, graph.integers([1])]),
    sums,
    graph.number(lowest),
  ]);
  return graph.node('ReduceMax', [counted], { axes: [2], keepdims: 0 });
}

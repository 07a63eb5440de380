/** The label-aware tags in our WASM module (../wasm/assembly/labelAwareTags.ts): a chunk is some of the sentences. */
import type { NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import { addressIn, type Chunk, rangesOf, runChunks, workspace } from '../wasm/chunks.ts';
import { addressOf, callNumber, makeOutput } from '../wasm/module.ts';
import type { LabelAwareAttributes } from './operation.ts';
import { knownWidth, type LabelAwareShape, labelAwareShape } from './shape.ts';

/** Sentences of a chunk share what they read of labels; fewer would share less. */
const sentencesPerChunk = 16;
const maxChunks = 4;

const shared = [
  'forwardGates',
  'forwardWeights',
  'backwardGates',
  'backwardWeights',
  'backgroundWeights',
  'backgroundBias',
  'contextWeights',
  'contextBias',
  'outputWeights',
  'outputBias',
  'allowed',
] as const;

export function labelAwareTagsWasm(given: NamedTensorInfoMap, attributes: NamedAttrMap): TensorInfo[] {
  const { keptBytes } = attributes as unknown as LabelAwareAttributes;
  const shape = labelAwareShape((name) => given[name]?.shape);
  const { batch, time, features, tags: tagCount, hidden, background, context } = shape;
  const tags = makeOutput([batch, time], 'int32');
  const probabilities = makeOutput([batch, time]);
  const ofAll = shared.map((name) => (given[name] ? addressOf(given[name]) : 0));
  const chunks = Math.min(maxChunks, Math.ceil(batch / sentencesPerChunk));
  const calls = rangesOf(batch, chunks, 1).map(({ first, count }): Chunk => {
    const nodes = nodesOf(shape, count, keptBytes);
    const asked = [background ? 1 : 0, context ? 1 : 0];
    const bytes = callNumber('labelAwareTagsBytes', count, time, features, hidden, tagCount, ...asked, nodes);
    const parameters = [
      addressIn(given.features as TensorInfo, first * time * features),
      addressIn(given.lengths as TensorInfo, first),
      ...ofAll,
      addressIn(tags, first * time),
      addressIn(probabilities, first * time),
      workspace(bytes),
      ...[count, time, features, hidden, tagCount, nodes],
    ];
    return { name: 'labelAwareTags', parameters };
  });
  runChunks(calls, operationsOf(shape));
  return [tags, probabilities];
}

/** Room for what one word of each sentence reads, and beyond it as much as there is. */
function nodesOf({ time, tags, hidden }: LabelAwareShape, sentences: number, keptBytes: number): number {
  const all = (sentences * time * (time - 1)) / 2 + sentences;
  const kept = Math.floor(keptBytes / (8 * hidden + 4 * (tags + 1)));
  return 1 + Math.max(sentences * time, Math.min(all, kept));
}

/** Floating-point operations of the products, if no label were shared. */
function operationsOf(shape: LabelAwareShape): number {
  const { batch, time, features, tags, hidden } = shape;
  const perWord = hidden * (4 * hidden * (1 + time / 2) + 4 * features) + knownWidth(shape) * tags;
  return 2 * batch * time * perWord;
}

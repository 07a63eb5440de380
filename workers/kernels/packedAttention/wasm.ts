/**
 * The packed attention in our WASM module (../wasm/assembly/packedAttention.ts). A chunk is some of the sentences, whose
 * rows are neighbours. Every sentence is computed by itself, so the number of chunks changes no bit.
 */
import type { NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import { maskKey, maskThreshold } from '../dropout/reference.ts';
import { addressIn, type Chunk, chunksFor, type Parameter, runChunks, workspace } from '../wasm/chunks.ts';
import { callNumber, integersOf, makeOutput } from '../wasm/module.ts';
import { attentionShape, type PackedAttentionAttributes } from './operation.ts';
import { type AttentionShape, type Sentence, sentencesOf } from './reference.ts';

type Inputs = Readonly<Record<'projected' | 'starts' | 'output' | 'logSums' | 'gradient', TensorInfo>>;

interface Call {
  readonly shape: AttentionShape;
  readonly attributes: PackedAttentionAttributes;
  readonly sentences: readonly Sentence[];
  readonly operations: number;
}

/** `products` is the number of products over queries and keys. */
function callOf({ projected, starts }: Inputs, given: NamedAttrMap, products: number): Call {
  const attributes = given as unknown as PackedAttentionAttributes;
  const shape = attentionShape(projected.shape, attributes.heads);
  const sentences = sentencesOf(integersOf(starts), shape.pieces);
  const pairs = sentences.reduce((sum, { length }) => sum + length * length, 0);
  return { shape, attributes, sentences, operations: 2 * products * shape.heads * shape.size * pairs };
}

/** Some of the sentences, and their rows. Rows that belong to no sentence go to the first chunk and to the last. */
interface ChunkRange {
  readonly first: number;
  readonly end: number;
  readonly origin: number;
  readonly pieces: number;
}

/** Of a sentence: the products grow with the square of its length, the rest with its length. */
const costOf = ({ length }: Sentence) => length * (length + 32);

function rangesOf({ shape, sentences, operations }: Call): ChunkRange[] {
  const chunks = Math.max(1, Math.min(sentences.length, chunksFor(operations)));
  const costs = sentences.map(costOf);
  const total = costs.reduce((sum, cost) => sum + cost, 0);
  const ends: number[] = [];
  let done = 0;
  for (const [n, cost] of costs.entries()) {
    // A sentence belongs to the chunk in which its middle lies.
    while (ends.length < chunks - 1 && done + cost / 2 > ((ends.length + 1) * total) / chunks) ends.push(n);
    done += cost;
  }
  while (ends.length < chunks) ends.push(sentences.length);
  return ends.map((end, n) => {
    const first = ends[n - 1] ?? 0;
    const origin = n === 0 ? 0 : (sentences[first]?.first ?? shape.pieces);
    const last = n === chunks - 1 ? shape.pieces : (sentences[end]?.first ?? shape.pieces);
    return { first, end, origin, pieces: last - origin };
  });
}

/** The address of a chunk's rows of a tensor [pieces, width]. */
const rowsOf = (tensor: TensorInfo, { origin }: ChunkRange): number =>
  addressIn(tensor, origin * (tensor.shape[1] as number));

/** The end of the parameters: a workspace, whose size `bytesName` gives, and numbers. */
function restOf({ shape, attributes, sentences }: Call, range: ChunkRange, bytesName: string): Parameter[] {
  const { scale, reach, rate, seed } = attributes;
  const { heads, size } = shape;
  const { first, end, origin, pieces } = range;
  const longest = sentences.slice(first, end).reduce((most, { length }) => Math.max(most, length), 0);
  const mask = [maskKey(seed), maskThreshold(rate), 1 / (1 - rate)];
  const sizes = [end - first, origin, pieces, heads, size, longest];
  return [workspace(callNumber(bytesName, longest, size)), ...sizes, reach, scale, ...mask];
}

export function packedAttentionWasm(given: NamedTensorInfoMap, attributes: NamedAttrMap): TensorInfo[] {
  const inputs = given as Inputs;
  const call = callOf(inputs, attributes, 2);
  const { pieces, heads, size } = call.shape;
  const results = [makeOutput([pieces, heads * size]), makeOutput([pieces, heads])];
  const chunks = rangesOf(call).map((range): Chunk => {
    const parameters = [
      addressIn(inputs.starts, range.first),
      ...[inputs.projected, ...results].map((tensor) => rowsOf(tensor, range)),
      ...restOf(call, range, 'packedAttentionBytes'),
    ];
    return { name: 'packedAttentionForward', parameters };
  });
  runChunks(chunks, call.operations);
  return results;
}

export function packedAttentionGradientWasm(given: NamedTensorInfoMap, attributes: NamedAttrMap): TensorInfo[] {
  const inputs = given as Inputs;
  const call = callOf(inputs, attributes, 5);
  const result = makeOutput(inputs.projected.shape);
  const chunks = rangesOf(call).map((range): Chunk => {
    const { projected, starts, output, logSums, gradient } = inputs;
    const parameters = [
      addressIn(starts, range.first),
      ...[projected, output, logSums, gradient, result].map((tensor) => rowsOf(tensor, range)),
      ...restOf(call, range, 'packedAttentionGradientBytes'),
    ];
    return { name: 'packedAttentionGradient', parameters };
  });
  runChunks(chunks, call.operations);
  return [result];
}

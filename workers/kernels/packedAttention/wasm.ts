/**
 * The packed attention in our WASM module (../wasm/assembly/packedAttention.ts). A chunk is some of the heads over all
 * sentences. Every head is computed by itself, so the number of chunks changes no bit.
 */
import type { NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import { maskKey, maskThreshold } from '../dropout/reference.ts';
import { type Chunk, type Parameter, runChunks, type Slice, sliceOf, workspace } from '../wasm/chunks.ts';
import { callNumber, integersOf, makeOutput } from '../wasm/module.ts';
import { threadsInUse } from '../wasm/threads.ts';
import { attentionShape, type PackedAttentionAttributes } from './operation.ts';
import { type AttentionShape, type Sentence, sentencesOf } from './reference.ts';

type Inputs = Readonly<Record<'projected' | 'starts' | 'output' | 'logSums' | 'gradient', TensorInfo>>;

interface Heads {
  readonly first: number;
  readonly count: number;
}

/** What every chunk of a call is told beside its slices. */
interface Call {
  readonly shape: AttentionShape;
  readonly attributes: PackedAttentionAttributes;
  readonly starts: TensorInfo;
  readonly sentences: readonly Sentence[];
  readonly longest: number;
}

function callOf({ projected, starts }: Inputs, given: NamedAttrMap): Call {
  const attributes = given as unknown as PackedAttentionAttributes;
  const shape = attentionShape(projected.shape, attributes.heads);
  const sentences = sentencesOf(integersOf(starts), shape.pieces);
  const longest = sentences.reduce((most, { length }) => Math.max(most, length), 0);
  return { shape, attributes, starts, sentences, longest };
}

/** A chunk for each thread, as far as there are heads. */
function headsOf({ shape: { heads } }: Call): Heads[] {
  const chunks = Math.min(heads, threadsInUse().length + 1);
  const first = Array.from({ length: chunks + 1 }, (_, n) => Math.round((n * heads) / chunks));
  return first.slice(0, -1).map((from, n) => ({ first: from, count: (first[n + 1] as number) - from }));
}

/** A chunk's columns of a tensor [pieces, parts·heads·width], of one part. */
function columns(
  access: Slice['access'],
  tensor: TensorInfo,
  { shape: { pieces, heads } }: Call,
  { first, count }: Heads,
  width: number,
  part = 0,
): Slice {
  const [, stride] = tensor.shape as [number, number];
  return sliceOf(access, tensor, (part * heads + first) * width, count * width, { rows: pieces, stride });
}

const parts = [0, 1, 2] as const;

/** The start of the parameters: what both passes read. */
const operands = (call: Call, { projected }: Inputs, heads: Heads): Parameter[] => [
  sliceOf('read', call.starts, 0, call.sentences.length + 1),
  ...parts.map((part) => columns('read', projected, call, heads, call.shape.size, part)),
];

/** The end of the parameters. */
function numbersOf({ shape, attributes, sentences, longest }: Call, { first, count }: Heads): number[] {
  const { scale, reach, rate, seed } = attributes;
  const mask = [maskKey(seed), maskThreshold(rate), 1 / (1 - rate)];
  return [sentences.length, shape.pieces, count, first, shape.heads, shape.size, longest, reach, scale, ...mask];
}

/** Floating-point operations of `products` products of a sentence's rows. */
const operationsOf = ({ shape: { heads, size }, sentences }: Call, products: number) =>
  2 * products * heads * size * sentences.reduce((sum, { length }) => sum + length * length, 0);

export function packedAttentionWasm(given: NamedTensorInfoMap, attributes: NamedAttrMap): TensorInfo[] {
  const inputs = given as Inputs;
  const call = callOf(inputs, attributes);
  const { pieces, heads, size } = call.shape;
  const output = makeOutput([pieces, heads * size]);
  const logSums = makeOutput([pieces, heads]);
  const bytes = callNumber('packedAttentionBytes', call.longest, size);
  const chunks = headsOf(call).map((range): Chunk => {
    const results = [columns('write', output, call, range, size), columns('write', logSums, call, range, 1)];
    const parameters = [...operands(call, inputs, range), ...results, workspace(bytes), ...numbersOf(call, range)];
    return { name: 'packedAttentionForward', parameters };
  });
  runChunks(chunks, operationsOf(call, 2));
  return [output, logSums];
}

export function packedAttentionGradientWasm(given: NamedTensorInfoMap, attributes: NamedAttrMap): TensorInfo[] {
  const inputs = given as Inputs;
  const call = callOf(inputs, attributes);
  const { size } = call.shape;
  const result = makeOutput(inputs.projected.shape);
  const bytes = callNumber('packedAttentionGradientBytes', call.longest, size);
  const chunks = headsOf(call).map((range): Chunk => {
    const parameters = [
      ...operands(call, inputs, range),
      columns('read', inputs.output, call, range, size),
      columns('read', inputs.logSums, call, range, 1),
      columns('read', inputs.gradient, call, range, size),
      ...parts.map((part) => columns('write', result, call, range, size, part)),
      workspace(bytes),
      ...numbersOf(call, range),
    ];
    return { name: 'packedAttentionGradient', parameters };
  });
  runChunks(chunks, operationsOf(call, 5));
  return [result];
}

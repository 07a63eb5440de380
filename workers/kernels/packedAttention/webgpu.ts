/**
 * The packed attention on WebGPU: one dispatch forward, three backward, for the gradients of queries, keys and values.
 * The forward pass goes over the keys once and corrects its sums whenever it meets a larger score (Milakov and
 * Gimelshein 2018).
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { registerKernel, type TensorInfo } from '@tensorflow/tfjs-core';
import { maskKey, maskThreshold } from '../dropout/reference.ts';
import { type Binding, makeOutput, type Program, runProgram } from '../webgpu/program.ts';
import {
  attentionShape,
  PACKED_ATTENTION,
  PACKED_ATTENTION_GRADIENT,
  type PackedAttentionAttributes,
} from './operation.ts';
import { dotCode, eachCode, loadCode, outputPlace, type Part, placeOf, startCode, storeCode } from './webgpuCode.ts';

const parameters: Program['parameters'] = [
  { name: 'pieces', type: 'u32' },
  { name: 'heads', type: 'u32' },
  { name: 'size', type: 'u32' },
  { name: 'sentences', type: 'u32' },
  { name: 'reach', type: 'i32' },
  { name: 'scale', type: 'f32' },
  { name: 'dropoutKey', type: 'u32' },
  { name: 'dropoutThreshold', type: 'u32' },
  { name: 'dropoutScale', type: 'f32' },
];

const given: readonly Binding[] = [
  { name: 'projected', type: 'f32' },
  { name: 'starts', type: 'i32' },
];
const read = (name: string): Binding => ({ name, type: 'f32' });
const written = (name: string): Binding => ({ name, type: 'f32', write: true });

const keyOf = (name: string, size: number, drops: boolean) =>
  `graft-packed-attention-${name}-${size}${drops ? '-dropout' : ''}`;

const forwardProgram = (size: number, drops: boolean): Program => ({
  key: keyOf('forward', size, drops),
  bindings: [...given, written('output'), written('logSums')],
  parameters,
  code: () => `${startCode(drops)}
  ${loadCode('query', 'projected', placeOf('query', 'row'), size)}
  ${eachCode('var sum# = vec4<f32>();', size)}
  var top = -3e38;
  var total = 0.0;
  for (var key = near; key < far; key++) {
    ${loadCode('key', 'projected', placeOf('key', 'key'), size)}
    ${loadCode('value', 'projected', placeOf('value', 'key'), size)}
    let score = parameters.scale * (${dotCode('query', 'key', size)});
    let highest = max(top, score);
    let correction = exp(top - highest);
    let share = exp(score - highest);
    top = highest;
    total = total * correction + share;
    let kept = share * factor(row, head, key - first);
    ${eachCode('sum# = sum# * correction + kept * value#;', size)}
  }
  if (far > near) {
    ${eachCode('sum# /= total;', size)}
    logSums[u32(row) * parameters.heads + head] = top + log(total);
  } else {
    logSums[u32(row) * parameters.heads + head] = 0.0;
  }
  ${storeCode('sum', 'output', outputPlace('row'), size)}
}`,
});

/**
 * The gradient of one part. Of a query it is a sum over the keys that it sees, of a key or a value over the queries that
 * see it. `mean` is the mean of the gradients of a query's probabilities, weighted by them; the first program writes it
 * for the second.
 */
function gradientProgram(part: Part, size: number, drops: boolean): Program {
  const [query, key] = part === 'query' ? ['row', 'other'] : ['other', 'row'];
  const loads = {
    query: loadCode('query', 'projected', placeOf('query', query), size),
    key: loadCode('key', 'projected', placeOf('key', key), size),
    value: loadCode('value', 'projected', placeOf('value', key), size),
    upstream: loadCode('upstream', 'gradient', outputPlace(query), size),
  };
  const own = part === 'query' ? [loads.query, loads.upstream] : [loads.key, part === 'key' ? loads.value : ''];
  const others = part === 'query' ? [loads.key, loads.value] : [loads.query, loads.upstream];
  const slope = `let slope = parameters.scale * share * (kept * (${dotCode('upstream', 'value', size)}) - mean);`;
  const meanPlace = (row: string) => `u32(${row}) * parameters.heads + head`;
  const bindings = {
    query: [read('output'), written('means')],
    key: [read('means')],
    value: [],
  };
  return {
    key: keyOf(`${part}-gradient`, size, drops),
    bindings: [...given, read('logSums'), read('gradient'), ...bindings[part], written('result')],
    parameters,
    code: () => `${startCode(drops)}
  ${own.join('\n')}
  ${
    part === 'query'
      ? `${loadCode('forward', 'output', outputPlace('row'), size)}
  let mean = ${dotCode('upstream', 'forward', size)};
  means[${meanPlace('row')}] = mean;`
      : ''
  }
  ${eachCode('var sum# = vec4<f32>();', size)}
  for (var other = near; other < far; other++) {
    ${others.join('\n')}
    let score = parameters.scale * (${dotCode('query', 'key', size)});
    let share = exp(score - logSums[u32(${query}) * parameters.heads + head]);
    let kept = factor(${query}, head, ${key} - first);
    ${part === 'key' ? `let mean = means[${meanPlace('other')}];` : ''}
    ${part === 'value' ? eachCode('sum# += share * kept * upstream#;', size) : slope}
    ${part === 'query' ? eachCode('sum# += slope * key#;', size) : ''}
    ${part === 'key' ? eachCode('sum# += slope * query#;', size) : ''}
  }
  ${storeCode('sum', 'result', placeOf(part, 'row'), size)}
}`,
  };
}

type Inputs = Readonly<Record<'projected' | 'starts' | 'output' | 'logSums' | 'gradient', TensorInfo>>;

function callOf({ projected, starts }: Inputs, attributes: PackedAttentionAttributes) {
  const { heads, reach, scale, rate, seed } = attributes;
  const { pieces, size } = attentionShape(projected.shape, heads);
  const mask = [maskKey(seed), maskThreshold(rate), 1 / (1 - rate)];
  const numbers = [pieces, heads, size, (starts.shape[0] as number) - 1, reach, scale, ...mask];
  return { pieces, heads, size, drops: rate > 0, numbers, workgroups: Math.ceil((pieces * heads) / 64) };
}

function forward(inputs: Inputs, backend: WebGPUBackend, attributes: PackedAttentionAttributes): TensorInfo[] {
  const { pieces, heads, size, drops, numbers, workgroups } = callOf(inputs, attributes);
  const output = makeOutput(backend, [pieces, heads * size]);
  const logSums = makeOutput(backend, [pieces, heads]);
  const bound = [inputs.projected, inputs.starts, output, logSums];
  runProgram(backend, forwardProgram(size, drops), bound, numbers, workgroups);
  return [output, logSums];
}

function backward(inputs: Inputs, backend: WebGPUBackend, attributes: PackedAttentionAttributes): TensorInfo {
  const { pieces, heads, size, drops, numbers, workgroups } = callOf(inputs, attributes);
  const { projected, starts, logSums, gradient, output } = inputs;
  const result = makeOutput(backend, projected.shape);
  const means = makeOutput(backend, [pieces, heads]);
  const shared = [projected, starts, logSums, gradient];
  const bound = { query: [output, means], key: [means], value: [] };
  for (const part of ['query', 'key', 'value'] as const) {
    const program = gradientProgram(part, size, drops);
    runProgram(backend, program, [...shared, ...bound[part], result], numbers, workgroups);
  }
  backend.disposeData(means.dataId);
  return result;
}

/** Registers the packed attention and its gradient for tfjs's `webgpu`. */
export function registerPackedAttentionWebgpu(): void {
  const kernels = { [PACKED_ATTENTION]: forward, [PACKED_ATTENTION_GRADIENT]: backward };
  for (const [kernelName, run] of Object.entries(kernels)) {
    registerKernel({
      kernelName,
      backendName: 'webgpu',
      kernelFunc: ({ inputs, attrs, backend }) =>
        run(inputs as Inputs, backend as WebGPUBackend, attrs as unknown as PackedAttentionAttributes),
    });
  }
}

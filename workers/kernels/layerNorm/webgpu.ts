/**
 * Layer normalisation on WebGPU. The forward pass is one dispatch, with a workgroup for each row. In the backward pass
 * a workgroup loops over a chunk of the rows and accumulates its part of the gradients of gain and bias. A second
 * dispatch adds these parts up in a fixed order, so results repeat exactly.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { registerKernel, type TensorInfo } from '@tensorflow/tfjs-core';
import { entryParameters, makeOutput, type Program, runProgram } from '../webgpu/program.ts';
import { lanesFor, reductionCode } from '../webgpu/reduction.ts';
import { LAYER_NORM, LAYER_NORM_GRADIENT, type LayerNormAttributes } from './operation.ts';
import { rowShape } from './shape.ts';

/** The largest number of workgroups in the backward pass; each takes a chunk of the rows. */
const maxChunks = 256;

/**
 * `statistics(first, lane)` for the row that starts at `first`: its mean relative to its first number, and 1 /
 * √(variance + epsilon). So a row of equal numbers has variance 0 exactly, without a rounding error.
 */
const statisticsCode = (lanes: number) => `${reductionCode(lanes)}
fn statistics(first: u32, lane: u32) -> vec2<f32> {
  let count = f32(parameters.features);
  var sum = 0.0;
  for (var k = lane; k < parameters.features; k += lanes) { sum += x[first + k] - x[first]; }
  let mean = total(sum, lane) / count;
  sum = 0.0;
  for (var k = lane; k < parameters.features; k += lanes) {
    let distance = x[first + k] - x[first] - mean;
    sum += distance * distance;
  }
  return vec2<f32>(mean, 1.0 / sqrt(total(sum, lane) / count + parameters.epsilon));
}`;

const forwardProgram = (lanes: number): Program => ({
  key: `graft-layer-norm-${lanes}`,
  bindings: [
    { name: 'x', type: 'f32' },
    { name: 'gain', type: 'f32' },
    { name: 'bias', type: 'f32' },
    { name: 'output', type: 'f32', write: true },
  ],
  parameters: [
    { name: 'rows', type: 'u32' },
    { name: 'features', type: 'u32' },
    { name: 'epsilon', type: 'f32' },
  ],
  code: () => `${statisticsCode(lanes)}
@compute @workgroup_size(${lanes})
fn main(${entryParameters}) {
  let row = workgroupIndex(group, groups);
  if (row >= parameters.rows) { return; }
  let first = row * parameters.features;
  let moments = statistics(first, lane);
  for (var k = lane; k < parameters.features; k += lanes) {
    output[first + k] = (x[first + k] - x[first] - moments.x) * moments.y * gain[k] + bias[k];
  }
}`,
});

const gradientProgram = (lanes: number): Program => ({
  key: `graft-layer-norm-gradient-${lanes}`,
  bindings: [
    { name: 'x', type: 'f32' },
    { name: 'gain', type: 'f32' },
    { name: 'gradient', type: 'f32' },
    { name: 'xGradient', type: 'f32', write: true },
    { name: 'sums', type: 'f32', write: true }, // [chunks, 2, features]: gradients of gain and bias
  ],
  parameters: [
    { name: 'rows', type: 'u32' },
    { name: 'features', type: 'u32' },
    { name: 'epsilon', type: 'f32' },
    { name: 'chunks', type: 'u32' },
  ],
  code: () => `${statisticsCode(lanes)}
@compute @workgroup_size(${lanes})
fn main(${entryParameters}) {
  let chunk = workgroupIndex(group, groups);
  if (chunk >= parameters.chunks) { return; }
  let features = parameters.features;
  let gainStart = chunk * 2u * features;
  let biasStart = gainStart + features;
  for (var row = chunk; row < parameters.rows; row += parameters.chunks) {
    let first = row * features;
    let moments = statistics(first, lane);
    var sum = 0.0;
    var product = 0.0;
    for (var k = lane; k < features; k += lanes) {
      let normalised = (x[first + k] - x[first] - moments.x) * moments.y;
      let upstream = gradient[first + k];
      sum += upstream * gain[k];
      product += upstream * gain[k] * normalised;
      if (row == chunk) {
        sums[gainStart + k] = upstream * normalised;
        sums[biasStart + k] = upstream;
      } else {
        sums[gainStart + k] += upstream * normalised;
        sums[biasStart + k] += upstream;
      }
    }
    let meanGradient = total(sum, lane) / f32(features);
    let meanProduct = total(product, lane) / f32(features);
    for (var k = lane; k < features; k += lanes) {
      let normalised = (x[first + k] - x[first] - moments.x) * moments.y;
      xGradient[first + k] = moments.y * (gradient[first + k] * gain[k] - meanGradient - normalised * meanProduct);
    }
  }
}`,
});

const sumProgram: Program = {
  key: 'graft-layer-norm-sum',
  bindings: [
    { name: 'sums', type: 'f32' },
    { name: 'gainGradient', type: 'f32', write: true },
    { name: 'biasGradient', type: 'f32', write: true },
  ],
  parameters: [
    { name: 'features', type: 'u32' },
    { name: 'chunks', type: 'u32' },
  ],
  code: () => `
@compute @workgroup_size(64)
fn main(${entryParameters}) {
  let k = workgroupIndex(group, groups) * 64u + lane;
  if (k >= parameters.features) { return; }
  var gainSum = 0.0;
  var biasSum = 0.0;
  for (var chunk = 0u; chunk < parameters.chunks; chunk++) {
    gainSum += sums[chunk * 2u * parameters.features + k];
    biasSum += sums[(chunk * 2u + 1u) * parameters.features + k];
  }
  gainGradient[k] = gainSum;
  biasGradient[k] = biasSum;
}`,
};

type Parts = Readonly<Record<'x' | 'gain' | 'bias' | 'gradient', TensorInfo>>;

function forward({ x, gain, bias }: Parts, backend: WebGPUBackend, epsilon: number): TensorInfo {
  const { rows, features } = rowShape(x.shape);
  const output = makeOutput(backend, x.shape);
  runProgram(backend, forwardProgram(lanesFor(features)), [x, gain, bias, output], [rows, features, epsilon], rows);
  return output;
}

function backward({ x, gain, gradient }: Parts, backend: WebGPUBackend, epsilon: number): TensorInfo[] {
  const { rows, features } = rowShape(x.shape);
  const chunkCount = Math.min(rows, maxChunks);
  const xGradient = makeOutput(backend, x.shape);
  const gainGradient = makeOutput(backend, [features]);
  const biasGradient = makeOutput(backend, [features]);
  const sums = makeOutput(backend, [chunkCount, 2, features]);
  const sizes = [rows, features, epsilon, chunkCount];
  runProgram(backend, gradientProgram(lanesFor(features)), [x, gain, gradient, xGradient, sums], sizes, chunkCount);
  runProgram(backend, sumProgram, [sums, gainGradient, biasGradient], [features, chunkCount], Math.ceil(features / 64));
  backend.disposeData(sums.dataId);
  return [xGradient, gainGradient, biasGradient];
}

/** Registers the layer normalisation and its gradient for tfjs's `webgpu`. */
export function registerLayerNormWebgpu(): void {
  const kernels = { [LAYER_NORM]: forward, [LAYER_NORM_GRADIENT]: backward };
  for (const [kernelName, run] of Object.entries(kernels)) {
    registerKernel({
      kernelName,
      backendName: 'webgpu',
      kernelFunc: ({ inputs, attrs, backend }) =>
        run(inputs as Parts, backend as WebGPUBackend, (attrs as unknown as LayerNormAttributes).epsilon),
    });
  }
}

/**
 * Layer normalisation on WebGPU: one dispatch forward, a workgroup for each row. Back, a workgroup walks over a share of
 * the rows and adds up its part of the gradients of gain and bias, which a second dispatch adds together: always in the
 * same order, so that the result is the same every time.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { registerKernel, type TensorInfo } from '@tensorflow/tfjs-core';
import { entryParameters, makeOutput, type Program, runProgram } from '../webgpu/program.ts';
import { lanesFor, reductionCode } from '../webgpu/reduction.ts';
import { LAYER_NORM, LAYER_NORM_GRADIENT, type LayerNormAttributes } from './operation.ts';
import { rowShape } from './shape.ts';

/** So many workgroups share the rows on the way back. */
const shares = 256;

/**
 * `statistics(first, lane)`: of the row that begins at `first`, its mean relative to its first number, and
 * 1 / √(variance + epsilon). A row of equal numbers has variance 0 exactly, and not a rounding error.
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
  let found = statistics(first, lane);
  for (var k = lane; k < parameters.features; k += lanes) {
    output[first + k] = (x[first + k] - x[first] - found.x) * found.y * gain[k] + bias[k];
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
    { name: 'sums', type: 'f32', write: true }, // [shares, 2, features]: of gain and bias
  ],
  parameters: [
    { name: 'rows', type: 'u32' },
    { name: 'features', type: 'u32' },
    { name: 'epsilon', type: 'f32' },
    { name: 'shares', type: 'u32' },
  ],
  code: () => `${statisticsCode(lanes)}
@compute @workgroup_size(${lanes})
fn main(${entryParameters}) {
  let share = workgroupIndex(group, groups);
  if (share >= parameters.shares) { return; }
  let features = parameters.features;
  let ofGain = share * 2u * features;
  let ofBias = ofGain + features;
  for (var row = share; row < parameters.rows; row += parameters.shares) {
    let first = row * features;
    let found = statistics(first, lane);
    var sum = 0.0;
    var product = 0.0;
    for (var k = lane; k < features; k += lanes) {
      let normalised = (x[first + k] - x[first] - found.x) * found.y;
      let upstream = gradient[first + k];
      sum += upstream * gain[k];
      product += upstream * gain[k] * normalised;
      if (row == share) {
        sums[ofGain + k] = upstream * normalised;
        sums[ofBias + k] = upstream;
      } else {
        sums[ofGain + k] += upstream * normalised;
        sums[ofBias + k] += upstream;
      }
    }
    let meanGradient = total(sum, lane) / f32(features);
    let meanProduct = total(product, lane) / f32(features);
    for (var k = lane; k < features; k += lanes) {
      let normalised = (x[first + k] - x[first] - found.x) * found.y;
      xGradient[first + k] = found.y * (gradient[first + k] * gain[k] - meanGradient - normalised * meanProduct);
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
    { name: 'shares', type: 'u32' },
  ],
  code: () => `
@compute @workgroup_size(64)
fn main(${entryParameters}) {
  let k = workgroupIndex(group, groups) * 64u + lane;
  if (k >= parameters.features) { return; }
  var ofGain = 0.0;
  var ofBias = 0.0;
  for (var share = 0u; share < parameters.shares; share++) {
    ofGain += sums[share * 2u * parameters.features + k];
    ofBias += sums[(share * 2u + 1u) * parameters.features + k];
  }
  gainGradient[k] = ofGain;
  biasGradient[k] = ofBias;
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
  const sharing = Math.min(rows, shares);
  const ofX = makeOutput(backend, x.shape);
  const ofGain = makeOutput(backend, [features]);
  const ofBias = makeOutput(backend, [features]);
  const sums = makeOutput(backend, [sharing, 2, features]);
  const sizes = [rows, features, epsilon, sharing];
  runProgram(backend, gradientProgram(lanesFor(features)), [x, gain, gradient, ofX, sums], sizes, sharing);
  runProgram(backend, sumProgram, [sums, ofGain, ofBias], [features, sharing], Math.ceil(features / 64));
  backend.disposeData(sums.dataId);
  return [ofX, ofGain, ofBias];
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

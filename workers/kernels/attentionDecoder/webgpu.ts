/**
 * The attention decoder on WebGPU, whatever the length: two dispatches forward, four backward, three to tag. One more sums
 * the weights' gradient, where its product is split into slices.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { registerKernel, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { runProduct } from '../webgpu/product.ts';
import { makeOutput, runProgram } from '../webgpu/program.ts';
import { DECODER, DECODER_GRADIENT, DECODER_TAGS } from './operation.ts';
import { decoderShape, projectedWidth, stateWidth } from './shape.ts';
import { backwardProgram, finishProgram } from './webgpuBackward.ts';
import { forwardProgram, packed, packProgram, tagsProgram } from './webgpuForward.ts';
import { featuresGradient, projection, weightsGradient } from './webgpuProducts.ts';
import { sizesOf } from './webgpuStep.ts';

/** A kernel's inputs by name. */
type Parts = Readonly<Record<string, TensorInfo>>;

const shapeOf = (parts: Parts) => decoderShape((name) => (parts[name] as TensorInfo).shape);

const pick = (parts: Parts, ...names: readonly string[]) => names.map((name) => parts[name] as TensorInfo);

/** [batch, time, 8·hidden + attention]; zeros on padding. */
function project(parts: Parts, backend: WebGPUBackend): TensorInfo {
  const shape = shapeOf(parts);
  const { batch, time, features } = shape;
  const projected = makeOutput(backend, [batch, time, projectedWidth(shape)]);
  runProduct(
    backend,
    projection,
    pick(parts, 'lengths', 'features', 'featureWeights'),
    [projected],
    { batches: 1, rows: batch * time, columns: projectedWidth(shape), inner: features },
    [time],
  );
  return projected;
}

function forward(parts: Parts, backend: WebGPUBackend): TensorInfo[] {
  const shape = shapeOf(parts);
  const { batch, time, hidden } = shape;
  const sizes = sizesOf(shape, backend.device.limits);
  const projected = project(parts, backend);
  const cache = makeOutput(backend, [batch, time, stateWidth(shape) + hidden + time]);
  const states = makeOutput(backend, [batch, time, hidden]);
  const bound = [
    ...pick(parts, 'lengths'),
    projected,
    ...pick(parts, 'labels', 'stateWeights', 'scoreWeights', 'initialState'),
    cache,
    states,
  ];
  runProgram(backend, forwardProgram(sizes), bound, [batch, time], batch);
  // The shares are in the cache here.
  return [states, projected, cache, makeOutput(backend, [0])];
}

function backward(parts: Parts, backend: WebGPUBackend): TensorInfo[] {
  const shape = shapeOf(parts);
  const { batch, time, features, hidden, attention } = shape;
  const rows = batch * time;
  const columns = projectedWidth(shape) + attention;
  const width = columns + time;
  const like = (name: string) => makeOutput(backend, (parts[name] as TensorInfo).shape);
  const gradient = makeOutput(backend, [batch, time, width]);
  const perSequence = makeOutput(backend, [batch, hidden + attention]);
  const bound = [
    ...pick(parts, 'lengths', 'projected', 'stateWeights', 'scoreWeights', 'steps', 'statesGradient'),
    gradient,
    perSequence,
  ];
  runProgram(backend, backwardProgram(sizesOf(shape, backend.device.limits)), bound, [batch, time], batch);

  const [ofLabels, ofInitial, ofScoreWeights] = [like('labels'), like('initialState'), like('scoreWeights')];
  const finished = [gradient, perSequence, ofLabels, ofInitial, ofScoreWeights];
  const numbers = rows * 4 * hidden + batch * hidden + attention;
  runProgram(backend, finishProgram, finished, [batch, time, hidden, attention], Math.ceil(numbers / 64));

  const ofFeatures = like('features');
  const featuresShape = { batches: 1, rows, columns: features, inner: projectedWidth(shape) };
  const operands = [gradient, ...pick(parts, 'featureWeights')];
  runProduct(backend, featuresGradient, operands, [ofFeatures], featuresShape, [width]);

  const [ofFeatureWeights, ofStateWeights] = [like('featureWeights'), like('stateWeights')];
  runProduct(
    backend,
    weightsGradient,
    [...pick(parts, 'lengths', 'features', 'states', 'initialState'), gradient],
    [ofFeatureWeights, ofStateWeights],
    { batches: 1, rows: features + hidden, columns, inner: rows },
    [time, features, hidden, width],
  );
  backend.disposeData(gradient.dataId);
  backend.disposeData(perSequence.dataId);
  return [ofFeatures, ofLabels, ofFeatureWeights, ofStateWeights, ofScoreWeights, ofInitial];
}

function tag(parts: Parts, backend: WebGPUBackend): TensorInfo[] {
  const shape = shapeOf(parts);
  const { batch, time } = shape;
  const sizes = sizesOf(shape, backend.device.limits);
  const [tagCount] = (parts.outputBias as TensorInfo).shape as [number];
  const counts = pick(parts, ...packed).map((tensor) => util.sizeFromShape(tensor.shape));
  const all = counts.reduce((sum, count) => sum + count, 0);
  const places = counts.map((_, n) => counts.slice(0, n).reduce((sum, count) => sum + count, 0));
  const one = makeOutput(backend, [all]);
  runProgram(backend, packProgram, [...pick(parts, ...packed), one], counts, Math.ceil(all / 64));
  const projected = project(parts, backend);
  const [shares, scores] = [makeOutput(backend, [batch, time]), makeOutput(backend, [batch, tagCount])];
  const [tags, probabilities] = [makeOutput(backend, [batch, time], 'int32'), makeOutput(backend, [batch, time])];
  const bound = [...pick(parts, 'lengths'), projected, one, shares, scores, tags, probabilities];
  runProgram(backend, tagsProgram(sizes, tagCount), bound, [batch, time, ...places], batch);
  for (const each of [one, projected, shares, scores]) backend.disposeData(each.dataId);
  return [tags, probabilities];
}

/** Registers the attention decoder, its gradient and its tagging for tfjs's `webgpu`. */
export function registerAttentionDecoderWebgpu(): void {
  const kernels = { [DECODER]: forward, [DECODER_GRADIENT]: backward, [DECODER_TAGS]: tag };
  for (const [kernelName, run] of Object.entries(kernels)) {
    registerKernel({
      kernelName,
      backendName: 'webgpu',
      kernelFunc: ({ inputs, backend }) => run(inputs as Parts, backend as WebGPUBackend),
    });
  }
}

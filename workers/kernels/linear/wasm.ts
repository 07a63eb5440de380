/**
 * The linear layer in our WASM module (../wasm/assembly/linear.ts). A chunk of the forward pass is some columns of the
 * weights; a chunk of the backward pass is some of their rows. No sum is divided, so the number of chunks changes no bit.
 */
import type { NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import { addressIn, type Chunk, chunksFor, rangesOf, runChunks, workspace } from '../wasm/chunks.ts';
import { addressOf, callExport, callNumber, makeOutput } from '../wasm/module.ts';
import { linearShape } from './operation.ts';

type Inputs = Readonly<Record<'features' | 'weights' | 'bias' | 'gradient', TensorInfo>>;

/** The product's panels are so many columns wide. */
const panel = 8;

export function linearWasm(given: NamedTensorInfoMap): TensorInfo[] {
  const { features, weights, bias } = given as Inputs;
  const { rows, inputs, outputs } = linearShape(features.shape, weights.shape);
  const result = makeOutput([...features.shape.slice(0, -1), outputs]);
  const operations = 2 * rows * inputs * outputs;
  const chunks = rangesOf(outputs, chunksFor(operations), panel).map(({ first, count }): Chunk => {
    const parameters = [
      addressOf(features),
      ...[addressIn(weights, first), 4 * outputs],
      addressIn(bias, first),
      ...[addressIn(result, first), 4 * outputs],
      workspace(callNumber('linearForwardBytes', rows, inputs, count)),
      ...[rows, inputs, count],
    ];
    return { name: 'linearForward', parameters };
  });
  runChunks(chunks, operations);
  return [result];
}

export function linearGradientWasm(given: NamedTensorInfoMap): TensorInfo[] {
  const { features, weights, gradient } = given as Inputs;
  const { rows, inputs, outputs } = linearShape(features.shape, weights.shape);
  const featuresGradient = makeOutput(features.shape);
  const weightsGradient = makeOutput(weights.shape);
  const biasGradient = makeOutput([outputs]);
  const operations = 4 * rows * inputs * outputs;
  const chunks = rangesOf(inputs, chunksFor(operations), panel).map(({ first, count }): Chunk => {
    const parameters = [
      ...[addressIn(features, first), 4 * inputs],
      addressIn(weights, first * outputs),
      addressOf(gradient),
      ...[addressIn(featuresGradient, first), 4 * inputs],
      addressIn(weightsGradient, first * outputs),
      workspace(callNumber('linearGradientBytes', rows, count, outputs)),
      ...[rows, count, outputs],
    ];
    return { name: 'linearGradient', parameters };
  });
  runChunks(chunks, operations);
  callExport('sumRows', [addressOf(gradient), addressOf(biasGradient), rows, outputs]);
  return [featuresGradient, weightsGradient, biasGradient];
}

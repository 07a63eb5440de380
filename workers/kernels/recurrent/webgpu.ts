/**
 * The recurrent layers on WebGPU. What does not depend on the step before (the inputs' projection, the weights'
 * gradients) is a matrix product over all steps at once; the recurrence is one dispatch that walks through time, or
 * back. Two dispatches forward and four back whatever the length, and one more where the weights' gradient is summed
 * from slices. What a step does is the layer's own affair: its `Cell`.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { registerKernel, type TensorInfo } from '@tensorflow/tfjs-core';
import { runProduct } from '../webgpu/product.ts';
import { makeOutput, runProgram } from '../webgpu/program.ts';
import type { RecurrentKind } from './operation.ts';
import { recurrentShape } from './shape.ts';
import { backwardProgram, transposition } from './webgpuBackward.ts';
import { forwardProgram } from './webgpuForward.ts';
import { inputsGradient, projection, weightsBatches, weightsGradient } from './webgpuProducts.ts';
import { type Cell, walkOf, walkWorkgroups } from './webgpuWalk.ts';

/** A kernel's inputs by name. */
type Parts = Readonly<Record<string, TensorInfo>>;

const shapeOf = (parts: Parts) => recurrentShape((name) => (parts[name] as TensorInfo).shape);

/** Those of the named parts that are there, in order. */
const pick = (parts: Parts, ...names: string[]) => names.flatMap((name) => parts[name] ?? []);

function forward(kind: RecurrentKind, cell: Cell, parts: Parts, backend: WebGPUBackend): TensorInfo[] {
  const shape = shapeOf(parts);
  const { batch, time, features, directions, hidden } = shape;
  const walk = walkOf(kind, shape, backend.device.limits);
  const width = directions * hidden;
  const gateWidth = kind.gates * width;

  const gates = makeOutput(backend, [batch, time, gateWidth]);
  runProduct(
    backend,
    projection(kind),
    pick(parts, 'lengths', 'inputs', 'inputWeights'),
    [gates, ...pick(parts, 'bias')],
    { batches: 1, rows: batch * time, columns: gateWidth, inner: features },
    [time],
  );
  const states = makeOutput(backend, [batch, time, width]);
  const kept = makeOutput(backend, [batch, time, width]);
  const last = makeOutput(backend, [batch, width]);
  const bound = [...pick(parts, 'lengths', 'recurrentWeights'), gates, states, kept, last];
  runProgram(backend, forwardProgram(kind, cell, walk), bound, [batch, time], walkWorkgroups(walk));
  return [states, last, gates, kept];
}

function backward(kind: RecurrentKind, cell: Cell, parts: Parts, backend: WebGPUBackend): TensorInfo[] {
  const shape = shapeOf(parts);
  const { batch, time, features, directions, hidden } = shape;
  const rows = batch * time;
  const wide = kind.gates * hidden;
  const gateWidth = directions * wide;
  const sums = backThroughTime(kind, cell, parts, backend);

  const ofInputs = makeOutput(backend, [batch, time, features]);
  const inputsShape = { batches: 1, rows, columns: features, inner: gateWidth };
  runProduct(backend, inputsGradient, [sums, ...pick(parts, 'inputWeights')], [ofInputs], inputsShape);

  const ofInputWeights = makeOutput(backend, [features, gateWidth]);
  const ofRecurrentWeights = makeOutput(backend, [directions, hidden, wide]);
  const ofBias = kind.biased ? [makeOutput(backend, [gateWidth])] : [];
  const batches = weightsBatches(kind, cell, directions);
  runProduct(
    backend,
    weightsGradient(kind, cell),
    [...pick(parts, 'lengths', 'inputs', 'states'), sums, ...(cell.passing ? pick(parts, 'kept') : [])],
    [ofInputWeights, ofRecurrentWeights, ...ofBias],
    { batches, rows: features + ofBias.length + hidden, columns: gateWidth / batches, inner: rows },
    [time, features, hidden, directions],
  );
  backend.disposeData(sums.dataId);
  return [ofInputs, ofInputWeights, ofRecurrentWeights, ...ofBias];
}

/** The gradient of the gates' sums [batch, time, directions·gates·hidden]. */
function backThroughTime(kind: RecurrentKind, cell: Cell, parts: Parts, backend: WebGPUBackend): TensorInfo {
  const shape = shapeOf(parts);
  const { batch, time, directions, hidden } = shape;
  const walk = walkOf(kind, shape, backend.device.limits);
  const wide = kind.gates * hidden;
  const size = directions * wide * hidden;

  const transposed = makeOutput(backend, [directions, wide, hidden]);
  const weights = pick(parts, 'recurrentWeights');
  runProgram(backend, transposition, [...weights, transposed], [size, hidden, wide], Math.ceil(size / 64));

  const sums = makeOutput(backend, [batch, time, directions * wide]);
  const given = { states: 'statesGradient' in parts, final: 'finalGradient' in parts };
  const bound = [
    ...pick(parts, 'lengths'),
    transposed,
    ...pick(parts, 'gates', cell.history),
    sums,
    ...pick(parts, 'statesGradient', 'finalGradient'),
  ];
  runProgram(backend, backwardProgram(kind, cell, walk, given), bound, [batch, time], walkWorkgroups(walk));
  backend.disposeData(transposed.dataId);
  return sums;
}

/** Registers a layer and its gradient for tfjs's `webgpu`. */
export function registerRecurrentWebgpu(kind: RecurrentKind, cell: Cell): void {
  for (const [kernelName, kernel] of [
    [kind.forward, forward],
    [kind.gradient, backward],
  ] as const) {
    registerKernel({
      kernelName,
      backendName: 'webgpu',
      kernelFunc: ({ inputs, backend }) => kernel(kind, cell, inputs as Parts, backend as WebGPUBackend),
    });
  }
}

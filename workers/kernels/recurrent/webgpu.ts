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
import type { RecurrentAttributes, RecurrentKind } from './operation.ts';
import { recurrentShape } from './shape.ts';
import { backwardProgram } from './webgpuBackward.ts';
import { forwardProgram } from './webgpuForward.ts';
import { type OnceRead, prepare } from './webgpuPreparation.ts';
import { inputsGradient, projection, weightsBatches, weightsGradient } from './webgpuProducts.ts';
import { type Cell, walkOf, walkWorkgroups } from './webgpuWalk.ts';

/** A kernel's inputs by name. */
type Parts = Readonly<Record<string, TensorInfo>>;

const shapeOf = (parts: Parts) => recurrentShape((name) => (parts[name] as TensorInfo).shape);

/** Those of the named parts that are there, in order. */
const pick = (parts: Parts, ...names: string[]) => names.flatMap((name) => parts[name] ?? []);

function forward(
  kind: RecurrentKind,
  cell: Cell,
  parts: Parts,
  backend: WebGPUBackend,
  { finalCell }: RecurrentAttributes,
): TensorInfo[] {
  const shape = shapeOf(parts);
  const { batch, time, features, directions, hidden } = shape;
  const walk = walkOf(kind, shape, backend.device.limits);
  const width = directions * hidden;
  const gateWidth = kind.gates * width;

  const trace = makeOutput(backend, [batch, time, gateWidth + width]);
  runProduct(
    backend,
    projection(kind),
    pick(parts, 'lengths', 'inputs', 'inputWeights'),
    [trace, ...pick(parts, 'bias')],
    { batches: 1, rows: batch * time, columns: gateWidth, inner: features },
    [time],
  );
  const states = makeOutput(backend, [batch, time, width]);
  const last = makeOutput(backend, [batch, width]);
  const lastCell = finalCell ? [makeOutput(backend, [batch, width])] : [];
  const ends = { initialState: 'initialState' in parts, initialCell: 'initialCell' in parts, finalCell };
  const bound = [
    ...pick(parts, 'lengths', 'recurrentWeights'),
    ...[trace, states, last],
    ...pick(parts, 'initialState', 'initialCell'),
    ...lastCell,
  ];
  runProgram(backend, forwardProgram(kind, cell, walk, ends), bound, [batch, time], walkWorkgroups(walk));
  // What a step keeps is in the trace.
  return [states, last, trace, makeOutput(backend, [0]), ...lastCell];
}

function backward(kind: RecurrentKind, cell: Cell, parts: Parts, backend: WebGPUBackend): TensorInfo[] {
  const shape = shapeOf(parts);
  const { batch, time, features, directions, hidden } = shape;
  const rows = batch * time;
  const wide = kind.gates * hidden;
  const gateWidth = directions * wide;
  const [sums, ...ofInitial] = backThroughTime(kind, cell, parts, backend) as [TensorInfo, ...TensorInfo[]];

  const ofInputs = makeOutput(backend, [batch, time, features]);
  const inputsShape = { batches: 1, rows, columns: features, inner: gateWidth };
  runProduct(backend, inputsGradient, [sums, ...pick(parts, 'inputWeights')], [ofInputs], inputsShape);

  const ofInputWeights = makeOutput(backend, [features, gateWidth]);
  const ofRecurrentWeights = makeOutput(backend, [directions, hidden, wide]);
  const ofBias = kind.biased ? [makeOutput(backend, [gateWidth])] : [];
  const batches = weightsBatches(kind, cell, directions);
  runProduct(
    backend,
    weightsGradient(kind, cell, 'initialState' in parts),
    [
      ...pick(parts, 'lengths', 'inputs', 'states'),
      sums,
      ...pick(parts, 'initialState'),
      ...(cell.passing ? pick(parts, 'gates') : []),
    ],
    [ofInputWeights, ofRecurrentWeights, ...ofBias],
    { batches, rows: features + ofBias.length + hidden, columns: gateWidth / batches, inner: rows },
    [time, features, hidden, directions],
  );
  backend.disposeData(sums.dataId);
  return [ofInputs, ofInputWeights, ofRecurrentWeights, ...ofBias, ...ofInitial];
}

/**
 * The gradient of the gates' sums [batch, time, directions·gates·hidden], and of the initial state and cell, where there
 * are any [batch, directions·hidden].
 */
function backThroughTime(kind: RecurrentKind, cell: Cell, parts: Parts, backend: WebGPUBackend): TensorInfo[] {
  const shape = shapeOf(parts);
  const { batch, time, directions, hidden } = shape;
  const walk = walkOf(kind, shape, backend.device.limits);
  const wide = kind.gates * hidden;
  const once = new Map<OnceRead, TensorInfo>();
  if (parts.finalGradient) once.set('finalGradient', parts.finalGradient);
  if (parts.finalCellGradient) once.set('finalCellGradient', parts.finalCellGradient);
  const initialHistory = cell.history === 'states' ? parts.initialState : parts.initialCell;
  if (initialHistory) once.set('initialHistory', initialHistory);
  const prepared = prepare(backend, parts.recurrentWeights as TensorInfo, once);

  const sums = makeOutput(backend, [batch, time, directions * wide]);
  const ofInitial = pick(parts, 'initialState', 'initialCell').map((of) => makeOutput(backend, of.shape));
  const bound = [
    ...pick(parts, 'lengths'),
    prepared,
    ...pick(parts, 'gates'),
    sums,
    ...(cell.history === 'states' ? pick(parts, 'states') : []),
    ...pick(parts, 'statesGradient'),
    ...ofInitial,
  ];
  const given = { statesGradient: 'statesGradient' in parts, once: [...once.keys()] };
  runProgram(backend, backwardProgram(kind, cell, walk, given), bound, [batch, time], walkWorkgroups(walk));
  backend.disposeData(prepared.dataId);
  return [sums, ...ofInitial];
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
      kernelFunc: ({ inputs, backend, attrs }) =>
        kernel(kind, cell, inputs as Parts, backend as WebGPUBackend, attrs as unknown as RecurrentAttributes),
    });
  }
}

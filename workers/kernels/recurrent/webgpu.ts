/**
 * The recurrent layers on WebGPU. The input projection and the weights' gradients do not depend on the previous time
 * step: they are matrix products over all steps at once. The recurrence is one dispatch with a loop over time.
 *
 * The forward pass takes two dispatches and the backward pass four, whatever the length. One more sums the weights'
 * gradient, where its product is split into slices. A layer defines its `Cell`, the computation of one time step.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { registerKernel, type TensorInfo } from '@tensorflow/tfjs-core';
import { runProduct } from '../webgpu/product.ts';
import { makeOutput, runProgram } from '../webgpu/program.ts';
import type { RecurrentAttributes, RecurrentKind } from './operation.ts';
import { recurrentShape } from './shape.ts';
import { backwardProgram } from './webgpuBackward.ts';
import { forwardProgram } from './webgpuForward.ts';
import { type PerSequenceTensor, prepare } from './webgpuPreparation.ts';
import { inputsGradient, projection, weightsBatches, weightsGradient } from './webgpuProducts.ts';
import { type Cell, tilingOf, workgroupsOf } from './webgpuRecurrence.ts';

/** A kernel's inputs by name. */
type Parts = Readonly<Record<string, TensorInfo>>;

const shapeOf = (parts: Parts) => recurrentShape((name) => (parts[name] as TensorInfo).shape);

/** The named parts that are present, in order. */
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
  const tiling = tilingOf(kind, shape, backend.device.limits);
  const width = directions * hidden;
  const gateWidth = kind.gates * width;

  const cache = makeOutput(backend, [batch, time, gateWidth + width]);
  runProduct(
    backend,
    projection(kind),
    pick(parts, 'lengths', 'inputs', 'inputWeights'),
    [cache, ...pick(parts, 'bias')],
    { batches: 1, rows: batch * time, columns: gateWidth, inner: features },
    [time],
  );
  const states = makeOutput(backend, [batch, time, width]);
  const finalState = makeOutput(backend, [batch, width]);
  const finalCellState = finalCell ? [makeOutput(backend, [batch, width])] : [];
  const boundary = { initialState: 'initialState' in parts, initialCell: 'initialCell' in parts, finalCell };
  const bound = [
    ...pick(parts, 'lengths', 'recurrentWeights'),
    ...[cache, states, finalState],
    ...pick(parts, 'initialState', 'initialCell'),
    ...finalCellState,
  ];
  runProgram(backend, forwardProgram(kind, cell, tiling, boundary), bound, [batch, time], workgroupsOf(tiling));
  // The gates and the cached value are one buffer here.
  return [states, finalState, cache, makeOutput(backend, [0]), ...finalCellState];
}

function backward(kind: RecurrentKind, cell: Cell, parts: Parts, backend: WebGPUBackend): TensorInfo[] {
  const shape = shapeOf(parts);
  const { batch, time, features, directions, hidden } = shape;
  const rows = batch * time;
  const gateColumns = kind.gates * hidden;
  const gateWidth = directions * gateColumns;
  const [preActivationsGradient, ...initialGradients] = backwardRecurrence(kind, cell, parts, backend) as [
    TensorInfo,
    ...TensorInfo[],
  ];

  const gradientOfInputs = makeOutput(backend, [batch, time, features]);
  const inputsShape = { batches: 1, rows, columns: features, inner: gateWidth };
  runProduct(
    backend,
    inputsGradient,
    [preActivationsGradient, ...pick(parts, 'inputWeights')],
    [gradientOfInputs],
    inputsShape,
  );

  const inputWeightsGradient = makeOutput(backend, [features, gateWidth]);
  const recurrentWeightsGradient = makeOutput(backend, [directions, hidden, gateColumns]);
  const biasGradient = kind.biased ? [makeOutput(backend, [gateWidth])] : [];
  const batches = weightsBatches(kind, cell, directions);
  runProduct(
    backend,
    weightsGradient(kind, cell, 'initialState' in parts),
    [
      ...pick(parts, 'lengths', 'inputs', 'states'),
      preActivationsGradient,
      ...pick(parts, 'initialState'),
      ...(cell.resetGate ? pick(parts, 'gates') : []),
    ],
    [inputWeightsGradient, recurrentWeightsGradient, ...biasGradient],
    { batches, rows: features + biasGradient.length + hidden, columns: gateWidth / batches, inner: rows },
    [time, features, hidden, directions],
  );
  backend.disposeData(preActivationsGradient.dataId);
  return [gradientOfInputs, inputWeightsGradient, recurrentWeightsGradient, ...biasGradient, ...initialGradients];
}

/**
 * The gradients of the pre-activations [batch, time, directions·gates·hidden] and, where present, of the initial state
 * and cell state [batch, directions·hidden].
 */
function backwardRecurrence(kind: RecurrentKind, cell: Cell, parts: Parts, backend: WebGPUBackend): TensorInfo[] {
  const shape = shapeOf(parts);
  const { batch, time, directions, hidden } = shape;
  const tiling = tilingOf(kind, shape, backend.device.limits);
  const gateColumns = kind.gates * hidden;
  const perSequence = new Map<PerSequenceTensor, TensorInfo>();
  if (parts.finalGradient) perSequence.set('finalGradient', parts.finalGradient);
  if (parts.finalCellGradient) perSequence.set('finalCellGradient', parts.finalCellGradient);
  const initialHistory = cell.history === 'states' ? parts.initialState : parts.initialCell;
  if (initialHistory) perSequence.set('initialHistory', initialHistory);
  const prepared = prepare(backend, parts.recurrentWeights as TensorInfo, perSequence);

  const preActivationsGradient = makeOutput(backend, [batch, time, directions * gateColumns]);
  const initialGradients = pick(parts, 'initialState', 'initialCell').map((of) => makeOutput(backend, of.shape));
  const bound = [
    ...pick(parts, 'lengths'),
    prepared,
    ...pick(parts, 'gates'),
    preActivationsGradient,
    ...(cell.history === 'states' ? pick(parts, 'states') : []),
    ...pick(parts, 'statesGradient'),
    ...initialGradients,
  ];
  const present = { statesGradient: 'statesGradient' in parts, perSequence: [...perSequence.keys()] };
  runProgram(backend, backwardProgram(kind, cell, tiling, present), bound, [batch, time], workgroupsOf(tiling));
  backend.disposeData(prepared.dataId);
  return [preActivationsGradient, ...initialGradients];
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

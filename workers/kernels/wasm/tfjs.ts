/**
 * The kernels of tfjs's WASM backend that we replace in this process.
 *
 * Its `Identity` copies, so every tensor that is saved for a gradient is copied in full, with parameters and whole
 * embedding tables. On tfjs's other backends it is a second reference to the same data, and so it is here.
 *
 * Its matrix product is slower than ours, and caches the packed right side for the life of the tensor. After an
 * optimizer's update in place it would compute with the old numbers.
 */
import '@tensorflow/tfjs-backend-wasm';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import {
  BatchMatMul,
  type BatchMatMulAttrs,
  getKernel,
  Identity,
  type KernelFunc,
  registerKernel,
  type TensorInfo,
  unregisterKernel,
  util,
} from '@tensorflow/tfjs-core';
import { addressIn, type Chunk, chunksFor, rangesOf, runChunks, workspace } from './chunks.ts';
import { callNumber, hasKernelModule, makeOutput } from './module.ts';

/** Replaces them. tfjs's product stays in use until our module is loaded, and for batches that are partly broadcast. */
export function replaceTfjsKernels(): void {
  replace(Identity, () => ({ inputs, backend }) => {
    const { dataId, shape, dtype } = inputs.x as TensorInfo;
    (backend as BackendWasm).incRef(dataId);
    return { dataId, shape, dtype };
  });
  replace(BatchMatMul, (original) => (call) => {
    const { a, b } = call.inputs as Record<'a' | 'b', TensorInfo>;
    const attributes = call.attrs as unknown as BatchMatMulAttrs;
    return hasKernelModule() && fits(a, b) ? multiply(a, b, attributes) : original(call);
  });
}

function replace(kernelName: string, make: (original: KernelFunc) => KernelFunc): void {
  const config = getKernel(kernelName, 'wasm');
  unregisterKernel(kernelName, 'wasm');
  registerKernel({ ...config, kernelFunc: make(config.kernelFunc) });
}

const batchOf = (matrices: TensorInfo) => matrices.shape.slice(0, -2);

/** Equal batches, or a single matrix on one side. */
function fits(a: TensorInfo, b: TensorInfo): boolean {
  const floats = a.dtype === 'float32' && b.dtype === 'float32';
  const [left, right] = [batchOf(a), batchOf(b)];
  const single = util.sizeFromShape(left) === 1 || util.sizeFromShape(right) === 1;
  return floats && left.length === right.length && (single || util.arraysEqual(left, right));
}

function multiply(a: TensorInfo, b: TensorInfo, { transposeA, transposeB }: BatchMatMulAttrs): TensorInfo {
  const [aHeight, aWidth] = a.shape.slice(-2) as [number, number];
  const [bHeight, bWidth] = b.shape.slice(-2) as [number, number];
  const [rows, depth] = transposeA ? [aWidth, aHeight] : [aHeight, aWidth];
  const [inner, columns] = transposeB ? [bWidth, bHeight] : [bHeight, bWidth];
  util.assert(depth === inner, () => `matMul: [${a.shape}] and [${b.shape}] have no common inner size`);
  const [left, right] = [util.sizeFromShape(batchOf(a)), util.sizeFromShape(batchOf(b))];
  const batch = left === 1 ? right : left;
  const result = makeOutput([...(left === 1 ? batchOf(b) : batchOf(a)), rows, columns]);
  const steps = { a: left === 1 ? 0 : rows * depth, b: right === 1 ? 0 : depth * columns, result: rows * columns };
  const operations = 2 * batch * rows * depth * columns;
  const chunks = partsOf(batch, rows, columns, chunksFor(operations)).map((part): Chunk => {
    const { batches, rows: some, columns: few } = part;
    const parameters = [
      addressIn(a, batches.first * steps.a + some.first * (transposeA ? 1 : aWidth)),
      ...[aWidth, steps.a],
      addressIn(b, batches.first * steps.b + few.first * (transposeB ? bWidth : 1)),
      ...[bWidth, steps.b],
      addressIn(result, batches.first * steps.result + some.first * columns + few.first),
      ...[columns, steps.result],
      workspace(callNumber('matricesBytes', some.count, depth, few.count)),
      ...[batches.count, some.count, depth, few.count, Number(transposeA), Number(transposeB)],
    ];
    return { name: 'multiplyMatrices', parameters };
  });
  runChunks(chunks, operations);
  return result;
}

/** Parts of a batch of products, along their longest side. No sum is divided, so the number of parts changes no bit. */
function partsOf(batch: number, rows: number, columns: number, chunks: number) {
  const all = { batches: whole(batch), rows: whole(rows), columns: whole(columns) };
  if (batch >= chunks) return rangesOf(batch, chunks, 1).map((batches) => ({ ...all, batches }));
  if (rows > columns) return rangesOf(rows, chunks, 4).map((some) => ({ ...all, rows: some }));
  return rangesOf(columns, chunks, 8).map((some) => ({ ...all, columns: some }));
}

const whole = (count: number) => ({ first: 0, count });

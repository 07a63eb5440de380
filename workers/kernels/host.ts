/**
 * Kernels in JavaScript over typed arrays, for the two backends whose tensors are such arrays: cpu, and wasm, where an
 * array is a view into the heap. Every operation has one, made from its reference. A WASM kernel replaces it where the
 * module is loaded.
 */

import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import {
  type DataType,
  type KernelBackend,
  type NamedAttrMap,
  type NamedTensorInfoMap,
  registerKernel,
  type TensorInfo,
} from '@tensorflow/tfjs-core';

import { hasKernelModule } from './wasm/module.ts';

export interface HostOutput {
  shape: number[];
  dtype: DataType;
  values: Float32Array | Int32Array;
}

/** The inputs of a host kernel. Arrays are the tensors' own memory: writing to them updates in place. */
export interface HostInputs {
  readonly names: string[];
  shape(name: string): number[];
  floats(name: string): Float32Array;
  integers(name: string): Int32Array;
  has(name: string): boolean;
}

function valuesOf(info: TensorInfo, backend: KernelBackend, backendName: string): unknown {
  if (backendName === 'cpu') return (backend as MathBackendCPU).data.get(info.dataId).values;
  return (backend as BackendWasm).typedArrayFromHeap(info);
}

function hostInputs(inputs: NamedTensorInfoMap, backend: KernelBackend, backendName: string): HostInputs {
  const find = (name: string): TensorInfo => {
    const info = inputs[name];
    if (!info) throw new Error(`The kernel has no input ${name}; it was given ${Object.keys(inputs).join(', ')}`);
    return info;
  };
  return {
    names: Object.keys(inputs),
    has: (name) => inputs[name] !== undefined,
    shape: (name) => find(name).shape,
    // A cast on the cpu backend is a view, so a float32 tensor may have an Int32Array.
    floats: (name) => {
      const values = valuesOf(find(name), backend, backendName);
      return values instanceof Float32Array ? values : Float32Array.from(values as ArrayLike<number>);
    },
    integers: (name) => {
      const values = valuesOf(find(name), backend, backendName);
      return values instanceof Int32Array ? values : Int32Array.from(values as ArrayLike<number>);
    },
  };
}

function makeOutput(output: HostOutput, backend: KernelBackend, backendName: string): TensorInfo {
  const { shape, dtype, values } = output;
  if (backendName === 'cpu') return (backend as MathBackendCPU).makeTensorInfo(shape, dtype, values);
  return (backend as BackendWasm).makeOutput(shape, dtype, undefined, values);
}

/** Gives all outputs in order; none where it works in place. */
type HostKernel = (inputs: HostInputs, attributes: NamedAttrMap) => HostOutput[];

/** A kernel in our WASM module, on tensors. */
type ModuleKernel = (inputs: NamedTensorInfoMap, attributes: NamedAttrMap) => TensorInfo[];

/**
 * Registers `run` under `kernelName` for cpu and wasm. On wasm, `runInModule` replaces it once our module is loaded.
 */
export function registerHostKernel(kernelName: string, run: HostKernel, runInModule?: ModuleKernel): void {
  for (const backendName of ['cpu', 'wasm']) {
    registerKernel({
      kernelName,
      backendName,
      kernelFunc: (call) => {
        const attributes = call.attrs ?? {};
        const backend = call.backend as KernelBackend;
        const outputs =
          backendName === 'wasm' && runInModule && hasKernelModule()
            ? runInModule(call.inputs, attributes)
            : run(hostInputs(call.inputs, backend, backendName), attributes).map((output) =>
                makeOutput(output, backend, backendName),
              );
        return outputs.length === 1 ? (outputs[0] as TensorInfo) : outputs;
      },
    });
  }
}

/** A float32 output. */
export const floatOutput = (shape: number[], values: Float32Array): HostOutput => ({ shape, dtype: 'float32', values });

/** An int32 output. */
export const integerOutput = (shape: number[], values: Int32Array): HostOutput => ({ shape, dtype: 'int32', values });

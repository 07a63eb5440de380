/**
 * What our kernels replace in tfjs's WASM backend. Its `Identity` copies, so that every tensor that is kept for a
 * gradient is copied in full, parameters and their whole embedding tables included; on its other backends it is a second
 * name for the same data, and so it is here.
 */
import '@tensorflow/tfjs-backend-wasm';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { Identity, registerKernel, type TensorInfo, unregisterKernel } from '@tensorflow/tfjs-core';

/** Replaces them, for all who use tfjs's `wasm` in this process. */
export function replaceTfjsKernels(): void {
  unregisterKernel(Identity, 'wasm');
  registerKernel({
    kernelName: Identity,
    backendName: 'wasm',
    kernelFunc: ({ inputs, backend }) => {
      const { dataId, shape, dtype } = inputs.x as TensorInfo;
      (backend as BackendWasm).incRef(dataId);
      return { dataId, shape, dtype };
    },
  });
}

/**
 * Uploads of tensors to the GPU. For every tensor, tfjs makes a staging buffer, ends the pass to copy from it, and
 * destroys it. The queue writes without all this.
 *
 * The queue writes before all work that is not submitted yet. That is safe: a buffer that such work uses is not free,
 * and a new tensor only gets a free one.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { DataId } from '@tensorflow/tfjs-core';

/** The members of a tensor's data that tfjs's types keep read-only. */
interface Data {
  readonly dtype: string;
  values: Float32Array | Int32Array | Uint8Array | readonly number[] | null;
  resource?: GPUBuffer;
}

/** From now on the backend uploads with its queue. */
export function uploadByQueue(backend: WebGPUBackend): void {
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
  const upload = backend.uploadToGPU.bind(backend);
  backend.uploadToGPU = (id: DataId) => {
    const data = backend.tensorMap.get(id) as unknown as Data;
    const numbers = data.resource ? null : numbersOf(data);
    if (!numbers) return upload(id);
    const buffer = backend.bufferManager.acquireBuffer(numbers.byteLength, usage);
    backend.queue.writeBuffer(buffer, 0, numbers);
    data.resource = buffer;
    data.values = null;
  };
}

/** The numbers in the GPU's types, which have no bytes; null where there is nothing to write. */
function numbersOf({ values, dtype }: Data): Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer> | null {
  if (!values || values.length === 0) return null;
  const Numbers = dtype === 'float32' ? Float32Array : Int32Array;
  return values instanceof Numbers ? (values as Float32Array<ArrayBuffer>) : Numbers.from(values);
}

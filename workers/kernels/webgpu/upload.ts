/**
 * How a tensor's numbers reach the GPU. tfjs makes a buffer to pass them through for every tensor, ends the pass to copy
 * from it, and throws it away; the queue takes them without any of this. It writes before all that is not submitted yet,
 * which does no harm: a buffer that such work still uses is not free, and a new tensor only gets a free one.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { DataId } from '@tensorflow/tfjs-core';

/** What of a tensor's data is read-only in its types. */
interface Data {
  readonly dtype: string;
  values: Float32Array | Int32Array | Uint8Array | readonly number[] | null;
  resource?: GPUBuffer;
}

/** From now on the backend uploads by its queue. */
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

/** As the GPU holds them, which knows no bytes; null where there is nothing to write. */
function numbersOf({ values, dtype }: Data): Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer> | null {
  if (!values || values.length === 0) return null;
  const Numbers = dtype === 'float32' ? Float32Array : Int32Array;
  return values instanceof Numbers ? (values as Float32Array<ArrayBuffer>) : Numbers.from(values);
}

/**
 * Keeps tfjs's pool of GPU buffers in bounds. It keys free buffers by exact size and never gives one back, so batches of
 * varying lengths would hoard memory without end.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';

/** What of the pool is private in its types. */
interface BufferPool {
  readonly freeBuffers: Map<string, GPUBuffer[]>;
  numFreeBuffers: number;
  numBytesUsed: number;
  numBytesAllocated: number;
  acquireBuffer(size: number, usage: GPUBufferUsageFlags, mappedAtCreation?: boolean, reuse?: boolean): GPUBuffer;
}

/** Allocated bytes may reach this many times the most that was ever in use at once. */
const slack = 2;

const poolOf = (backend: WebGPUBackend) => backend.bufferManager as unknown as BufferPool;

/** Destroys the buffers that are held for reuse and gives the number of bytes freed. Computing goes on unharmed. */
export function trimBufferPool(backend: WebGPUBackend): number {
  const pool = poolOf(backend);
  let freed = 0;
  for (const [key, buffers] of pool.freeBuffers) {
    for (const buffer of buffers) {
      freed += buffer.size;
      buffer.destroy();
    }
    pool.numFreeBuffers -= buffers.length;
    // The entry stays: tfjs looks up where to put a released buffer, and leaks whatever is released into an empty map.
    pool.freeBuffers.set(key, []);
  }
  pool.numBytesAllocated -= freed;
  return freed;
}

/**
 * From now on the backend trims its pool by itself before a new buffer would take what is allocated beyond twice the
 * most that was in use at once.
 */
export function boundBufferPool(backend: WebGPUBackend): void {
  const pool = poolOf(backend);
  const acquire = pool.acquireBuffer.bind(pool);
  let peak = 0;
  pool.acquireBuffer = (size, usage, mappedAtCreation, reuse) => {
    peak = Math.max(peak, pool.numBytesUsed + size);
    const isPooled = reuse !== false && (pool.freeBuffers.get(`${size}_${usage}`)?.length ?? 0) > 0;
    if (!isPooled && pool.numBytesAllocated + size > slack * peak) trimBufferPool(backend);
    return acquire(size, usage, mappedAtCreation, reuse);
  };
}

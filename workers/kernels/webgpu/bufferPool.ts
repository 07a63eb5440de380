/**
 * Limits tfjs's pool of GPU buffers. The pool keys free buffers by exact size and never destroys one, so batches of
 * varying lengths would make it grow without limit.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';

/** The members of the pool that tfjs's types keep private. */
interface BufferPool {
  readonly freeBuffers: Map<string, GPUBuffer[]>;
  numFreeBuffers: number;
  numBytesUsed: number;
  numBytesAllocated: number;
  acquireBuffer(size: number, usage: GPUBufferUsageFlags, mappedAtCreation?: boolean, reuse?: boolean): GPUBuffer;
}

/** The limit of allocated bytes, as a multiple of the peak of bytes in use. */
const slack = 2;

const poolOf = (backend: WebGPUBackend) => backend.bufferManager as unknown as BufferPool;

/** tfjs's key of buffers that may replace each other. */
const keyOf = (size: number, usage: GPUBufferUsageFlags) => `${size}_${usage}`;

/** Destroys the free buffers and gives the number of bytes freed. Computing can continue. */
export function trimBufferPool(backend: WebGPUBackend): number {
  const pool = poolOf(backend);
  return destroyFree(pool, pool.freeBuffers.keys(), Number.POSITIVE_INFINITY);
}

/**
 * Destroys free buffers, in the order of the keys, until this many bytes are freed. Gives the number of bytes freed.
 */
function destroyFree(pool: BufferPool, keys: Iterable<string>, bytes: number): number {
  let freed = 0;
  for (const key of keys) {
    // An empty entry stays: tfjs looks it up to release a buffer, and leaks the buffer where there is none.
    const buffers = pool.freeBuffers.get(key) ?? [];
    while (freed < bytes) {
      const buffer = buffers.shift();
      if (!buffer) break;
      freed += buffer.size;
      buffer.destroy();
      pool.numFreeBuffers--;
    }
  }
  pool.numBytesAllocated -= freed;
  return freed;
}

/**
 * From now on the backend limits its allocations to twice the peak in use. Before a new buffer would exceed that, it
 * destroys free buffers, those of the least recently requested sizes first.
 */
export function boundBufferPool(backend: WebGPUBackend): void {
  const pool = poolOf(backend);
  const acquire = pool.acquireBuffer.bind(pool);
  const keys = new Set<string>(); // least recently requested first
  let peak = 0;
  pool.acquireBuffer = (size, usage, mappedAtCreation, reuse) => {
    const key = keyOf(size, usage);
    keys.delete(key);
    keys.add(key);
    peak = Math.max(peak, pool.numBytesUsed + size);
    const isPooled = reuse !== false && (pool.freeBuffers.get(key)?.length ?? 0) > 0;
    const surplus = pool.numBytesAllocated + size - slack * peak;
    if (!isPooled && surplus > 0) destroyFree(pool, keys, surplus);
    return acquire(size, usage, mappedAtCreation, reuse);
  };
}

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

/** tfjs's own name for what fits what. */
const keyOf = (size: number, usage: GPUBufferUsageFlags) => `${size}_${usage}`;

/** Destroys the buffers that are held for reuse and gives the number of bytes freed. Computing goes on unharmed. */
export function trimBufferPool(backend: WebGPUBackend): number {
  const pool = poolOf(backend);
  return destroyFree(pool, pool.freeBuffers.keys(), Number.POSITIVE_INFINITY);
}

/** Destroys free buffers, those under the first keys first, until so many bytes are freed; gives how many were. */
function destroyFree(pool: BufferPool, keys: Iterable<string>, bytes: number): number {
  let freed = 0;
  for (const key of keys) {
    // An emptied entry stays: tfjs looks up where to put a released buffer, and leaks it where there is no entry.
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
 * From now on, before a new buffer would take what is allocated beyond twice the most that was in use at once, the
 * backend gives back of its pool what it needs: first the sizes that nobody has asked for the longest.
 */
export function boundBufferPool(backend: WebGPUBackend): void {
  const pool = poolOf(backend);
  const acquire = pool.acquireBuffer.bind(pool);
  const keys = new Set<string>(); // the least recently wanted first
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

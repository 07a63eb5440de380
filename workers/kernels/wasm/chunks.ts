/**
 * Splits a kernel's work into chunks that are independent of each other. A chunk is one call of an export on slices of
 * tensors. Other threads compute some of the chunks (threads.ts). They work on copies of what they read, since tfjs's
 * memory cannot be shared. The number of threads changes no bit of the results: either only shapes decide how a kernel is
 * split, or every number is computed alike in whichever chunk it is.
 */
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { addressOf, alignment, callExport, heap, withWorkspace } from './module.ts';
import { type KernelThread, threadsInUse } from './threads.ts';

/** Numbers in tfjs's memory, in one row or several. For several rows the export also takes the stride in bytes. */
export interface Slice {
  readonly access: 'read' | 'write';
  readonly address: number;
  readonly width: number;
  readonly rows?: number;
  /** In numbers, from row to row. */
  readonly stride?: number;
}

/** A temporary buffer of an export. */
interface Workspace {
  readonly access: 'work';
  readonly bytes: number;
}

/** A parameter of an export: a number, or the address of what it reads, writes or works in. */
export type Parameter = number | Slice | Workspace;

export interface Chunk {
  readonly name: string;
  readonly parameters: readonly Parameter[];
}

/** `width` numbers of a tensor from `start` on, or `rows` rows of `width` with the given stride. */
export function sliceOf(
  access: 'read' | 'write',
  tensor: TensorInfo,
  start: number,
  width: number,
  rows?: { readonly rows: number; readonly stride: number },
): Slice {
  return { access, address: addressOf(tensor) + 4 * start, width, ...rows };
}

export const workspace = (bytes: number): Workspace => ({ access: 'work', bytes });

/** Below this many floating-point operations, waking another thread costs more than it saves. */
const minimumOperations = 1e7;

/** How many chunks keep all threads busy; 1 where waking another is not worth it. */
export const chunksFor = (operations: number): number =>
  operations < minimumOperations ? 1 : threadsInUse().length + 1;

/** Divides `count` things among at most `chunks` chunks, in wholes of `unit`. */
export function rangesOf(count: number, chunks: number, unit: number): { first: number; count: number }[] {
  const units = Math.ceil(count / unit);
  const parts = Math.max(1, Math.min(chunks, units));
  const start = (n: number) => Math.min(count, unit * Math.round((n * units) / parts));
  return Array.from({ length: parts }, (_, n) => ({ first: start(n), count: start(n + 1) - start(n) }));
}

/**
 * Runs the chunks and returns when all are done. They must write to different places, and none may read what another
 * writes. Neighbours in the list go to the same thread, so chunks that read the same slices should be neighbours.
 *
 * @param operations approximate number of floating-point operations of all chunks together.
 */
export function runChunks(chunks: readonly Chunk[], operations: number): void {
  const threads = operations < minimumOperations ? [] : threadsInUse().slice(0, chunks.length - 1);
  const count = threads.length + 1;
  const part = (n: number) =>
    chunks.slice(Math.round((n * chunks.length) / count), Math.round(((n + 1) * chunks.length) / count));
  const pending = threads.map((thread, n) => startOn(thread, part(n + 1)));
  try {
    part(0).forEach(runOnThisThread);
  } finally {
    for (const finish of pending) finish();
  }
}

function runOnThisThread({ name, parameters }: Chunk): void {
  const bytes = parameters.reduce<number>((sum, each) => sum + workBytes(each), 0);
  withWorkspace(bytes, (start) => {
    let work = start;
    const placed = parameters.flatMap((parameter) => {
      if (typeof parameter === 'number') return [parameter];
      if (parameter.access !== 'work') return [parameter.address, ...strideOf(parameter)];
      work += workBytes(parameter);
      return [work - workBytes(parameter)];
    });
    callExport(name, placed);
  });
}

const workBytes = (parameter: Parameter): number =>
  typeof parameter === 'object' && parameter.access === 'work' ? aligned(parameter.bytes) : 0;

const aligned = (bytes: number) => Math.ceil(bytes / alignment) * alignment;

/** The stride in bytes, where there are several rows. */
const strideOf = ({ rows, stride = 0 }: Slice) => (rows === undefined ? [] : [4 * stride]);

/**
 * Copies what the chunks read into the thread's memory and starts it. Gives a function that waits and copies the
 * results back. Where the thread's memory is too small, that function runs the chunks on this thread.
 */
function startOn(thread: KernelThread, chunks: readonly Chunk[]): () => void {
  const { calls, reads, writes, bytes } = layoutOf(chunks, thread.start);
  const memory = thread.reserve(bytes);
  if (!memory) return () => chunks.forEach(runOnThisThread);
  for (const { from, to } of reads) copyRows(heap(), from, memory, { ...from, address: to, stride: from.width });
  thread.run(calls);
  return () => {
    thread.wait();
    for (const { from, to } of writes) copyRows(memory, { ...to, address: from, stride: to.width }, heap(), to);
  };
}

/** The layout of a thread's memory from `start` on. A slice that several chunks read is copied once. */
function layoutOf(chunks: readonly Chunk[], start: number) {
  let end = start;
  const allocate = (size: number) => {
    end += aligned(size);
    return end - aligned(size);
  };
  const reads: { from: Slice; to: number }[] = [];
  const writes: { from: number; to: Slice }[] = [];
  const addresses = new Map<string, number>();
  const place = (parameter: Parameter): number[] => {
    if (typeof parameter === 'number') return [parameter];
    if (parameter.access === 'work') return [allocate(parameter.bytes)];
    const { address, width, rows, stride } = parameter;
    const size = 4 * width * (rows ?? 1);
    const key = `${address} ${width} ${rows} ${stride}`;
    let to = parameter.access === 'read' ? addresses.get(key) : undefined;
    if (to === undefined) {
      to = allocate(size);
      if (parameter.access === 'write') writes.push({ from: to, to: parameter });
      else reads.push({ from: parameter, to });
      addresses.set(key, to);
    }
    return [to, ...strideOf({ ...parameter, stride: width })];
  };
  const calls = chunks.map(({ name, parameters }) => ({ name, parameters: parameters.flatMap(place) }));
  return { calls, reads, writes, bytes: end };
}

/** Rows shorter than this are copied number by number. */
const longRow = 48;

function copyRows(source: Float32Array, from: Slice, target: Float32Array, to: Slice): void {
  const { width, rows = 1 } = from;
  const [fromStride, toStride] = [from.stride ?? width, to.stride ?? width];
  let [a, b] = [from.address / 4, to.address / 4];
  if (fromStride === width && toStride === width) {
    target.set(source.subarray(a, a + rows * width), b);
    return;
  }
  for (let row = 0; row < rows; row++, a += fromStride, b += toStride) {
    if (width >= longRow) target.set(source.subarray(a, a + width), b);
    else for (let n = 0; n < width; n++) target[b + n] = source[a + n] as number;
  }
}

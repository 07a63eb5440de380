/**
 * A kernel's work cut into shares that have nothing to do with each other: each is a call of an export on pieces of
 * tensors. Other threads' shares run beside this one's own (threads.ts), on copies of what they read, since tfjs's
 * memory cannot be shared. How a kernel is cut depends on its shapes alone, so that the number of threads changes no bit
 * of the results.
 */
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { addressOf, alignment, callExport, heap, withWorkspace } from './module.ts';
import { type KernelThread, threadsInUse } from './threads.ts';

/** Numbers in tfjs's memory; of several rows the export is told the bytes between their beginnings as well. */
export interface Piece {
  readonly access: 'read' | 'write';
  readonly address: number;
  readonly width: number;
  readonly rows?: number;
  /** Numbers between the beginnings of rows. */
  readonly stride?: number;
}

/** Bytes that an export works in. */
interface Workspace {
  readonly access: 'work';
  readonly bytes: number;
}

/** What an export is given, in its order: numbers as they are, and addresses of what it reads, writes or works in. */
export type Parameter = number | Piece | Workspace;

export interface Share {
  readonly name: string;
  readonly parameters: readonly Parameter[];
}

/** `width` numbers of a tensor from `start` on, or `rows` times so many, `stride` apart. */
export function piece(
  access: 'read' | 'write',
  tensor: TensorInfo,
  start: number,
  width: number,
  rows?: { readonly rows: number; readonly stride: number },
): Piece {
  return { access, address: addressOf(tensor) + 4 * start, width, ...rows };
}

export const workspace = (bytes: number): Workspace => ({ access: 'work', bytes });

/** Work below this many floating-point operations is done sooner than another thread wakes. */
const worthAThread = 1e7;

/**
 * Runs the shares and returns when all are done. They must write to different places and read nothing that another
 * writes. Neighbours in the list go to the same thread, so what they both read is best read by neighbours.
 *
 * @param operations floating-point operations of all shares together, about.
 */
export function runShares(shares: readonly Share[], operations: number): void {
  const threads = operations < worthAThread ? [] : threadsInUse().slice(0, shares.length - 1);
  const count = threads.length + 1;
  const part = (n: number) =>
    shares.slice(Math.round((n * shares.length) / count), Math.round(((n + 1) * shares.length) / count));
  const away = threads.map((thread, n) => begin(thread, part(n + 1)));
  try {
    part(0).forEach(runHere);
  } finally {
    for (const finish of away) finish();
  }
}

function runHere({ name, parameters }: Share): void {
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

/** The bytes between the beginnings of rows, where there are several. */
const strideOf = ({ rows, stride = 0 }: Piece) => (rows === undefined ? [] : [4 * stride]);

/**
 * Copies what the shares read into the thread's memory and sets it to work; the result waits and copies back. Shares that
 * do not fit there are done here, by the result.
 */
function begin(thread: KernelThread, shares: readonly Share[]): () => void {
  const { calls, reads, writes, bytes } = layOut(shares, thread.start);
  const memory = thread.reserve(bytes);
  if (!memory) return () => shares.forEach(runHere);
  for (const { from, to } of reads) copyRows(heap(), from, memory, { ...from, address: to, stride: from.width });
  thread.run(calls);
  return () => {
    thread.wait();
    for (const { from, to } of writes) copyRows(memory, { ...to, address: from, stride: to.width }, heap(), to);
  };
}

/** Where everything lies in a thread's memory from `start` on. What two shares read lies there once. */
function layOut(shares: readonly Share[], start: number) {
  let end = start;
  const take = (size: number) => {
    end += aligned(size);
    return end - aligned(size);
  };
  const reads: { from: Piece; to: number }[] = [];
  const writes: { from: number; to: Piece }[] = [];
  const known = new Map<string, number>();
  const place = (parameter: Parameter): number[] => {
    if (typeof parameter === 'number') return [parameter];
    if (parameter.access === 'work') return [take(parameter.bytes)];
    const { address, width, rows, stride } = parameter;
    const size = 4 * width * (rows ?? 1);
    const key = `${address} ${width} ${rows} ${stride}`;
    let to = parameter.access === 'read' ? known.get(key) : undefined;
    if (to === undefined) {
      to = take(size);
      if (parameter.access === 'write') writes.push({ from: to, to: parameter });
      else reads.push({ from: parameter, to });
      known.set(key, to);
    }
    return [to, ...strideOf({ ...parameter, stride: width })];
  };
  const calls = shares.map(({ name, parameters }) => ({ name, parameters: parameters.flatMap(place) }));
  return { calls, reads, writes, bytes: end };
}

/** Rows shorter than this are copied number by number. */
const longRow = 48;

function copyRows(source: Float32Array, from: Piece, target: Float32Array, to: Piece): void {
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

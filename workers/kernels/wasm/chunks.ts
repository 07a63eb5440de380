/**
 * Splits a kernel's work into chunks that are independent of each other. A chunk is one call of an export. Other threads
 * compute some of the chunks (threads.ts), in the same memory. The number of threads changes no bit of the results:
 * either only shapes decide how a kernel is split, or every number is computed alike in whichever chunk it is.
 */
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { addressOf, alignment, callExport, withWorkspace } from './module.ts';
import { type ThreadCall, threadsInUse } from './threads.ts';

/** A temporary buffer of an export. */
interface Workspace {
  readonly bytes: number;
}

/** A parameter of an export: a number, often an address, or what it works in. */
export type Parameter = number | Workspace;

export interface Chunk {
  readonly name: string;
  readonly parameters: readonly Parameter[];
}

/** The address of a tensor's number `at`. */
export const addressIn = (tensor: TensorInfo, at: number): number => addressOf(tensor) + 4 * at;

export const workspace = (bytes: number): Workspace => ({ bytes });

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
 * writes. Neighbours in the list go to the same thread, so chunks that read the same numbers should be neighbours.
 *
 * @param operations approximate number of floating-point operations of all chunks together.
 */
export function runChunks(chunks: readonly Chunk[], operations: number): void {
  const threads = operations < minimumOperations ? [] : threadsInUse().slice(0, chunks.length - 1);
  const parts = rangesOf(chunks.length, threads.length + 1, 1).map(({ first, count }) =>
    chunks.slice(first, first + count),
  );
  // The chunks of a part run one after the other, in the same workspace.
  const sizes = parts.map((part) => Math.max(...part.map(workBytes)));
  withWorkspace(sum(sizes), (address) => {
    let work = address;
    const calls = parts.map((part, n) => {
      work += sizes[n] as number;
      return part.map((chunk) => placed(chunk, work - (sizes[n] as number)));
    });
    threads.forEach((thread, n) => {
      thread.run(calls[n + 1] as ThreadCall[]);
    });
    let succeeded = true;
    try {
      for (const { name, parameters } of calls[0] as ThreadCall[]) callExport(name, parameters);
    } finally {
      for (const thread of threads) succeeded = thread.wait() && succeeded;
    }
    if (!succeeded) throw new Error('A WASM kernel aborted on its thread.');
  });
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

const aligned = (bytes: number) => Math.ceil(bytes / alignment) * alignment;

const sizeOf = (parameter: Parameter) => (typeof parameter === 'number' ? 0 : aligned(parameter.bytes));

const workBytes = ({ parameters }: Chunk): number => sum(parameters.map(sizeOf));

/** The call of a chunk whose workspaces stand from `address` on. */
function placed({ name, parameters }: Chunk, address: number): ThreadCall {
  let work = address;
  const numbers = parameters.map((parameter) => {
    if (typeof parameter === 'number') return parameter;
    work += sizeOf(parameter);
    return work - sizeOf(parameter);
  });
  return { name, parameters: numbers };
}

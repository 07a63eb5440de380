/**
 * Threads that compute kernels. Each has its own shared memory, which this side reads and writes too. A thread sleeps
 * until calls are in its memory, and this side sleeps until they are done. The environment starts a thread: a browser's
 * worker, or Node's. Both run thread.js.
 */

/** Pages of a thread's memory: the initial size, and the limit of 1 GiB. Its kernels are compiled for both. */
export const threadPages = { initial: 2, maximum: 16_384 } as const;
const pageBytes = 65_536;

/**
 * The layout of a thread's memory: 32-bit numbers, then doubles. `asked` counts the batches of calls that a thread was
 * given, `answered` those that it has done.
 */
const layout = {
  asked: 0,
  answered: 1,
  failed: 2,
  calls: 3,
  /** First byte of the calls: of each call the export's number, the number of parameters, the parameters. */
  parameters: 64,
  /** First byte of the operands. */
  operands: 8192,
} as const;

/** The first message to thread.js. */
export interface ThreadStart {
  /** Our kernels, compiled for shared memory. */
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly layout: typeof layout;
}

/** Starts a thread with this message. Gives a handle that ends it. */
export type StartThread = (start: ThreadStart) => { end(): void };

export interface ThreadCall {
  readonly name: string;
  readonly parameters: readonly number[];
}

export class KernelThread {
  /** First byte of the operands in its memory. */
  readonly start = layout.operands;
  private readonly memory = new WebAssembly.Memory({ ...threadPages, shared: true });
  private readonly state = new Int32Array(this.memory.buffer, 0, 4);
  private readonly numbers: ReadonlyMap<string, number>;
  private readonly handle: { end(): void };

  constructor(module: WebAssembly.Module, startThread: StartThread) {
    this.numbers = new Map(WebAssembly.Module.exports(module).map(({ name }, number) => [name, number]));
    this.handle = startThread({ module, memory: this.memory, layout });
  }

  /** Resolves when the thread is ready. Starting takes turns of the event loop. */
  async ready(): Promise<void> {
    const began = performance.now();
    while (Atomics.load(this.state, layout.answered) === 0) {
      if (performance.now() - began > 10_000) throw new Error('A thread for the WASM kernels did not start.');
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    Atomics.store(this.state, layout.asked, 1);
  }

  /** Its whole memory as numbers, grown to at least this many bytes; null where that fails. */
  reserve(bytes: number): Float32Array | null {
    const missing = bytes - this.memory.buffer.byteLength;
    try {
      if (missing > 0) this.memory.grow(Math.ceil(missing / pageBytes));
    } catch {
      return null;
    }
    return new Float32Array(this.memory.buffer);
  }

  /** Starts the calls on the thread, one after the other. */
  run(calls: readonly ThreadCall[]): void {
    this.waitUntilAnswered();
    const size = calls.reduce((sum, { parameters }) => sum + 2 + parameters.length, 0);
    if (layout.parameters + 8 * size > layout.operands) throw new Error('Too many calls at once for a thread.');
    const written = new Float64Array(this.memory.buffer, layout.parameters, size);
    let at = 0;
    for (const { name, parameters } of calls) {
      written[at++] = this.numbers.get(name) as number;
      written[at++] = parameters.length;
      written.set(parameters, at);
      at += parameters.length;
    }
    this.state[layout.calls] = calls.length;
    Atomics.add(this.state, layout.asked, 1);
    Atomics.notify(this.state, layout.asked);
  }

  /** Waits until the thread has done its calls. */
  wait(): void {
    this.waitUntilAnswered();
    if (Atomics.exchange(this.state, layout.failed, 0) !== 0) throw new Error('A WASM kernel aborted on its thread.');
  }

  private waitUntilAnswered(): void {
    const asked = Atomics.load(this.state, layout.asked);
    for (;;) {
      const answered = Atomics.load(this.state, layout.answered);
      if (answered === asked) return;
      Atomics.wait(this.state, layout.answered, answered);
    }
  }

  end(): void {
    this.handle.end();
  }
}

let current: readonly KernelThread[] = [];

export const threadsInUse = (): readonly KernelThread[] => current;

/** Whether memory can be shared: in Node, and on a page that is isolated from other origins. */
export const canShareMemory = (): boolean =>
  typeof SharedArrayBuffer !== 'undefined' && globalThis.crossOriginIsolated !== false;

/** Starts threads beside this one and ends the previous ones. Gives how many run: all, or none. */
export async function startThreads(
  count: number,
  read: () => Promise<BufferSource>,
  startThread: StartThread,
): Promise<number> {
  endThreads();
  if (count <= 0) return 0;
  const threads: KernelThread[] = [];
  try {
    const module = await WebAssembly.compile(await read());
    for (let n = 0; n < count; n++) threads.push(new KernelThread(module, startThread));
    await Promise.all(threads.map((thread) => thread.ready()));
    current = threads;
  } catch {
    for (const thread of threads) thread.end();
  }
  return current.length;
}

/** Ends all threads but this one. */
export function endThreads(): void {
  for (const thread of current) thread.end();
  current = [];
}

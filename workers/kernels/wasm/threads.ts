/**
 * Threads that compute kernels. Each has a memory of its own that this side can read and write too; it sleeps until it
 * finds calls there, and this side waits for it asleep. A thread is started by whoever knows how: a browser's worker or
 * Node's, both running thread.js.
 */

/** Pages of a thread's memory: what it begins with, and the 1 GiB that it may grow to. Its kernels are compiled for them. */
export const threadPages = { initial: 2, maximum: 16_384 } as const;
const pageBytes = 65_536;

/**
 * The beginning of a thread's memory: 32-bit numbers, then doubles. `asked` counts up as the thread is given calls,
 * `answered` as it has made them.
 */
const layout = {
  asked: 0,
  answered: 1,
  failed: 2,
  calls: 3,
  /** Byte at which the calls begin: of each the export's number, the number of parameters, the parameters. */
  parameters: 64,
  /** Byte at which operands begin. */
  operands: 8192,
} as const;

/** What thread.js is sent first. */
export interface ThreadStart {
  /** Our kernels, compiled for shared memory. */
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly layout: typeof layout;
}

/** Starts a thread on what it is sent; gives a way to end it. */
export type StartThread = (start: ThreadStart) => { end(): void };

export interface ThreadCall {
  readonly name: string;
  readonly parameters: readonly number[];
}

export class KernelThread {
  /** Byte of its memory from which on operands may lie. */
  readonly start = layout.operands;
  private readonly memory = new WebAssembly.Memory({ ...threadPages, shared: true });
  private readonly state = new Int32Array(this.memory.buffer, 0, 4);
  private readonly numbers: ReadonlyMap<string, number>;
  private readonly handle: { end(): void };

  constructor(module: WebAssembly.Module, startThread: StartThread) {
    this.numbers = new Map(WebAssembly.Module.exports(module).map(({ name }, number) => [name, number]));
    this.handle = startThread({ module, memory: this.memory, layout });
  }

  /** Resolves when the thread can be asked: starting takes an event loop's turns. */
  async ready(): Promise<void> {
    const began = performance.now();
    while (Atomics.load(this.state, layout.answered) === 0) {
      if (performance.now() - began > 10_000) throw new Error('A thread for the WASM kernels did not start.');
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    Atomics.store(this.state, layout.asked, 1);
  }

  /** Its whole memory as numbers, at least so many bytes of it; null where it cannot have so many. */
  reserve(bytes: number): Float32Array | null {
    const missing = bytes - this.memory.buffer.byteLength;
    try {
      if (missing > 0) this.memory.grow(Math.ceil(missing / pageBytes));
    } catch {
      return null;
    }
    return new Float32Array(this.memory.buffer);
  }

  /** Sets the thread to work on the calls, one after the other. */
  run(calls: readonly ThreadCall[]): void {
    this.settle();
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

  /** Waits until it has done what it was asked. */
  wait(): void {
    this.settle();
    if (Atomics.exchange(this.state, layout.failed, 0) !== 0) throw new Error('A WASM kernel gave up on its thread.');
  }

  private settle(): void {
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

/** Whether memory can be shared here: in Node, and on a page that is isolated from other origins. */
export const canShareMemory = (): boolean =>
  typeof SharedArrayBuffer !== 'undefined' && globalThis.crossOriginIsolated !== false;

/** Starts threads beside this one, in the place of those before; gives how many are at hand: all, or none. */
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

/** Ends all but this one. */
export function endThreads(): void {
  for (const thread of current) thread.end();
  current = [];
}

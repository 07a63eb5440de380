/**
 * Threads that compute kernels, in the memory of tfjs's tensors. A thread sleeps until it is given calls, and this side
 * sleeps until they are done. Both write to a small buffer of the thread's own. The environment starts a thread: a
 * browser's worker, or Node's. Both run thread.js.
 */

/**
 * Pages of the memory of tfjs's backend (scripts/build-kernels.ts makes it a shared one): the initial size, and the
 * limit.
 */
export const memoryPages = { initial: 256, maximum: 65_536 } as const;

/**
 * Whether memory can be shared: in Node, and on a page that is isolated from other origins, where the engine has so
 * many addresses.
 */
export function canShareMemory(): boolean {
  if (typeof SharedArrayBuffer === 'undefined' || globalThis.crossOriginIsolated === false) return false;
  try {
    new WebAssembly.Memory({ ...memoryPages, shared: true });
    return true;
  } catch {
    return false;
  }
}

/**
 * The layout of a thread's own buffer: 32-bit numbers, then doubles. `asked` counts the batches of calls that a thread
 * was given, `answered` those that it has done.
 */
const layout = {
  asked: 0,
  answered: 1,
  failed: 2,
  calls: 3,
  /** First byte of the calls: of each call the export's number, the number of parameters, the parameters. */
  parameters: 64,
  bytes: 8192,
} as const;

/** The first message to thread.js. */
export interface ThreadStart {
  /** Our kernels, compiled for shared memory. */
  readonly code: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly control: SharedArrayBuffer;
  readonly layout: typeof layout;
}

/** Starts a thread with this message. Gives a handle that ends it. */
export type StartThread = (start: ThreadStart) => { end(): void };

export interface ThreadCall {
  readonly name: string;
  readonly parameters: readonly number[];
}

export class KernelThread {
  private readonly control = new SharedArrayBuffer(layout.bytes);
  private readonly state = new Int32Array(this.control, 0, 4);
  private readonly numbers: ReadonlyMap<string, number>;
  private readonly handle: { end(): void };

  constructor({ code, memory }: Pick<ThreadStart, 'code' | 'memory'>, startThread: StartThread) {
    this.numbers = new Map(WebAssembly.Module.exports(code).map(({ name }, number) => [name, number]));
    this.handle = startThread({ code, memory, control: this.control, layout });
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

  /** Starts the calls on the thread, one after the other. */
  run(calls: readonly ThreadCall[]): void {
    this.waitUntilAnswered();
    const size = calls.reduce((sum, { parameters }) => sum + 2 + parameters.length, 0);
    if (layout.parameters + 8 * size > layout.bytes) throw new Error('Too many calls at once for a thread.');
    const written = new Float64Array(this.control, layout.parameters, size);
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

  /** Waits until the thread has done its calls. Gives whether all succeeded. */
  wait(): boolean {
    this.waitUntilAnswered();
    return Atomics.exchange(this.state, layout.failed, 0) === 0;
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

/** Starts threads beside this one and ends the previous ones. Gives how many run: all, or none. */
export async function startThreads(
  count: number,
  kernels: Pick<ThreadStart, 'code' | 'memory'>,
  startThread: StartThread,
): Promise<number> {
  endThreads();
  if (count <= 0) return 0;
  const threads: KernelThread[] = [];
  try {
    for (let n = 0; n < count; n++) threads.push(new KernelThread(kernels, startThread));
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

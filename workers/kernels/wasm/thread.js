/**
 * The program of a thread for the WASM kernels. threads.ts is its other side and defines the protocol. It is plain
 * JavaScript, since Node starts a thread without a loader.
 */

/** @param {import('./threads.ts').ThreadStart} start */
export function serveKernels({ module, memory, layout }) {
  const { asked, answered, failed, calls, parameters, operands } = layout;
  const abort = () => {
    throw new Error('A WASM kernel aborted.');
  };
  const { exports } = new WebAssembly.Instance(module, { env: { memory, abort } });
  const functions = WebAssembly.Module.exports(module).map(({ name }) => exports[name]);
  const state = new Int32Array(memory.buffer, 0, 4);
  const numbers = new Float64Array(memory.buffer, parameters, (operands - parameters) / 8);
  for (let turn = 1; ; turn++) {
    Atomics.store(state, answered, turn);
    Atomics.notify(state, answered);
    for (let seen = turn; seen <= turn; seen = Atomics.load(state, asked)) Atomics.wait(state, asked, seen);
    try {
      let at = 0;
      for (let call = 0; call < state[calls]; call++) {
        const run = functions[numbers[at]];
        const count = numbers[at + 1];
        run(...numbers.subarray(at + 2, at + 2 + count));
        at += 2 + count;
      }
    } catch {
      Atomics.store(state, failed, 1);
    }
  }
}

/**
 * The program of a thread for the WASM kernels. threads.ts is its other side and defines the protocol. It is plain
 * JavaScript, since Node starts a thread without a loader.
 */

/** @param {import('./threads.ts').ThreadStart} start */
export function serveKernels({ code, memory, control, layout }) {
  const { asked, answered, failed, calls, parameters, bytes } = layout;
  const abort = () => {
    throw new Error('A WASM kernel aborted.');
  };
  const { exports } = new WebAssembly.Instance(code, { env: { memory, abort } });
  const functions = WebAssembly.Module.exports(code).map(({ name }) => exports[name]);
  const state = new Int32Array(control, 0, 4);
  const numbers = new Float64Array(control, parameters, (bytes - parameters) / 8);
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

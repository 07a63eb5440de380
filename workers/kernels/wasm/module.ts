/**
 * Our own WASM module: one instance with a memory of its own. A call lays its operands out one after the other, copies
 * them in and the results out, which is little beside what is computed on them.
 */

/** Every export takes addresses and sizes, and computes in place. */
interface KernelExports {
  readonly [name: string]: (...parameters: number[]) => number;
}

interface KernelModule {
  readonly memory: WebAssembly.Memory;
  readonly exports: KernelExports;
}

let current: KernelModule | null = null;

const pageBytes = 65_536;
/** The module's own constants lie below. */
const firstAddress = 4096;
/** Vector loads want no alignment, but are faster with it. */
const alignment = 64;

/** A function that returns f32x4.relaxed_madd of three constants. */
const relaxedProbe = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 19, 1, 17, 0, 65, 1, 253, 15, 65, 2, 253, 15, 65,
  3, 253, 15, 253, 133, 2, 11,
]);

export type KernelVariant = 'relaxed' | 'simd';

/** The variant that this engine can run best. */
export function bestVariant(): KernelVariant {
  return WebAssembly.validate(relaxedProbe) ? 'relaxed' : 'simd';
}

export const variantTitles: Readonly<Record<KernelVariant, string>> = {
  relaxed: 'WebAssembly, relaxed SIMD',
  simd: 'WebAssembly, SIMD',
};

/** Instantiates a module that scripts/build-kernels.ts made. Later calls replace it. */
export async function loadKernelModule(bytes: BufferSource): Promise<void> {
  const memory = new WebAssembly.Memory({ initial: 16 });
  const abort = () => {
    throw new Error('A WASM kernel gave up.');
  };
  const { instance } = await WebAssembly.instantiate(bytes, { env: { memory, abort } });
  current = { memory, exports: instance.exports as unknown as KernelExports };
}

/** Whether the module is there; without it the references run in its place. */
export function hasKernelModule(): boolean {
  return current !== null;
}

/** Calls an export that only computes a number from numbers, such as a workspace's size. */
export function callSize(name: string, ...sizes: number[]): number {
  return callExport(moduleInUse(), name, sizes);
}

export interface KernelCall {
  readonly name: string;
  readonly inputs: readonly (Float32Array | Int32Array)[];
  /** How many float32 numbers each result has. */
  readonly outputs: readonly number[];
  readonly workBytes: number;
  readonly sizes: readonly number[];
}

/** Calls an export with the addresses of inputs, outputs and workspace, then the sizes; gives copies of the outputs. */
export function callKernel({ name, inputs, outputs, workBytes, sizes }: KernelCall): Float32Array[] {
  const module = moduleInUse();
  let end = firstAddress;
  const place = (bytes: number) => {
    const address = end;
    end = Math.ceil((end + bytes) / alignment) * alignment;
    return address;
  };
  const inputPlaces = inputs.map((values) => place(values.byteLength));
  const outputPlaces = outputs.map((count) => place(4 * count));
  const work = place(workBytes);
  const missing = end - module.memory.buffer.byteLength;
  if (missing > 0) module.memory.grow(Math.ceil(missing / pageBytes));
  inputs.forEach((values, index) => {
    const View = values instanceof Int32Array ? Int32Array : Float32Array;
    new View(module.memory.buffer, inputPlaces[index], values.length).set(values);
  });
  callExport(module, name, [...inputPlaces, ...outputPlaces, work, ...sizes]);
  return outputs.map((count, index) => new Float32Array(module.memory.buffer, outputPlaces[index], count).slice());
}

function moduleInUse(): KernelModule {
  if (!current) throw new Error('The WASM kernels were not loaded.');
  return current;
}

function callExport({ exports }: KernelModule, name: string, parameters: readonly number[]): number {
  const call = exports[name];
  if (!call) throw new Error(`The WASM kernels have no ${name}; build them again.`);
  return call(...parameters);
}

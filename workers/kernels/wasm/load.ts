/** Brings our WASM kernels up: the variant that this engine can run best, on as many threads as are worth it. */
import { loadKernelModule } from './module.ts';
import { hasRelaxedSimd } from './relaxedSimd.ts';
import { canShareMemory, type StartThread, startThreads } from './threads.ts';

export type KernelVariant = 'relaxed' | 'simd';

const titles: Readonly<Record<KernelVariant, string>> = {
  relaxed: 'WebAssembly, relaxed SIMD',
  simd: 'WebAssembly, SIMD',
};

/** What scripts/build-kernels.ts makes; `-shared` ones are for the memory of a thread. */
export type KernelFile = `kernels-${KernelVariant}${'' | '-shared'}.wasm`;

export interface KernelEnvironment {
  readonly read: (name: KernelFile) => Promise<BufferSource>;
  /** This one among them. */
  readonly threads: number;
  readonly startThread: StartThread;
  /** By default the best that this engine can run. */
  readonly variant?: KernelVariant;
}

/** More threads find nothing to do in a recurrent layer: it has two directions, and few sequences make a share. */
const mostThreads = 8;

/** The variant that this engine can run best. */
export const bestVariant = (): KernelVariant => (hasRelaxedSimd() ? 'relaxed' : 'simd');

/**
 * Needs tfjs's WASM backend to be up. Where memory cannot be shared, or a thread does not start, there is one thread;
 * the numbers are the same.
 */
export async function loadKernels({ read, threads, startThread, variant }: KernelEnvironment) {
  const chosen = variant ?? bestVariant();
  await loadKernelModule(await read(`kernels-${chosen}.wasm`));
  const beside = canShareMemory() ? Math.min(threads, mostThreads) - 1 : 0;
  const started = await startThreads(beside, () => read(`kernels-${chosen}-shared.wasm`), startThread);
  const count = started + 1;
  return { description: `${titles[chosen]}, ${count} ${count === 1 ? 'thread' : 'threads'}`, threads: count };
}

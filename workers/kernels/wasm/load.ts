/** Loads our WASM kernels: the best variant for this engine, on as many threads as are worth it. */
import { hasSharedMemory, loadKernelModule, moduleForThreads } from './module.ts';
import { hasRelaxedSimd } from './relaxedSimd.ts';
import { type StartThread, startThreads } from './threads.ts';

export type KernelVariant = 'relaxed' | 'simd';

const titles: Readonly<Record<KernelVariant, string>> = {
  relaxed: 'relaxed SIMD',
  simd: 'SIMD',
};

/** Files of scripts/build-kernels.ts; `-shared` ones are for a memory that threads share. */
export type KernelFile = `kernels-${KernelVariant}${'' | '-shared'}.wasm`;

export interface KernelEnvironment {
  readonly read: (name: KernelFile) => Promise<BufferSource>;
  /** Including this one. */
  readonly threads: number;
  readonly startThread: StartThread;
  /** By default the best variant for this engine. */
  readonly variant?: KernelVariant;
}

/** More threads have no chunk of a recurrent layer: it has two directions, and few sequences make a chunk. */
const maxThreads = 8;

/**
 * How many threads compute beside a page: above two cores one is left to it, so that it answers while a run goes on. Of two
 * cores a run needs both, and the page does little then.
 */
export function threadsBesidePage(cores: number): number {
  return cores > 2 ? cores - 1 : cores;
}

/** The best variant for this engine. */
export const bestVariant = (): KernelVariant => (hasRelaxedSimd() ? 'relaxed' : 'simd');

/**
 * tfjs's WASM backend must be open. Where its memory is not shared, or a thread does not start, there is one thread; the
 * numbers are the same.
 */
export async function loadKernels({ read, threads, startThread, variant }: KernelEnvironment) {
  const chosen = variant ?? bestVariant();
  const shared = hasSharedMemory();
  await loadKernelModule(await read(`kernels-${chosen}${shared ? '-shared' : ''}.wasm`));
  const beside = shared ? Math.min(threads, maxThreads) - 1 : 0;
  const started = await startThreads(beside, moduleForThreads(), startThread);
  const count = started + 1;
  return { description: `${titles[chosen]}, ${count} ${count === 1 ? 'thread' : 'threads'}`, threads: count };
}

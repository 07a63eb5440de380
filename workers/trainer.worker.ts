/**
 * The worker that holds everything with tensors. It fetches sentences from the corpus worker by a port of its own and
 * tells the page of a run by callbacks.
 */
import './hosting/underPolicy.ts';
import tfjsUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import tfjsSimdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import * as Comlink from 'comlink';
import { createEngine } from './engine/engine.ts';
import { modelKeeping } from './engine/modelKeeping.ts';
import { runKeeping } from './engine/runKeeping.ts';
import { throwingProblems } from './exposed.ts';
import { createBackend } from './kernels/backend.ts';
import { onDeviceError } from './kernels/deviceErrors.ts';
import relaxedUrl from './kernels/wasm/build/kernels-relaxed.wasm?url';
import relaxedSharedUrl from './kernels/wasm/build/kernels-relaxed-shared.wasm?url';
import simdUrl from './kernels/wasm/build/kernels-simd.wasm?url';
import simdSharedUrl from './kernels/wasm/build/kernels-simd-shared.wasm?url';
import tfjsSharedUrl from './kernels/wasm/build/tfjs-simd-shared.wasm?url';
import { type KernelFile, loadKernels, threadsBesidePage } from './kernels/wasm/load.ts';
import { canShareMemory } from './kernels/wasm/threads.ts';
import { living } from './living.ts';
import type { Splits } from './protocol/corpus.ts';
import type { CorpusService } from './protocol/engine.ts';
import { GraftError, problemSchema } from './protocol/errors.ts';
import { PendingCalls } from './protocol/pendingCalls.ts';
import type { TrainerWorker } from './protocol/wire.ts';

let corpora: Comlink.Remote<CorpusService> | null = null;
const asked = new PendingCalls();

async function splits(corpusId: string): Promise<Splits> {
  if (!corpora) throw new Error('The corpus worker was not connected.');
  try {
    return await asked.answerOf(corpora.splits(corpusId));
  } catch (thrown) {
    const problem = problemSchema.safeParse((thrown as { problem?: unknown }).problem);
    throw problem.success ? new GraftError(problem.data) : thrown;
  }
}

const kernelUrls: Readonly<Record<KernelFile, string>> = {
  'kernels-relaxed.wasm': relaxedUrl,
  'kernels-relaxed-shared.wasm': relaxedSharedUrl,
  'kernels-simd.wasm': simdUrl,
  'kernels-simd-shared.wasm': simdSharedUrl,
};

const loadWasmKernels = () =>
  loadKernels({
    read: async (name) => (await fetch(kernelUrls[name])).arrayBuffer(),
    threads: threadsBesidePage(navigator.hardwareConcurrency),
    startThread: (start) => {
      const worker = new Worker(new URL('./kernelThread.worker.js', import.meta.url), { type: 'module' });
      worker.postMessage(start);
      return { end: () => worker.terminate() };
    },
  });

const engine = createEngine({
  corpora: { splits },
  openBackend: (preference) =>
    createBackend(preference, {
      wasmPaths: {
        'tfjs-backend-wasm.wasm': tfjsUrl,
        'tfjs-backend-wasm-simd.wasm': canShareMemory() ? tfjsSharedUrl : tfjsSimdUrl,
        // tfjs insists on a path for each of its three, though its threads are switched off and this one is never opened.
        'tfjs-backend-wasm-threaded-simd.wasm': tfjsSimdUrl,
      },
      loadWasmKernels,
      gpu: navigator.gpu ?? null,
    }),
  onDeviceError,
});

const connect: TrainerWorker['connect'] = async (port) => {
  corpora = Comlink.wrap<CorpusService>(port);
  asked.end(
    new GraftError({
      code: 'corpora-restarted',
      message: 'The corpora had to be read anew while they were asked for.',
      remedy: 'Try again.',
    }),
  );
};

Comlink.expose(
  throwingProblems(engine, {
    connect,
    ...modelKeeping(engine),
    ...runKeeping(engine),
    ...living,
  }) satisfies TrainerWorker,
);

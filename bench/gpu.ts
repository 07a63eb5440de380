/**
 * The bench's work on WebGPU, in a process of its own. A driver is chosen when a process starts, and an open GPU keeps
 * Node running. Prints one line of JSON. Software adapters serve for counting alone.
 */
import '../cli/wasmFeatures.ts';
import { openNodeBackend } from '../cli/nodeEngine.ts';
import { countDispatches } from '../workers/kernels/dispatches.ts';
import { timeStep } from './measures/crfStep.ts';
import { timeLayersStep } from './measures/layersStep.ts';
import { ourTagger } from './ours.ts';
import { startCudaPeer } from './peer.ts';
import { loadWorkload, stepSentences, type TaggedSentence, type Workload } from './workload.ts';

export interface GpuFigures {
  readonly device: string;
  readonly software: boolean;
  readonly dispatches: number;
  readonly submits: number;
  /** Milliseconds; null on a software adapter. */
  readonly timed: {
    readonly layers: { readonly ours: number; readonly stock: number };
    readonly crf: { readonly ours: number };
    readonly cuda: { readonly name: string; readonly milliseconds: number } | null;
  } | null;
}

async function count(workload: Workload) {
  const batch = stepSentences(workload).map((index) => workload.training[index] as TaggedSentence);
  const ours = ourTagger(workload);
  await ours.train([batch]);
  const counted = await countDispatches(async () => {
    const loss = ours.step(batch);
    // Reading submits what is recorded.
    await loss.data();
    loss.dispose();
  });
  ours.dispose();
  return counted;
}

async function time(workload: Workload, rounds: number): Promise<GpuFigures['timed']> {
  const layers = await timeLayersStep('webgpu', rounds);
  const cuda = await startCudaPeer(workload);
  const figures = await timeStep(['bilstm-crf'], workload, cuda ? [cuda] : [], rounds);
  cuda?.end();
  const theirs = cuda && { name: cuda.name, milliseconds: figures[cuda.name] ?? Number.NaN };
  return { layers, crf: { ours: figures.ours ?? Number.NaN }, cuda: theirs };
}

const quick = process.argv.includes('--quick');
const { device, software } = await openNodeBackend('webgpu');
const workload = loadWorkload();
const counted = await count(workload);
const figures: GpuFigures = {
  device,
  software,
  ...counted,
  timed: software ? null : await time(workload, quick ? 3 : 8),
};
process.stdout.write(`${JSON.stringify(figures)}\n`, () => process.exit(0));

/** PyTorch with transformers' encoder as a peer: transformerPeer.py, in one process for each number of threads. */
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { LineProcess } from './lineProcess.ts';
import { choosePyTorch, findPyTorches, sayPyTorch } from './peerPython.ts';
import { encoderFolder, type PieceBatch } from './transformer.ts';
import { tags } from './workload.ts';

const script = join(import.meta.dirname, 'transformerPeer.py');

export interface TransformerPeer {
  readonly name: string;
  /** Milliseconds of a training step for each batch. */
  step(batches: readonly PieceBatch[]): Promise<number[]>;
  end(): void;
}

/** On one thread and on all cores; or why there is none. */
export async function startTransformerPeers(): Promise<TransformerPeer[] | string> {
  const pytorch = choosePyTorch(findPyTorches());
  if (typeof pytorch === 'string') return pytorch;
  const versionOf = 'import transformers; print(transformers.__version__)';
  const { status, stdout } = spawnSync(pytorch.python, ['-c', versionOf], { encoding: 'utf8' });
  if (status !== 0) return `${pytorch.python} has no transformers. \`pip install transformers\` gets it.`;
  const started: TransformerPeer[] = [];
  for (const threads of new Set([1, availableParallelism()])) {
    const limits = Object.fromEntries(['OMP', 'MKL'].map((name) => [`${name}_NUM_THREADS`, `${threads}`]));
    const words = [script, encoderFolder, `${tags.length}`, `${threads}`];
    const child = await LineProcess.start(pytorch.python, words, limits);
    started.push({
      name: `${sayPyTorch(pytorch, threads)}, transformers ${stdout.trim()}`,
      step: async (batches) => (await child.ask(batches)) as number[],
      end: child.end,
    });
  }
  return started;
}

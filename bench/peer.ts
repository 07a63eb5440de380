/**
 * PyTorch as a peer: peer.py in one process for each number of threads. The process takes commands, so its turns can
 * alternate with ours.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { LineProcess } from './lineProcess.ts';
import type { BenchArchitecture } from './ours.ts';
import { choosePyTorch, type Description, findPyTorches, type PyTorch, peerScript, sayPyTorch } from './peerPython.ts';
import { entriesOf, tags, type Workload } from './workload.ts';

export type PeerCommand =
  | { readonly do: 'setup'; readonly path: string }
  | ({ readonly do: 'step'; readonly sentences: readonly number[]; readonly count: number } & OfModel)
  | ({ readonly do: 'train' | 'tag'; readonly batches: readonly (readonly number[])[] } & OfModel);

/** The models of peerModels.py. The BLSTM is there to be held against another tagger of ours. */
export type PeerModel = Exclude<BenchArchitecture, 'blstm'>;

/** Which of them does it. */
interface OfModel {
  readonly model: PeerModel;
}

export class Peer {
  private constructor(
    private readonly child: LineProcess,
    /** Version, BLAS and threads; for a GPU its name. */
    readonly name: string,
  ) {}

  /** @param file the workload, as JSON. */
  static async start(pytorch: PyTorch, device: 'cpu' | 'cuda', threads: number, file: string): Promise<Peer> {
    const limits = Object.fromEntries(['OMP', 'OPENBLAS', 'MKL'].map((name) => [`${name}_NUM_THREADS`, `${threads}`]));
    const child = await LineProcess.start(pytorch.python, [peerScript, device, `${threads}`], limits);
    const said = sayPyTorch(pytorch, (child.greeting as Description).threads);
    const peer = new Peer(child, device === 'cuda' ? `${said}, on ${pytorch.cuda} with cuDNN` : said);
    try {
      await peer.ask({ do: 'setup', path: file });
      return peer;
    } catch (error) {
      peer.end();
      throw error;
    }
  }

  /** Milliseconds of each repetition. */
  async ask(command: PeerCommand): Promise<number[]> {
    return ((await this.child.ask(command)) as { milliseconds?: number[] }).milliseconds ?? [];
  }

  end(): void {
    this.child.end();
  }
}

/** PyTorch on the CPU: on one thread, on half of the cores and on all, since more may be slower. */
export interface Peers {
  readonly pytorch: PyTorch;
  readonly all: readonly Peer[];
  end(): void;
}

/** The peers, or why there are none. */
export async function startPeers(workload: Workload): Promise<Peers | string> {
  const pytorch = choosePyTorch(findPyTorches());
  if (typeof pytorch === 'string') return pytorch;
  const cores = availableParallelism();
  const all = await withFile(workload, async (file) => {
    const started: Peer[] = [];
    for (const threads of new Set([1, Math.ceil(cores / 2), cores])) {
      try {
        started.push(await Peer.start(pytorch, 'cpu', threads, file));
      } catch (error) {
        for (const peer of started) peer.end();
        throw error;
      }
    }
    return started;
  });
  return {
    pytorch,
    all,
    end: () => {
      for (const peer of all) peer.end();
    },
  };
}

/** PyTorch on the GPU, its LSTMs by cuDNN; null where there is none. */
export async function startCudaPeer(workload: Workload): Promise<Peer | null> {
  const pytorch = findPyTorches().found.find(({ cuda }) => cuda !== null);
  return pytorch ? withFile(workload, (file) => Peer.start(pytorch, 'cuda', 2, file)) : null;
}

/** Writes the workload to a file, which is deleted after the peers have read it. */
async function withFile<Result>(workload: Workload, work: (file: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'graft-bench-'));
  try {
    const file = join(folder, 'workload.json');
    const { words, characters } = entriesOf(workload);
    const { training, tagging } = workload;
    writeFileSync(file, JSON.stringify({ words, characters, tags, training, tagging }));
    return await work(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * PyTorch as a peer: peer.py in a process for each number of threads, which stays and takes commands, so that its turns
 * can come between ours.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LineProcess } from './lineProcess.ts';
import { tags, type Workload } from './workload.ts';

/** Debian's own Python has Debian's PyTorch, whatever other Python comes first on the path. */
const pythons = ['/usr/bin/python3', 'python3', 'python'];

/** A Python with PyTorch, or null. */
function findPython(): string | null {
  const has = (python: string) => spawnSync(python, ['-c', 'import torch'], { stdio: 'ignore' }).status === 0;
  return pythons.find(has) ?? null;
}

export type PeerCommand =
  | { readonly do: 'setup'; readonly path: string }
  | { readonly do: 'step'; readonly sentences: readonly number[]; readonly count: number }
  | { readonly do: 'train' | 'tag'; readonly batches: readonly (readonly number[])[] };

interface Greeting {
  readonly version: string;
  readonly threads: number;
  /** The graphics processor that PyTorch can use. */
  readonly cuda: string | null;
}

export class Peer {
  private constructor(
    private readonly child: LineProcess,
    readonly greeting: Greeting,
  ) {}

  /** @param file what is trained on and tagged, as JSON. */
  static async start(python: string, device: 'cpu' | 'cuda', threads: number, file: string): Promise<Peer> {
    const limits = Object.fromEntries(['OMP', 'OPENBLAS', 'MKL'].map((name) => [`${name}_NUM_THREADS`, `${threads}`]));
    const script = join(import.meta.dirname, 'peer.py');
    const child = await LineProcess.start(python, [script, device, `${threads}`], limits);
    const peer = new Peer(child, child.greeting as Greeting);
    await peer.ask({ do: 'setup', path: file });
    return peer;
  }

  /** Milliseconds of each repetition. */
  async ask(command: PeerCommand): Promise<number[]> {
    return ((await this.child.ask(command)) as { milliseconds?: number[] }).milliseconds ?? [];
  }

  end(): void {
    this.child.end();
  }
}

/** The processor at its best, on one thread or two, and the graphics processor where PyTorch has one. */
export interface Peers {
  readonly version: string;
  readonly cpu: Readonly<Record<string, Peer>>;
  readonly cuda: { readonly device: string; readonly peer: Peer } | null;
  end(): void;
}

/** Null where there is no Python with PyTorch. */
export async function startPeers(workload: Workload): Promise<Peers | null> {
  const python = findPython();
  if (python === null) return null;
  const folder = mkdtempSync(join(tmpdir(), 'graft-bench-'));
  try {
    const file = join(folder, 'workload.json');
    const { words, characters } = workload.vocabulary;
    const { training, tagging } = workload;
    writeFileSync(file, JSON.stringify({ words, characters, tags, training, tagging }));
    const one = await Peer.start(python, 'cpu', 1, file);
    const two = await Peer.start(python, 'cpu', 2, file);
    const device = one.greeting.cuda;
    const cuda = device === null ? null : { device, peer: await Peer.start(python, 'cuda', 2, file) };
    const all = [one, two, ...(cuda ? [cuda.peer] : [])];
    return {
      version: one.greeting.version,
      cpu: { '1 thread': one, '2 threads': two },
      cuda,
      end: () => {
        for (const peer of all) peer.end();
      },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

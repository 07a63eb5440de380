/** Chooses the Python of the peer: one with a PyTorch on an optimised BLAS, or the reason why there is none. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { type Blas, recogniseBlas } from './blas.ts';

export const peerScript = join(import.meta.dirname, 'peer.py');

/** peer.py's description of its PyTorch. */
export interface Description {
  readonly version: string;
  readonly threads: number;
  /** The GPU that PyTorch can use. */
  readonly cuda: string | null;
  readonly configuration: string;
  readonly libraries: readonly string[];
}

export interface PyTorch {
  readonly python: string;
  readonly version: string;
  readonly blas: Blas;
  readonly cuda: string | null;
}

const usual = ['/usr/bin/python3', 'python3', 'python'];

/** The Pythons to try: the one of `GRAFT_PYTHON` alone, or those on the machine. */
function candidates(): readonly string[] {
  const named = process.env.GRAFT_PYTHON;
  return named ? [named] : usual;
}

function pyTorchOf(python: string): PyTorch[] {
  const { status, stdout } = spawnSync(python, [peerScript, 'describe'], { encoding: 'utf8' });
  if (status !== 0) return [];
  const { version, cuda, configuration, libraries } = JSON.parse(stdout) as Description;
  return [{ python, version, cuda, blas: recogniseBlas(configuration, libraries) }];
}

/** All PyTorch installations. */
export function findPyTorches(): { asked: readonly string[]; found: readonly PyTorch[] } {
  const asked = candidates();
  return { asked, found: asked.flatMap(pyTorchOf) };
}

/** The first that does not use the reference BLAS, or the reason why there is none. */
export function choosePyTorch({ asked, found }: ReturnType<typeof findPyTorches>): PyTorch | string {
  const [first] = found;
  if (!first) return `No PyTorch was found (asked: ${asked.join(', ')}). ${remedy}`;
  const refused = `PyTorch ${first.version} of ${first.python} is refused as a peer: it multiplies by the ${first.blas.name}, which is many times slower than a BLAS made for the processor. ${remedy}`;
  return found.find(({ blas }) => !blas.reference) ?? refused;
}

const remedy =
  '`pip install torch` in a virtual environment gets one with MKL; GRAFT_PYTHON=/path/to/its/python names it.';

/** Its description beside every ratio. */
export function sayPyTorch({ version, blas }: Pick<PyTorch, 'version' | 'blas'>, threads: number): string {
  return `PyTorch ${version}, ${blas.name}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
}

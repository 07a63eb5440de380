/**
 * Compiles the WASM kernels from AssemblyScript into workers/kernels/wasm/build: for engines with relaxed SIMD (fused
 * multiply-add) and for those without, and each of them for tfjs's memory and for the shared memory of a thread. Nothing
 * is done where the results are newer than the sources.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { main } from 'assemblyscript/asc';
import { threadPages } from '../workers/kernels/wasm/threads.ts';

const folder = join(import.meta.dirname, '../workers/kernels/wasm');
const sources = join(folder, 'assembly');
const variants = { simd: ['simd'], relaxed: ['simd', 'relaxed-simd'] } as const;

const shared = [
  ...['--enable', 'threads', '--sharedMemory'],
  ...['--initialMemory', String(threadPages.initial), '--maximumMemory', String(threadPages.maximum)],
];
const memories = { '': [], '-shared': shared } as const;

/** By the WebAssembly specification. */
const dataSection = 11;

const changed = Math.max(...readdirSync(sources).map((name) => statSync(join(sources, name)).mtimeMs));
mkdirSync(join(folder, 'build'), { recursive: true });
for (const [variant, features] of Object.entries(variants)) {
  for (const [memory, options] of Object.entries(memories)) {
    await compile(join(folder, 'build', `kernels-${variant}${memory}.wasm`), features, options);
  }
}

async function compile(target: string, features: readonly string[], options: readonly string[]): Promise<void> {
  if (existsSync(target) && statSync(target).mtimeMs > changed) return;
  const { error, stdout, stderr } = await main([
    join(sources, 'index.ts'),
    '--outFile',
    target,
    '-O3',
    '--noAssert',
    // The memory is another module's: this one allocates nothing and may hold no data.
    ...['--runtime', 'stub', '--importMemory'],
    ...features.flatMap((feature) => ['--enable', feature]),
    ...options,
    ...['--disableWarning', '201'],
  ]);
  if (error) fail(`${stdout}${stderr}${error.message}`);
  if (!hasSection(readFileSync(target), dataSection)) return;
  rmSync(target);
  fail(`${target} holds data, which would overwrite tfjs's: no strings, no static arrays, no asserts in its sources.`);
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

/** Whether a WebAssembly binary has a section with this number, by the section headers alone. */
function hasSection(bytes: Uint8Array, wanted: number): boolean {
  for (let at = 8; at < bytes.length; ) {
    if (bytes[at++] === wanted) return true;
    let size = 0;
    for (let shift = 0, more = true; more; shift += 7, at++) {
      size |= ((bytes[at] as number) & 0x7f) << shift;
      more = ((bytes[at] as number) & 0x80) !== 0;
    }
    at += size;
  }
  return false;
}

/**
 * Compiles the WASM kernels from AssemblyScript into workers/kernels/wasm/build: for engines with relaxed SIMD (fused
 * multiply-add) and for those without, and each of them for a memory of one thread and for a shared one. tfjs's own module
 * is copied beside them with its memory declared as shared. Nothing is done where the results are newer than the sources.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { main } from 'assemblyscript/asc';
import { memoryPages } from '../workers/kernels/wasm/threads.ts';

const folder = join(import.meta.dirname, '../workers/kernels/wasm');
const sources = join(folder, 'assembly');
const variants = { simd: ['simd'], relaxed: ['simd', 'relaxed-simd'] } as const;

const shared = [
  ...['--enable', 'threads', '--sharedMemory'],
  ...['--initialMemory', String(memoryPages.initial), '--maximumMemory', String(memoryPages.maximum)],
];
const memories = { '': [], '-shared': shared } as const;

/** Numbers of sections, by the WebAssembly specification. */
const memorySection = 5;
const dataSection = 11;

/** The sources, and what says how they are compiled and how large their memory is. */
const read = [
  ...readdirSync(sources).map((name) => join(sources, name)),
  ...[join(folder, 'threads.ts'), import.meta.filename],
];
const changed = Math.max(...read.map((file) => statSync(file).mtimeMs));
mkdirSync(join(folder, 'build'), { recursive: true });
for (const [variant, features] of Object.entries(variants)) {
  for (const [memory, options] of Object.entries(memories)) {
    await compile(join(folder, 'build', `kernels-${variant}${memory}.wasm`), features, options);
  }
}
shareMemory('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm', 'tfjs-simd-shared.wasm');

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
  if (findSection(readFileSync(target), dataSection) === null) return;
  rmSync(target);
  fail(`${target} holds data, which would overwrite tfjs's: no strings, no static arrays, no asserts in its sources.`);
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

/**
 * Copies a WebAssembly binary whose one memory is changed from one with a limit into a shared one with the same limit:
 * a bit of its declaration. The code stays as it is, and one thread alone runs it. Our kernels may then run in its
 * memory on other threads as well.
 */
function shareMemory(source: string, name: string): void {
  const target = join(folder, 'build', name);
  if (existsSync(target) && statSync(target).mtimeMs > changed) return;
  const bytes = readFileSync(createRequire(import.meta.url).resolve(source));
  const section = findSection(bytes, memorySection);
  // The number of memories, then the kind of the first: 1 with a limit, 3 shared.
  if (section === null || bytes[section] !== 1 || bytes[section + 1] !== 1) {
    fail(`${source} declares its memory in another way than expected, so threads cannot share it.`);
  }
  bytes[section + 1] = 3;
  writeFileSync(target, bytes);
}

/** The first byte of the content of the section with this number, by the section headers alone; null without one. */
function findSection(bytes: Uint8Array, wanted: number): number | null {
  for (let at = 8; at < bytes.length; ) {
    const found = bytes[at++] === wanted;
    let size = 0;
    for (let shift = 0, more = true; more; shift += 7, at++) {
      size |= ((bytes[at] as number) & 0x7f) << shift;
      more = ((bytes[at] as number) & 0x80) !== 0;
    }
    if (found) return at;
    at += size;
  }
  return null;
}

/**
 * Compiles the WASM kernels from AssemblyScript, once for engines with relaxed SIMD (fused multiply-add) and once for
 * those without, into workers/kernels/wasm/build. Nothing is done where the results are newer than the sources.
 */
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { main } from 'assemblyscript/asc';

const folder = join(import.meta.dirname, '../workers/kernels/wasm');
const sources = join(folder, 'assembly');
const variants = { simd: ['simd'], relaxed: ['simd', 'relaxed-simd'] } as const;

const changed = Math.max(...readdirSync(sources).map((name) => statSync(join(sources, name)).mtimeMs));
mkdirSync(join(folder, 'build'), { recursive: true });
for (const [variant, features] of Object.entries(variants)) {
  const target = join(folder, 'build', `kernels-${variant}.wasm`);
  if (existsSync(target) && statSync(target).mtimeMs > changed) continue;
  const { error, stdout, stderr } = await main([
    join(sources, 'index.ts'),
    '--outFile',
    target,
    '-O3',
    '--noAssert',
    // The host lays out the memory; the module allocates nothing.
    ...['--runtime', 'stub', '--importMemory', '--memoryBase', '1024'],
    ...features.flatMap((feature) => ['--enable', feature]),
    ...['--disableWarning', '201'],
  ]);
  if (!error) continue;
  console.error(`${stdout}${stderr}${error.message}`);
  process.exit(1);
}

/**
 * Before `npm run graft`: dependencies and WASM kernels, so that the command line works on a fresh clone as well. Costs
 * nothing where both are there.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { installDependencies, requireNode, root } from './dependencies.mjs';

requireNode();
installDependencies();

const kernels = join(root, 'workers/kernels/wasm');
if (oldest(join(kernels, 'build')) < newest(join(kernels, 'assembly'))) {
  console.error('Building the WASM kernels …');
  const words = ['--import', 'tsx', join(root, 'scripts/build-kernels.ts')];
  const { status } = spawnSync(process.execPath, words, { cwd: root, stdio: ['ignore', 2, 2] });
  if (status !== 0) process.exit(1);
}

function times(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).map((name) => statSync(join(folder, name)).mtimeMs);
}

function newest(folder) {
  return Math.max(...times(folder));
}

/** Before all time where there is nothing. */
function oldest(folder) {
  return Math.min(...(times(folder).length > 0 ? times(folder) : [0]));
}

/** Holds every file of the house, or of the folder given, to the layer rule of layers.ts; part of `npm run check`. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { violationsOf } from './layers.ts';

const root = process.argv[2] ?? join(import.meta.dirname, '..');
let files = 0;
let violations = 0;

for (const folder of ['src', 'workers', 'cli', 'experiments', 'bench']) {
  if (!existsSync(join(root, folder))) continue;
  for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.tsx?$/.test(entry.name) || entry.parentPath.includes('assembly')) continue;
    const absolute = join(entry.parentPath, entry.name);
    const path = relative(root, absolute).split(sep).join('/');
    files++;
    for (const { file, line, message } of violationsOf(path, readFileSync(absolute, 'utf8'))) {
      violations++;
      console.error(`${file}:${line}: ${message}`);
    }
  }
}

console.log(`Layers: ${files} files, ${violations} violations.`);
if (violations > 0) process.exitCode = 1;

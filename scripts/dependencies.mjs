/**
 * Installs what package-lock.json asks for, if it is not there. Plain Node without any package, since this is what runs
 * first on a fresh machine.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');

const oldest = 20;

export function requireNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= oldest) return;
  console.error(`Graft needs Node ${oldest} or newer; this is ${process.version}. See https://nodejs.org.`);
  process.exit(1);
}

/** Runs `npm ci` where a package is missing or of another version. @returns Whether it had to. */
export function installDependencies() {
  const missing = firstMissing();
  if (missing === undefined) return false;
  console.error(`Installing dependencies (${missing}) …`);
  // `npm ci` is exact; where it finds the lock file incomplete for this system, `npm install` still goes by it.
  if (!npm('ci') && !npm('install')) {
    console.error('npm could not install them: see above. It needs access to the npm registry, once.');
    process.exit(1);
  }
  return true;
}

function npm(command) {
  const { status } = spawnSync('npm', [command, '--no-audit', '--no-fund'], {
    cwd: root,
    // npm's talk goes to stderr, so that a program's own output stays clean.
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  return status === 0;
}

/** npm notes in node_modules what it put there: the lock file is compared with that rather than by dates. */
function firstMissing() {
  const wanted = packagesOf('package-lock.json');
  const present = packagesOf('node_modules/.package-lock.json');
  for (const [path, { version, optional }] of Object.entries(wanted)) {
    // Optional packages are those of other systems.
    if (path === '' || optional) continue;
    if (present[path]?.version !== version || !existsSync(join(root, path)))
      return `${path.replace(/^.*node_modules\//, '')} ${version}`;
  }
  return undefined;
}

function packagesOf(file) {
  const path = join(root, file);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).packages : {};
}

/**
 * Finds a Chromium, which the browser tests run in and whose Vulkan driver the WebGPU tests in Node take: the system's,
 * else Playwright's, else one that is installed here.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { chromium } from '@playwright/test';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];
const folders = ['/usr/bin', '/usr/local/bin', '/snap/bin', '/opt/google/chrome', '/usr/lib/chromium'];
const elsewhere = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

/** The program's path; the environment's `GRAFT_CHROMIUM` goes first. */
export function findChromium(): string | null {
  const named = process.env.GRAFT_CHROMIUM;
  const candidates = [
    ...(named ? [named] : []),
    ...folders.flatMap((folder) => names.map((name) => join(folder, name))),
    ...elsewhere,
    chromium.executablePath(),
  ];
  return candidates.find((path) => existsSync(path) && statSync(path).isFile() && starts(path)) ?? null;
}

/** Ubuntu's `chromium-browser` is a note that the program must be installed as a snap: only what runs counts. */
export function starts(path: string): boolean {
  // Chrome on Windows opens a window instead of printing its version.
  if (process.platform === 'win32') return true;
  return spawnSync(path, ['--version'], { timeout: 30_000, stdio: 'ignore' }).status === 0;
}

let obtained: string | null | undefined;

/** The program's path, found or installed once a process; null where neither could be, and stderr says what to do. */
export function obtainChromium(): string | null {
  if (obtained === undefined) {
    obtained = findChromium() ?? installChromium();
    if (obtained === null) {
      console.error(
        'No Chromium could be found or installed. Install chromium or google-chrome, or say where one is: GRAFT_CHROMIUM=/path/to/chromium npm test',
      );
    }
  }
  return obtained;
}

/** Where a Chromium's Vulkan driver may lie: beside the program, and beside Playwright's, should the program bring none. */
export function driverFolders(program: string | null): string[] {
  return [...(program ? [realpathSync(program)] : []), chromium.executablePath()].map((path) => dirname(path));
}

/** Playwright's own download, else the distribution's package where this is a Debian and we are root. */
function installChromium(): string | null {
  console.error('No Chromium is installed: fetching one for the browser tests and for WebGPU …');
  npx(['playwright', 'install', 'chromium']);
  const found = findChromium();
  if (found || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return found;
  // Playwright's build may only lack system libraries; the distribution's package brings its own.
  installPackage('chromium');
  return findChromium();
}

/** One of the distribution's, as root of a Debian. */
export function installPackage(name: string): void {
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const words of [['update'], ['install', '-y', '--no-install-recommends', name]]) {
    spawnSync('apt-get', words, { stdio: ['ignore', 2, 2], env: environment });
  }
}

function npx(words: readonly string[]): void {
  spawnSync('npx', ['--no-install', ...words], { stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
}

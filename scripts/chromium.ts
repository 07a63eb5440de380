/** Finds a Chromium for the browser tests: the system's, else Playwright's; `installChromium` gets one. */
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
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
function starts(path: string): boolean {
  // Chrome on Windows opens a window instead of printing its version.
  if (process.platform === 'win32') return true;
  return spawnSync(path, ['--version'], { timeout: 30_000, stdio: 'ignore' }).status === 0;
}

/**
 * Playwright's own download, else the distribution's package where this is a Debian and we are root.
 * @throws Error saying what to install by hand.
 */
export function installChromium(): string {
  console.error('No Chromium is installed: fetching one for the browser tests …');
  npx(['playwright', 'install', 'chromium']);
  let found = findChromium();
  if (!found && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    // Playwright's build may only lack system libraries; the distribution's package brings its own.
    const options = { stdio: ['ignore', 2, 2] as const, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
    spawnSync('apt-get', ['update'], { ...options, stdio: ['ignore', 2, 2] });
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], {
      ...options,
      stdio: ['ignore', 2, 2],
    });
    found = findChromium();
  }
  if (found) return found;
  throw new Error(
    'No Chromium could be found or installed. Install chromium or google-chrome, or say where one is: GRAFT_CHROMIUM=/path/to/chromium npm test',
  );
}

function npx(words: readonly string[]): void {
  spawnSync('npx', ['--no-install', ...words], { stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
}

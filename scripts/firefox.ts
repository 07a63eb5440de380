/** Finds a Firefox, in which the demo is tried as well: the system's, else Debian's, which is installed here where that can be. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { installPackage, starts } from './chromium.ts';

const names = ['firefox-esr', 'firefox'];
const folders = ['/usr/bin', '/usr/local/bin', '/usr/lib/firefox-esr', '/usr/lib/firefox'];
const elsewhere = [
  '/Applications/Firefox.app/Contents/MacOS/firefox',
  'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
];

/** The program's path; the environment's `GRAFT_FIREFOX` goes first. */
export function findFirefox(): string | null {
  const named = process.env.GRAFT_FIREFOX;
  const candidates = [
    ...(named ? [named] : []),
    ...folders.flatMap((folder) => names.map((name) => join(folder, name))),
    ...elsewhere,
  ];
  return candidates.find((path) => existsSync(path) && starts(path)) ?? null;
}

/** The program's path, found or installed; null where neither could be, and stderr says what is skipped. */
export function obtainFirefox(): string | null {
  const found = findFirefox() ?? installFirefox();
  if (found === null) console.error('No Firefox could be found or installed: what is tried in it is skipped.');
  return found;
}

/** The distribution's package where this is a Debian and we are root. */
function installFirefox(): string | null {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return null;
  installPackage('firefox-esr');
  return findFirefox();
}

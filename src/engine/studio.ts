/** The one studio of this page. Set once at the start: the workers, or in tests and development a stand-in. */
import type { Studio } from './client.ts';

let current: Studio | null = null;

export function setStudio(studio: Studio): void {
  current = studio;
}

export function studio(): Studio {
  if (!current) throw new Error('The studio was used before it was started.');
  return current;
}

/** What the tests of bundles share: the bundles of all versions that were kept, and forging one. */
import { readFileSync } from 'node:fs';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { checksum } from './archive.ts';

/** A bundle as it was written when its version was today's. */
export function keptBundle(version: number): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`../../test/fixtures/bundle-version-${version}.graft`, import.meta.url)));
}

/** The bundle with parts replaced, or left out; its checksums stay as they were. */
export function withParts(bundle: Uint8Array, replaced: Readonly<Record<string, Uint8Array | null>>): Uint8Array {
  const parts: Record<string, Uint8Array> = unzipSync(bundle);
  for (const [name, bytes] of Object.entries(replaced)) {
    if (bytes) parts[name] = bytes;
    else delete parts[name];
  }
  return zipSync(parts);
}

/** The bundle with another `model.json`. */
export function withManifest<Manifest>(bundle: Uint8Array, change: (manifest: Manifest) => void): Uint8Array {
  const manifest = JSON.parse(new TextDecoder().decode(unzipSync(bundle)['model.json']));
  change(manifest);
  return withParts(bundle, { 'model.json': strToU8(JSON.stringify(manifest)) });
}

/** The bundle with parts replaced and its checksums made to fit, so that the checks behind them are reached. */
export function withFittingParts(bundle: Uint8Array, replaced: Readonly<Record<string, Uint8Array>>): Uint8Array {
  return withManifest<{ checksums: Record<string, string> }>(withParts(bundle, replaced), ({ checksums }) => {
    for (const [name, bytes] of Object.entries(replaced)) checksums[name] = checksum(bytes);
  });
}

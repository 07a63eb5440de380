/**
 * Encoders that were fetched from beside the studio, kept by the browser until they are removed: their files under their
 * addresses and hashes, and for each a note of what it is, so that it can be taken up without the network. A browser that keeps
 * nothing (a private window, a page that is not secure) fetches them each time.
 */
import { encodersFolder, type OfferedEncoder, offeredListSchema } from '../../workers/protocol/offeredEncoder.ts';
import { isPrivate } from '../projects/tab.ts';

const cacheName = 'graft-encoders';
const noteName = 'kept.json';

export const addressOf = ({ name }: Pick<OfferedEncoder, 'name'>, path: string) =>
  new URL(`${encodersFolder}/${name}/${path}`, document.baseURI).href;

type OfferedFile = OfferedEncoder['files'][number];

/** Other contents have another place. */
const placeOf = (encoder: OfferedEncoder, { path, sha256 }: OfferedFile) => `${addressOf(encoder, path)}?${sha256}`;

async function openCache(): Promise<Cache | undefined> {
  return globalThis.caches?.open(cacheName).catch(() => undefined);
}

/** Those that are there as a whole. */
export async function keptEncoders(): Promise<readonly OfferedEncoder[]> {
  const cache = await openCache();
  const notes = ((await cache?.keys()) ?? []).filter(({ url }) => url.endsWith(`/${noteName}`));
  const read = await Promise.all(
    notes.map(async (note) => {
      const list = offeredListSchema.safeParse(await (await cache?.match(note))?.json().catch(() => null));
      return list.success ? list.data.encoders : [];
    }),
  );
  return read.flat();
}

export async function keptFile(encoder: OfferedEncoder, file: OfferedFile): Promise<Uint8Array | null> {
  const kept = await (await openCache())?.match(placeOf(encoder, file));
  return kept ? new Uint8Array(await kept.arrayBuffer()) : null;
}

/** @returns Whether the browser has taken it. */
export async function keepFile(encoder: OfferedEncoder, file: OfferedFile, bytes: Uint8Array): Promise<boolean> {
  return put(placeOf(encoder, file), bytes as Uint8Array<ArrayBuffer>);
}

/** To be called once all of its files are kept. @returns Whether the browser has taken it. */
export async function noteKept(encoder: OfferedEncoder): Promise<boolean> {
  return put(addressOf(encoder, noteName), JSON.stringify({ encoders: [encoder] }));
}

async function put(address: string, body: BodyInit): Promise<boolean> {
  if (isPrivate()) return false;
  const cache = await openCache();
  if (!cache) return false;
  return cache.put(address, new Response(body)).then(
    () => true,
    () => false,
  );
}

/** All of its files, earlier ones of its name too. */
export async function removeKept(encoder: Pick<OfferedEncoder, 'name'>): Promise<void> {
  const cache = await openCache();
  const folder = addressOf(encoder, '');
  const keys = ((await cache?.keys()) ?? []).filter(({ url }) => url.startsWith(folder));
  await Promise.all(keys.map((key) => cache?.delete(key)));
}

/** The English word vectors that ship with the page: fetched at the first click, then kept by the browser. */
import { englishVectors } from '../../workers/protocol/englishVectors.ts';
import { isPrivate } from '../projects/tab.ts';
import { setVectors } from '../store/setup.ts';
import { fetchOwn } from './ownFiles.ts';

const cacheName = 'graft-vectors';

/** @throws GraftError where they could not be fetched. */
export async function bringEnglishVectors(): Promise<void> {
  setVectors(await englishVectorsFile());
}

/** @throws GraftError where they could not be fetched. */
export async function englishVectorsFile(): Promise<{ readonly name: string; readonly blob: Blob }> {
  return { name: englishVectors.label, blob: await readEnglishVectors() };
}

async function readEnglishVectors(): Promise<Blob> {
  const address = new URL(englishVectors.path, document.baseURI).href;
  // A browser that keeps nothing (a private window, a page that is not secure) fetches them each time.
  const cache = await globalThis.caches?.open(cacheName).catch(() => undefined);
  const kept = await cache?.match(address);
  if (kept) return kept.blob();
  const response = await fetchOwn(englishVectors.path);
  if (!isPrivate()) await cache?.put(address, response.clone()).catch(() => {});
  return response.blob();
}

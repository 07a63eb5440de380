/**
 * Encoders that lie beside the studio: which there are, and bringing one in. The list is all that is asked for before a click,
 * and of the page's own origin as everything is.
 */
import { GraftError, problemFrom } from '../../workers/protocol/errors.ts';
import {
  encodersFolder,
  type OfferedEncoder,
  offeredListName,
  offeredListSchema,
  sizeOfOffered,
} from '../../workers/protocol/offeredEncoder.ts';
import { useOffers } from '../store/offers.ts';
import { takeCheckpoint } from './checkpoints.ts';
import { addressOf, keepFile, keptEncoders, keptFile, noteKept, removeKept } from './keptEncoders.ts';
import { timedProgress } from './progress.ts';

/** Those of the list, and those that the browser keeps though no list is there. Where nothing is offered, nothing is said. */
export async function findOffers(): Promise<void> {
  const [listed, kept] = await Promise.all([readList(), keptEncoders()]);
  const unlisted = kept.filter(({ name }) => !listed.some((each) => each.name === name));
  // What is kept of an encoder that has changed since is another one.
  const isKept = ({ files, name }: OfferedEncoder) =>
    kept.some((each) => each.name === name && JSON.stringify(each.files) === JSON.stringify(files));
  const encoders = [...listed, ...unlisted];
  useOffers.setState({ encoders, kept: encoders.filter(isKept).map(({ name }) => name) });
}

async function readList(): Promise<readonly OfferedEncoder[]> {
  const address = new URL(`${encodersFolder}/${offeredListName}`, document.baseURI);
  // Servers of single pages answer with the page itself where a file is missing.
  const answer = await fetch(address, { cache: 'no-cache' }).catch(() => null);
  const list = offeredListSchema.safeParse(answer?.ok ? await answer.json().catch(() => null) : null);
  return list.success ? list.data.encoders : [];
}

let stopping = new AbortController();

/** Fetches what the browser does not keep, and loads the encoder. */
export async function bringOffer(encoder: OfferedEncoder): Promise<void> {
  if (useOffers.getState().fetching) return;
  stopping = new AbortController();
  const { signal } = stopping;
  const { name } = encoder;
  useOffers.setState({ problem: null });
  const onProgress = timedProgress((progress) => useOffers.setState({ fetching: { name, progress } }), signal);
  onProgress({ label: `Fetching ${name}`, fraction: 0 });
  try {
    const files = await bringFiles(encoder, signal, (fraction) => onProgress({ label: `Fetching ${name}`, fraction }));
    useOffers.setState({ fetching: null });
    await takeCheckpoint(name, files);
  } catch (thrown) {
    if (!signal.aborted) useOffers.setState({ problem: problemFrom(thrown) });
  } finally {
    stopping.abort();
    useOffers.setState({ fetching: null });
  }
}

/** What has come whole is kept: the next click goes on with the others. */
export function stopFetching(): void {
  stopping.abort();
}

export async function removeOffer(encoder: OfferedEncoder): Promise<void> {
  await removeKept(encoder);
  await findOffers();
}

async function bringFiles(encoder: OfferedEncoder, signal: AbortSignal, onFraction: (fraction: number) => void) {
  const total = Math.max(1, sizeOfOffered(encoder));
  const files: { path: string; bytes: Uint8Array }[] = [];
  let done = 0;
  let keeps = true;
  for (const file of encoder.files) {
    const { path, size } = file;
    let bytes = await keptFile(encoder, file);
    if (!bytes) {
      bytes = await fetchWhole(encoder, file, signal, (there) => onFraction((done + there) / total));
      keeps = (await keepFile(encoder, file, bytes)) && keeps;
    }
    files.push({ path, bytes });
    done += size;
    onFraction(done / total);
  }
  if (keeps && (await noteKept(encoder))) {
    useOffers.setState(({ kept }) => ({ kept: [...new Set([...kept, encoder.name])] }));
  }
  return files;
}

/** @throws GraftError where it is not there, or not what the list says. */
async function fetchWhole(
  encoder: OfferedEncoder,
  { path, size, sha256 }: OfferedEncoder['files'][number],
  signal: AbortSignal,
  onBytes: (there: number) => void,
): Promise<Uint8Array> {
  const place = `${encodersFolder}/${encoder.name}/${path}`;
  const bytes = await bytesOf(addressOf(encoder, path), size, signal, onBytes);
  signal.throwIfAborted();
  if (bytes === null) {
    throw new GraftError({
      code: 'offer-missing',
      message: `The file ${place} could not be fetched.`,
      remedy: 'Try again once the page can reach where it came from, or load the checkpoint from your disk.',
    });
  }
  if (bytes.length === size && (await hashOf(bytes)) === sha256) return bytes;
  throw new GraftError({
    code: 'offer-hash',
    message: `The file ${place} is not the one that the list names: it was cut off or changed.`,
    remedy: 'Try again. Whoever hosts the studio can put it there anew: graft offer.',
  });
}

/** As many as are expected at most; null where the connection fails. */
async function bytesOf(
  address: string,
  size: number,
  signal: AbortSignal,
  onBytes: (there: number) => void,
): Promise<Uint8Array | null> {
  try {
    const response = await fetch(address, { signal, cache: 'no-cache' });
    if (!response.ok || !response.body) return null;
    const body = response.body.getReader();
    const bytes = new Uint8Array(size);
    let there = 0;
    for (let read = await body.read(); !read.done; read = await body.read()) {
      // A server of a single page gives the page where a file is missing, be it longer or shorter.
      if (there + read.value.length > size) {
        await body.cancel();
        return new Uint8Array();
      }
      bytes.set(read.value, there);
      there += read.value.length;
      onBytes(there);
    }
    return bytes.subarray(0, there);
  } catch {
    return null;
  }
}

/** @throws GraftError where the browser offers none, since the page is not secure. */
async function hashOf(bytes: Uint8Array): Promise<string> {
  if (!globalThis.isSecureContext) {
    throw new GraftError({
      code: 'offer-insecure',
      message: 'The browser lets a page check what it fetches only where it came by https, or from this machine.',
      remedy: 'Open the studio by https, or load the checkpoint from your disk.',
    });
  }
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

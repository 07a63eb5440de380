/** Chance that comes out the same for the same secret and purpose, and that nobody foresees without the secret. */
import type { Ledger } from '../../protocol/deidentify.ts';
import { hmacSha256 } from './sha256.ts';

export interface Draws {
  /** Among 0, 1, …, below − 1. */
  integer(below: number): number;
  pick<Item>(items: readonly Item[]): Item;
}

/** @param secret hexadecimal. @param purpose what is drawn, in any words: each has draws of its own. */
export function drawsFor(secret: string, ...purpose: readonly (string | number)[]): Draws {
  const key = new TextEncoder().encode(secret);
  const name = JSON.stringify(purpose);
  let block = new DataView(new ArrayBuffer(0));
  let [blocks, place] = [0, 0];
  const next = () => {
    if (place + 4 > block.byteLength) {
      block = new DataView(hmacSha256(key, new TextEncoder().encode(`${blocks++} ${name}`)).buffer as ArrayBuffer);
      place = 0;
    }
    place += 4;
    return block.getUint32(place - 4);
  };
  const integer = (below: number) => next() % below;
  return { integer, pick: (items) => items[integer(items.length)] as (typeof items)[number] };
}

function newSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Of a project that has replaced nothing yet. */
export function newLedger(): Ledger {
  return { secret: newSecret(), days: null, words: {}, entities: {}, numbers: {} };
}

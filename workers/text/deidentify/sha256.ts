/**
 * HMAC (RFC 2104) with SHA-256 (FIPS 180-4), for draws that nobody repeats without the secret. The browser's own is asynchronous, and
 * is there on secure pages alone.
 */

const blockBytes = 64;

const primes = firstPrimes(64);
/** The first 32 bits of what stands behind the point of a root. */
const fraction = (root: number) => ((root - Math.floor(root)) * 2 ** 32) | 0;
const initial = primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
const rounds = primes.map((prime) => fraction(Math.cbrt(prime)));

function firstPrimes(count: number): number[] {
  const found: number[] = [];
  for (let number = 2; found.length < count; number++) if (found.every((prime) => number % prime)) found.push(number);
  return found;
}

/** @returns 32 bytes. */
export function hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array {
  const padded = new Uint8Array(blockBytes);
  padded.set(key.length > blockBytes ? sha256(key) : key);
  const inner = padded.map((byte) => byte ^ 0x36);
  const outer = padded.map((byte) => byte ^ 0x5c);
  return sha256(joined(outer, sha256(joined(inner, message))));
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

/** @returns 32 bytes. */
export function sha256(message: Uint8Array): Uint8Array {
  const length = blockBytes * Math.ceil((message.length + 9) / blockBytes);
  const padded = new Uint8Array(length);
  padded.set(message);
  padded[message.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(length - 8, Math.floor((message.length * 8) / 2 ** 32));
  view.setUint32(length - 4, message.length * 8);
  const state = [...initial];
  for (let block = 0; block < length; block += blockBytes) takeBlock(state, view, block);
  const result = new DataView(new ArrayBuffer(32));
  for (const [place, word] of state.entries()) result.setInt32(4 * place, word);
  return new Uint8Array(result.buffer);
}

const turned = (value: number, bits: number) => (value >>> bits) | (value << (32 - bits));

function takeBlock(state: number[], view: DataView, start: number): void {
  const words = Array.from({ length: 16 }, (_, place) => view.getInt32(start + 4 * place));
  for (let place = 16; place < 64; place++) {
    const [early, late] = [words[place - 15] as number, words[place - 2] as number];
    const first = turned(early, 7) ^ turned(early, 18) ^ (early >>> 3);
    const second = turned(late, 17) ^ turned(late, 19) ^ (late >>> 10);
    words.push(((words[place - 16] as number) + first + (words[place - 7] as number) + second) | 0);
  }
  let [a, b, c, d, e, f, g, h] = state as [number, number, number, number, number, number, number, number];
  for (let place = 0; place < 64; place++) {
    const choice = (e & f) ^ (~e & g);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const one =
      (h +
        (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) +
        choice +
        (rounds[place] as number) +
        (words[place] as number)) |
      0;
    const other = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + majority) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + other) | 0];
  }
  for (const [place, value] of [a, b, c, d, e, f, g, h].entries())
    state[place] = ((state[place] as number) + value) | 0;
}

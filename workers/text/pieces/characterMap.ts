/**
 * SentencePiece's `precompiled_charsmap`: a double-array trie (Aoe 1989, as darts-clone lays it out) over the bytes of what
 * is replaced, then the replacements, each ended by a zero byte. XLM-R's tokenizer normalises by it.
 */
import { tokenizerError } from './tokenizerFile.ts';

/**
 * @param base64 four bytes with the trie's size, the trie's units of four bytes, the replacements.
 * @returns what stands for a text that begins with an entry of the table: the shortest one's replacement, as in the original.
 * @throws GraftError where it is no such table.
 */
export function readCharacterMap(base64: string): (text: string) => string | undefined {
  if (base64 === '') return () => undefined;
  let bytes: Uint8Array;
  try {
    bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    throw tokenizerError('Its table of characters (precompiled_charsmap) is not in base64.');
  }
  const view = new DataView(bytes.buffer);
  const size = bytes.length < 4 ? 0 : view.getUint32(0, true);
  if (size === 0 || size % 4 !== 0 || 4 + size > bytes.length) {
    throw tokenizerError('Its table of characters (precompiled_charsmap) is cut off.');
  }
  const unit = (at: number) => (4 * at + 4 <= size ? view.getUint32(4 + 4 * at, true) : 0);
  const replacements = bytes.subarray(4 + size);
  const replacementAt = (from: number) => {
    const end = replacements.indexOf(0, from);
    return decoder.decode(replacements.subarray(from, end === -1 ? undefined : end));
  };
  return (text) => {
    const root = unit(0);
    let at = offsetOf(root);
    for (const byte of encoder.encode(text)) {
      if (byte === 0) return undefined;
      at ^= byte;
      const here = unit(at);
      if (labelOf(here) !== byte) return undefined;
      at ^= offsetOf(here);
      if (hasLeaf(here)) return replacementAt(placeOfReplacement(unit(at)));
    }
    return undefined;
  };
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

// The bits of a unit: leaf or not, the byte that leads here, and how far away its children are.
const hasLeaf = (unit: number) => ((unit >>> 8) & 1) === 1;
const placeOfReplacement = (unit: number) => unit & 0x7fffffff;
const labelOf = (unit: number) => (unit & (0x80000000 | 0xff)) >>> 0;
const offsetOf = (unit: number) => (unit >>> 10) << ((unit & (1 << 9)) >>> 6);

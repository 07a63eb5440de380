/** Texts as bytes in encodings that TextEncoder does not write, for tests. */
import { decodeBytes } from './decodeBytes.ts';

const tables = new Map<string, ReadonlyMap<string, readonly number[]>>();

/** Undefined where the encoding has no place for a character. */
export function encodeAs(text: string, encoding: string): Uint8Array | undefined {
  if (encoding === 'utf-8') return new TextEncoder().encode(text);
  if (encoding.startsWith('utf-16')) return wide(text, encoding === 'utf-16le');
  const table = tableOf(encoding);
  const bytes: number[] = [];
  for (const character of text) {
    const found = character <= '\x7f' ? [character.charCodeAt(0)] : table.get(character);
    if (!found) return undefined;
    bytes.push(...found);
  }
  return Uint8Array.from(bytes);
}

function wide(text: string, little: boolean): Uint8Array {
  const bytes = new Uint8Array(2 * text.length + 2);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0xfeff, little);
  for (let at = 0; at < text.length; at++) view.setUint16(2 * at + 2, text.charCodeAt(at), little);
  return bytes;
}

function tableOf(encoding: string): ReadonlyMap<string, readonly number[]> {
  let table = tables.get(encoding);
  if (table) return table;
  const made = new Map<string, readonly number[]>();
  const add = (...bytes: number[]) => {
    const text = decodeBytes(Uint8Array.from(bytes), encoding);
    if ([...text].length === 1 && text > '\x9f' && text !== '\uFFFD' && !made.has(text)) made.set(text, bytes);
  };
  for (let byte = 0x80; byte < 0x100; byte++) add(byte);
  if (/^(?:gb|big5|shift|euc)/.test(encoding)) {
    for (let lead = 0x81; lead < 0xff; lead++) for (let trail = 0x40; trail < 0xff; trail++) add(lead, trail);
  }
  table = made;
  tables.set(encoding, table);
  return table;
}

/** Archives that no program makes: entries under any path, and sizes that are not theirs. */
import { zipSync } from 'fflate';
import { utf8 } from './outcome.ts';

/** An archive of one file under this path, as it is: programs that make archives clean paths. */
export function withPath(path: string, text: string): Uint8Array {
  const name = utf8(path);
  const place = utf8('p'.repeat(name.length));
  const bytes = zipSync({ ['p'.repeat(name.length)]: utf8(text) });
  return name.length === 0 ? bytes : replaced(bytes, place, name);
}

function replaced(bytes: Uint8Array, from: Uint8Array, to: Uint8Array): Uint8Array {
  const copy = bytes.slice();
  for (let at = 0; at + from.length <= copy.length; at++) {
    const isName = [0x04034b50, 0x02014b50].some((mark, kind) => {
      const head = at - (kind === 0 ? 30 : 46);
      return head >= 0 && new DataView(copy.buffer).getUint32(head, true) === mark;
    });
    if (isName) copy.set(to, at);
  }
  return copy;
}

/** @param claimed the size that its headers give, where it is another. */
export function bomb(path: string, size: number, claimed = size): Uint8Array {
  const bytes = zipSync({ [path]: new Uint8Array(size).fill(0x61) });
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  for (let at = 0; at + 46 < bytes.length; at++) {
    if (view.getUint32(at, true) === 0x04034b50) view.setUint32(at + 22, claimed, true);
    if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, claimed, true);
  }
  return bytes;
}

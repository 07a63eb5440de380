import { strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { writeSafetensors } from '../text/safetensors.ts';
import { readSafetensors, safetensorsMetadata } from './safetensors.ts';

describe('safetensors', () => {
  const header = (entries: unknown, data = new Uint8Array(8)) => {
    const text = strToU8(JSON.stringify(entries));
    const bytes = new Uint8Array(8 + text.length + data.length);
    new DataView(bytes.buffer).setUint32(0, text.length, true);
    bytes.set(text, 8);
    bytes.set(data, 8 + text.length);
    return bytes;
  };
  const entry = (changes = {}) => ({ dtype: 'F32', shape: [2], data_offsets: [0, 8], ...changes });
  const pair = { shape: [2], values: new Float32Array([1.5, -2]) };

  it('begins its numbers at a multiple of eight bytes', () => {
    const bytes = writeSafetensors({ a: pair });
    expect(Number(new DataView(bytes.buffer).getBigUint64(0, true)) % 8).toBe(0);
  });

  it('keeps texts beside the tensors', () => {
    const bytes = writeSafetensors({ a: pair }, { journal: 'Ümit {"a": 1}' });
    expect(safetensorsMetadata(bytes)).toEqual({ journal: 'Ümit {"a": 1}' });
    expect(readSafetensors(bytes)).toEqual({ a: pair });
    expect(safetensorsMetadata(writeSafetensors({ a: pair }))).toEqual({});
  });

  it('refuses to write numbers that do not fill their shape', () => {
    expect(() => writeSafetensors({ a: { ...pair, shape: [3] } })).toThrow('a has 2 numbers');
  });

  it('reads a file of another tool, with metadata', () => {
    const data = new Uint8Array(pair.values.buffer);
    const bytes = header({ __metadata__: { format: 'pt' }, a: entry() }, data);
    expect(readSafetensors(bytes)).toEqual({ a: pair });
    expect(safetensorsMetadata(bytes)).toEqual({ format: 'pt' });
  });

  it.each([
    ['another type', { a: entry({ dtype: 'BF16' }) }, 'BF16'],
    ['a shape that its bytes do not fill', { a: entry({ shape: [3] }) }, 'wants 12'],
    ['a gap', { a: entry({ data_offsets: [4, 12] }) }, 'begins at byte 4'],
    ['overlapping tensors', { a: entry(), b: entry() }, 'begins at byte 0'],
    ['more bytes than the file has', { a: entry({ shape: [4], data_offsets: [0, 16] }) }, 'cut off'],
    ['bytes that belong to nothing', { a: entry({ shape: [1], data_offsets: [0, 4] }) }, '4 bytes follow'],
    ['a negative size', { a: entry({ shape: [-2] }) }, 'cannot be read'],
  ])('refuses %s', (_, entries, message) => {
    expect(() => readSafetensors(header(entries))).toThrow(message);
  });

  it('refuses a header that is longer than the file', () => {
    const bytes = header({ a: entry() });
    new DataView(bytes.buffer).setUint32(4, 1, true);
    expect(() => readSafetensors(bytes)).toThrow('header claims');
    expect(() => readSafetensors(new Uint8Array(3))).toThrow('too short');
  });
});

import { describe, expect, it } from 'vitest';
import { readNumbers, type StoredTensor } from './safetensors.ts';

const stored = (type: string, bytes: readonly number[]): StoredTensor => ({
  type,
  shape: [],
  // Not at a multiple of its size, as the format allows.
  bytes: Uint8Array.from([0, ...bytes]).subarray(1),
});
const littleEndian = (array: ArrayBufferView) => [...new Uint8Array(array.buffer)];

describe('the types of numbers', () => {
  it.each([
    ['F32', littleEndian(Float32Array.of(1.5, -2)), [1.5, -2]],
    ['F64', littleEndian(Float64Array.of(1.5, -1e-3)), [1.5, Math.fround(-1e-3)]],
    // 1, −2, the largest, the smallest above zero.
    ['F16', littleEndian(Uint16Array.of(0x3c00, 0xc000, 0x7bff, 0x0001)), [1, -2, 65504, 2 ** -24]],
    ['F16', littleEndian(Uint16Array.of(0x7c00, 0x7e00)), [Number.POSITIVE_INFINITY, Number.NaN]],
    ['BF16', littleEndian(Uint16Array.of(0x3f80, 0xc000, 0x3e20)), [1, -2, 0.15625]],
    ['I8', [0, 127, 128], [0, 127, -128]],
  ])('%s', (type, bytes, expected) => {
    expect([...(readNumbers(stored(type, bytes)) ?? [])]).toEqual(expected);
  });

  it('are null where the type is none of these', () => {
    expect(readNumbers(stored('F8_E4M3', [1]))).toBeNull();
  });
});

import { readFileSync } from 'node:fs';
import '../../../cli/wasmFeatures.ts';
import { beforeAll, describe, expect, test } from 'vitest';

const memory = new WebAssembly.Memory({ initial: 64 });
let mapFunction: (which: number, from: number, to: number, count: number) => void;

/** Results of function `which` of assembly/math.ts for `values`, and the values in float32. */
function map(which: number, values: number[]): { given: number[]; got: number[] } {
  const count = Math.ceil(values.length / 4) * 4;
  const from = new Float32Array(memory.buffer, 4096, count);
  const to = new Float32Array(memory.buffer, 4096 + 4 * count, count);
  from.set(values);
  mapFunction(which, from.byteOffset, to.byteOffset, count);
  return { given: [...from.subarray(0, values.length)], got: [...to.subarray(0, values.length)] };
}

/** 100,000 numbers from `low` to `high`. */
const stretch = (low: number, high: number) =>
  Array.from({ length: 100_000 }, (_, n) => low + ((high - low) * n) / 99_999);

function largestError(which: number, values: number[], exact: (x: number) => number, relative: (y: number) => number) {
  const { given, got } = map(which, values);
  return given.reduce(
    (worst, x, n) => Math.max(worst, Math.abs((got[n] as number) - exact(x)) / relative(exact(x))),
    0,
  );
}

const logistic = (x: number) => 1 / (1 + Math.exp(-x));

describe.each(['relaxed', 'simd'])('with %s', (variant) => {
  beforeAll(async () => {
    const bytes = readFileSync(new URL(`./build/kernels-${variant}.wasm`, import.meta.url));
    const { instance } = await WebAssembly.instantiate(bytes, { env: { memory, abort: () => {} } });
    mapFunction = instance.exports.mapFunction as typeof mapFunction;
  });

  test('exp is within 3e-7 of its value', () => {
    expect(largestError(0, stretch(-87.2, 88.2), Math.exp, (y) => y)).toBeLessThan(3e-7);
  });

  test('log is within 2e-7, absolute where it is small and relative where it is large', () => {
    const bound = (y: number) => Math.max(1, Math.abs(y));
    expect(largestError(1, stretch(1e-6, 4), Math.log, bound)).toBeLessThan(2e-7);
    expect(largestError(1, stretch(4, 1e6), Math.log, bound)).toBeLessThan(2e-7);
  });

  test('tanh is within 5e-7 and the logistic function within 3e-7', () => {
    expect(largestError(2, stretch(-30, 30), Math.tanh, () => 1)).toBeLessThan(5e-7);
    expect(largestError(3, stretch(-60, 60), logistic, () => 1)).toBeLessThan(3e-7);
  });

  test('NaN stays NaN, and the exponential of an excluded score is 0', () => {
    for (const which of [0, 2, 3]) expect(map(which, [Number.NaN]).got).toEqual([Number.NaN]);
    expect(map(0, [-1e30, -88, 0]).got).toEqual([0, 0, 1]);
  });
});

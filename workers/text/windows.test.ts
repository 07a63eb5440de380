import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { windowsOf } from './windows.ts';

const sum = (sizes: readonly number[]) => sizes.reduce((total, size) => total + size, 0);

describe('the windows of a sentence', () => {
  it('are one where it fits', () => {
    expect(windowsOf([3, 1, 2], 6)).toEqual([{ first: 0, end: 3, from: 0, to: 3 }]);
  });

  it('are none where there is no word', () => {
    expect(windowsOf([], 6)).toEqual([]);
  });

  it('overlap by a quarter, and a word takes its state from where more stands on its nearer side', () => {
    expect(windowsOf(Array<number>(20).fill(1), 12)).toEqual([
      { first: 0, end: 12, from: 0, to: 11 },
      { first: 9, end: 20, from: 11, to: 20 },
    ]);
  });

  it('hold each word whole, fit the model, and give each word one state', () => {
    const cases = fc
      .integer({ min: 1, max: 24 })
      .chain((most) => fc.tuple(fc.constant(most), fc.array(fc.integer({ min: 1, max: most }), { maxLength: 60 })));
    fc.assert(
      fc.property(cases, ([most, sizes]) => {
        const windows = windowsOf(sizes, most);
        expect(windows.at(0)?.from ?? 0).toBe(0);
        expect(windows.at(-1)?.to ?? 0).toBe(sizes.length);
        windows.forEach(({ first, end, from, to }, index) => {
          expect(sum(sizes.slice(first, end))).toBeLessThanOrEqual(most);
          expect([first, from, to, end]).toEqual([first, from, to, end].sort((a, b) => a - b));
          const before = windows[index - 1];
          if (!before) return;
          expect(from).toBe(before.to);
          // What is read again is a quarter at most, and each window reads on.
          expect(first).toBeGreaterThan(before.first);
          expect(end).toBeGreaterThan(before.end);
          expect(sum(sizes.slice(first, before.end))).toBeLessThanOrEqual(most / 4);
        });
      }),
    );
  });
});

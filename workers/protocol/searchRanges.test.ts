import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rangeInWords, readRange, valuesOf } from './searchRanges.ts';
import { settingsFields } from './settings.ts';

const { dropout, batchSize, momentum } = settingsFields;

describe('a range of a search', () => {
  it('takes every step, as people write it', () => {
    expect(valuesOf({ from: 0.1, to: 0.8, step: 0.1 })).toEqual([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]);
    expect(valuesOf({ from: 5, to: 9, step: 3 })).toEqual([5, 8]);
  });

  it('is read in words and in the terminal’s short form', () => {
    const range = { from: 0.1, to: 0.5, step: 0.1 };
    expect(readRange(dropout, '0.1 to 0.5 by 0.1')).toEqual({ range });
    expect(readRange(dropout, '0.1:0.5:0.1')).toEqual({ range });
    expect(readRange(batchSize, '16,32, 16')).toEqual({ range: [16, 32] });
    expect(readRange(batchSize, '4 to 6')).toEqual({ range: { from: 4, to: 6, step: 1 } });
  });

  it('is read as it is said, whatever it is', () => {
    const tenths = fc.integer({ min: 0, max: 9 }).map((n) => n / 10);
    const list = fc.uniqueArray(tenths, { minLength: 1 });
    const steps = fc.tuple(tenths, tenths, fc.integer({ min: 1, max: 9 })).map(([one, other, step]) => ({
      ...{ from: Math.min(one, other), to: Math.max(one, other), step: step / 10 },
    }));
    fc.assert(
      fc.property(fc.oneof(list, steps), (range) => {
        expect(readRange(momentum, rangeInWords(range))).toEqual({ range });
      }),
    );
  });

  it.each([
    [dropout, '', 'give values with commas between, as in “0.1, 0.5”, or a range'],
    [dropout, 'high', 'as in “0.1 to 0.8 by 0.1”.'],
    [dropout, '0.1 to much by 0.1', 'give values with commas between'],
    [dropout, '0.1 to 0.5', 'it has no step: give one as in “0.1 to 0.8 by 0.1”.'],
    [dropout, '0.1 to 0.5 by 0', 'its step is 0, and must be more than 0.'],
    [dropout, '0.5 to 0.1 by 0.1', 'it ends at 0.1 before it begins at 0.5.'],
    [dropout, '0.5, 2', 'it takes a number from 0 to 0.95, not 2.'],
    [batchSize, '1:4:0.5', 'it takes a whole number from 1 to 1024, not 1.5.'],
    [momentum, '0 to 0.9 by 1e-9', 'it has more than 1000 values: give a larger step.'],
  ])('of %o cannot be “%s”, and says why', (field, text, fault) => {
    expect(readRange(field, text)).toEqual({ fault: expect.stringContaining(fault) });
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brokenName, resultAxis, settingAxis, ticksWithRoom } from './parallelAxes.ts';

const places = (axis: ReturnType<typeof settingAxis>) => axis.ticks.map((tick) => Number(axis.at(tick).toFixed(6)));

describe('an axis of a parallel-coordinates plot', () => {
  it('runs from the lowest value that was drawn to the highest', () => {
    const axis = settingAxis('dropout', 'Dropout', [0.5, 0.1, 0.3, 0.5], false);
    expect(axis.ticks).toEqual([0.1, 0.3, 0.5]);
    expect(places(axis)).toEqual([0, 0.5, 1]);
  });

  it('has equal factors equally far apart where it is logarithmic', () => {
    expect(places(settingAxis('rate', 'Rate', [0.001, 0.1, 0.01], true))).toEqual([0, 0.5, 1]);
    expect(places(settingAxis('size', 'Size', [16, 32, 256], true))).toEqual([0, 0.25, 1]);
  });

  it('of scores ends at round figures around them', () => {
    expect(resultAxis('f1', 'F1', [90.2, 93.7])).toMatchObject({ ticks: [90, 91, 92, 93, 94] });
    expect(resultAxis('f1', 'F1', []).ticks).toHaveLength(6);
  });

  it('names its ends and what has room between', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 500 }), { minLength: 1 }), fc.boolean(), (values, log) => {
        const axis = settingAxis('size', 'Size', values, log);
        const shown = ticksWithRoom(axis, 300, 15);
        expect(shown.at(-1)).toBe(Math.max(...values));
        const apart = shown.slice(1).map((tick, index) => axis.at(tick) - axis.at(shown[index] as number));
        for (const share of apart) expect(share * 300).toBeGreaterThanOrEqual(15 - 1e-9);
        // Whatever is left out has no room between those that are shown, or beside the last.
        for (const left of values.filter((value) => !shown.includes(value))) {
          const near = shown.some((tick) => Math.abs(axis.at(tick) - axis.at(left)) * 300 < 15 + 1e-9);
          expect(near).toBe(true);
        }
      }),
    );
  });

  it('breaks its name between words', () => {
    expect(brokenName('Character hidden size', 9)).toEqual(['Character', 'hidden', 'size']);
    expect(brokenName('Character hidden size', 12)).toEqual(['Character', 'hidden size']);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { widthInLetters } from './epochGeometry.ts';
import { placeLabels, shortName } from './labelPlaces.ts';

const bounds = { top: 10, bottom: 310, gap: 16 };

describe('placeLabels', () => {
  it('leaves labels alone that have room', () => {
    expect(placeLabels([200, 50, 120], bounds)).toEqual([200, 50, 120]);
  });

  it('moves two labels at one place apart by half a gap each', () => {
    expect(placeLabels([100, 100], bounds)).toEqual([92, 108]);
  });

  it('keeps every label inside at the edges', () => {
    expect(placeLabels([10, 10, 10], bounds)).toEqual([10, 26, 42]);
    expect(placeLabels([310, 310], bounds)).toEqual([294, 310]);
  });

  it('shares the room evenly where a full gap does not fit', () => {
    const places = placeLabels(new Array(31).fill(100), bounds);
    expect(places[0]).toBeCloseTo(10);
    expect(places[30]).toBeCloseTo(310);
    expect((places[1] ?? 0) - (places[0] ?? 0)).toBeCloseTo(10);
  });

  it('keeps gap, order and bounds for any wish', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -50, max: 400, noNaN: true }), { minLength: 1, maxLength: 18 }),
        (wanted) => {
          const places = placeLabels(wanted, bounds);
          const byWish = wanted.map((wish, i) => ({ wish, place: places[i] ?? Number.NaN, i }));
          byWish.sort((a, b) => a.wish - b.wish || a.i - b.i);
          byWish.forEach(({ place }, rank) => {
            expect(place).toBeGreaterThanOrEqual(bounds.top - 1e-6);
            expect(place).toBeLessThanOrEqual(bounds.bottom + 1e-6);
            const above = byWish[rank - 1];
            if (above) expect(place - above.place).toBeGreaterThanOrEqual(bounds.gap - 1e-6);
          });
        },
      ),
    );
  });

  it('has nothing to do without labels', () => {
    expect(placeLabels([], bounds)).toEqual([]);
  });
});

describe('shortName', () => {
  it('cuts long names with an ellipsis and leaves short ones', () => {
    const cut = shortName('CustomerIdentification', 12);
    expect(cut).toMatch(/^CustomerI\w*…$/);
    expect(widthInLetters(cut)).toBeLessThanOrEqual(12);
    expect(shortName('Address', 12)).toBe('Address');
    expect(shortName('', 12)).toBe('');
  });

  it('goes by the width of the letters: wide ones behind narrow ones do not reach the figure', () => {
    for (const name of [`narrow${'i'.repeat(40)}`, `${'l'.repeat(9)}${'W'.repeat(20)}`, `Long${'I'.repeat(30)}`])
      expect(widthInLetters(shortName(name, 12))).toBeLessThanOrEqual(12);
  });
});

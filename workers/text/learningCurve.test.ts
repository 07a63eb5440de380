import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CurvePoint, chanceOf, f1At, fitCurve, isSound, worthOf } from './learningCurve.ts';

const point = fc.record({
  documents: fc.integer({ min: 1, max: 500 }),
  f1: fc.double({ min: 0, max: 100, noNaN: true }),
  support: fc.integer({ min: 1, max: 2000 }),
});
const points = fc.array(point, { minLength: 3, maxLength: 10 });

/** A curve's own points. */
const measured = (documents: readonly number[], support: number): CurvePoint[] =>
  documents.map((each) => ({ documents: each, f1: 90 - 80 * each ** -0.5, support }));

describe('a learning curve', () => {
  it('is found again in its own points', () => {
    const curve = fitCurve(measured([10, 20, 40, 80, 160], 1000)) ?? expect.fail('no curve');
    expect(curve.power).toBeCloseTo(0.5, 1);
    for (const documents of [15, 100, 400]) expect(f1At(curve, documents)).toBeCloseTo(90 - 80 * documents ** -0.5, 0);
  });

  it('neither falls nor comes above 100', () => {
    fc.assert(
      fc.property(points, fc.integer({ min: 1, max: 400 }), (given, more) => {
        const curve = fitCurve(given);
        if (!curve) return;
        expect(f1At(curve, 100_000)).toBeLessThanOrEqual(100 + 1e-9);
        expect(f1At(curve, 10 + more)).toBeGreaterThanOrEqual(f1At(curve, 10) - 1e-9);
      }),
    );
  });

  it('is none of fewer than three numbers of documents', () => {
    expect(fitCurve(measured([10, 20], 500))).toBeNull();
    expect(fitCurve(measured([10, 20, 20], 500))).toBeNull();
    expect(worthOf(measured([0, 10, 20], 500), 50)).toBeNull();
  });

  it('says what the next documents are worth, the surer the more spans it was measured on', () => {
    const truth = 80 * (40 ** -0.5 - 90 ** -0.5);
    const [sure, unsure] = [20_000, 100].map(
      (support) => worthOf(measured([10, 20, 30, 40], support), 50) ?? expect.fail('not worth a word'),
    );
    expect(sure?.gain).toBeCloseTo(truth, 0);
    expect(sure?.low).toBeLessThanOrEqual(truth + 0.2);
    expect(sure?.high).toBeGreaterThanOrEqual(truth - 0.2);
    const width = (worth = sure) => (worth?.high ?? 0) - (worth?.low ?? 0);
    expect(width(sure)).toBeLessThan(width(unsure) / 2);
  });

  it('says nothing of models that have found next to nothing', () => {
    const given = [0, 0, 22].map((f1, place) => ({ documents: 10 * (place + 1), f1, support: 50 }));
    expect(worthOf(given, 50)).toBeNull();
  });

  it('is sound where it was measured on enough', () => {
    const soundOn = (support: number) => isSound(worthOf(measured([10, 20, 30, 40], support), 50) ?? expect.fail());
    expect([soundOn(20_000), soundOn(20)]).toEqual([true, false]);
  });

  it('says the same each time', () => {
    const given = measured([5, 10, 20], 60);
    expect(worthOf(given, 50)).toEqual(worthOf(given, 50));
  });
});

describe('chance', () => {
  it('is that of a share: at 80 of 100 spans, four points', () => {
    expect(chanceOf({ f1: 80, support: 100 })).toBeCloseTo(4, 9);
  });
});

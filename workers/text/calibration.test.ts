import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibrate, fewestOutcomes, fitTemperature, type Outcome, reliabilityOf, tempered } from './calibration.ts';
import { createRandom } from './random.ts';

const outcome = fc.record({ confidence: fc.double({ min: 0, max: 1, noNaN: true }), right: fc.boolean() });
const enough = fc.array(outcome, { minLength: fewestOutcomes, maxLength: 80 });

/** Spans that are right as often as a confidence says which the model has sharpened by a factor. */
function sharpened(factor: number, spans: number): Outcome[] {
  const random = createRandom(5);
  return Array.from({ length: spans }, () => {
    const truth = 0.5 + random.next() / 2;
    return { confidence: tempered(truth, 1 / factor), right: random.next() < truth };
  });
}

describe('a temperature', () => {
  it('is found again where a model is that much too sure, or too timid', () => {
    expect(fitTemperature(sharpened(3, 20_000))).toBeCloseTo(3, 0);
    expect(fitTemperature(sharpened(0.5, 20_000))).toBeCloseTo(0.5, 1);
  });

  it('makes what is known no less likely', () => {
    fc.assert(
      fc.property(enough, (outcomes) => {
        const { before, after } = calibrate(outcomes) ?? expect.fail('not calibrated');
        expect(after.loss).toBeLessThanOrEqual(before.loss + 1e-9);
      }),
    );
  });

  it('leaves the order of confidences as it is', () => {
    const inside = fc.double({ min: 0.001, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(inside, inside, fc.double({ min: 0.125, max: 8, noNaN: true }), (one, other, temperature) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        expect(tempered(low, temperature)).toBeLessThanOrEqual(tempered(high, temperature));
        expect(tempered(one, 1)).toBeCloseTo(one, 9);
      }),
    );
  });

  it('brings a model that is too sure nearer to its share of right spans', () => {
    const { before, after } = calibrate(sharpened(3, 2000)) ?? expect.fail('not calibrated');
    expect(after.expectedError).toBeLessThan(before.expectedError / 2);
  });

  it('is not fitted on a few spans', () => {
    expect(calibrate(sharpened(3, fewestOutcomes - 1))).toBeNull();
  });
});

describe('a reliability', () => {
  it('has every span in one bin, and an error between 0 and 1', () => {
    fc.assert(
      fc.property(fc.array(outcome), (outcomes) => {
        const { bins, expectedError } = reliabilityOf(outcomes);
        expect(bins.reduce((sum, { spans }) => sum + spans, 0)).toBe(outcomes.length);
        for (const { from, to, confidence } of bins) {
          expect(confidence).toBeGreaterThanOrEqual(from - 1e-9);
          expect(confidence).toBeLessThanOrEqual(to + 1e-9);
        }
        expect(expectedError).toBeGreaterThanOrEqual(0);
        expect(expectedError).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('tells an error by hand: nine of ten right at 0.7, one of two at 0.5', () => {
    const of = (confidence: number, right: number, wrong: number) => [
      ...Array.from({ length: right }, () => ({ confidence, right: true })),
      ...Array.from({ length: wrong }, () => ({ confidence, right: false })),
    ];
    const { expectedError } = reliabilityOf([...of(0.7, 9, 1), ...of(0.5, 1, 1)]);
    expect(expectedError).toBeCloseTo((10 * 0.2 + 2 * 0) / 12, 9);
  });
});

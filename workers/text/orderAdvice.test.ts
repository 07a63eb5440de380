import { describe, expect, it } from 'vitest';
import { adviceOn } from './orderAdvice.ts';

const measured = (f1: number, support: number) => ({
  measure: 'entropy' as const,
  dev: { f1, precision: f1, recall: f1, support, predicted: support, correct: Math.round((support * f1) / 100) },
});

describe('a model’s doubts', () => {
  it('mean something by its F1 on dev, where dev can tell it', () => {
    expect(adviceOn(measured(72, 200), 0)).toMatchObject({ means: true, why: expect.stringContaining('72.0') });
    expect(adviceOn(measured(12, 200), 500)).toMatchObject({ means: false, why: expect.stringContaining('12.0') });
  });

  it('mean something by what was submitted, where dev cannot', () => {
    for (const report of [measured(90, 5), { measure: 'entropy' as const, dev: null }]) {
      expect(adviceOn(report, 49).means).toBe(false);
      expect(adviceOn(report, 50).means).toBe(true);
    }
  });

  it('are none without a model', () => {
    expect(adviceOn(null, 500).means).toBe(false);
    expect(adviceOn({ measure: null, dev: null }, 500).means).toBe(false);
  });
});

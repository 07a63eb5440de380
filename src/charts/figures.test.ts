import { describe, expect, it } from 'vitest';
import { count, lossFigure, percent, signed } from './figures.ts';

describe('figures', () => {
  it('signs a difference without help from colour', () => {
    expect([3.24, -0.84, 0.04, -0.04, null].map(signed)).toEqual(['+3.2', '−0.8', '±0.0', '±0.0', '–']);
  });

  it('prints percent with one decimal and a dash for none', () => {
    expect([100, 0, 87.449, Number.NaN, undefined].map(percent)).toEqual(['100.0', '0.0', '87.4', '–', '–']);
  });

  it('keeps three figures of a loss', () => {
    expect([123.4, 12.34, 1.234, 0.01234, 0, Number.NaN].map(lossFigure)).toEqual([
      '123',
      '12.3',
      '1.23',
      '0.0123',
      '0',
      'NaN',
    ]);
  });

  it('groups thousands', () => {
    expect(count(12345)).toBe('12,345');
  });
});

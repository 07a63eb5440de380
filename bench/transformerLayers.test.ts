import { describe, expect, it } from 'vitest';
import { workedOut } from './transformerLayers.ts';

describe('what more layers would take', () => {
  it('goes on from layer to layer as those that were counted', () => {
    expect(workedOut([30, 50, 70], 12)).toEqual({ all: 130, perLayer: 10 });
  });

  it('is rounded up where a group of parameters begins in between', () => {
    expect(workedOut([105, 180, 254], 12)).toEqual({ all: 478, perLayer: 37.25 });
  });

  it('is not said where the counted layers do not take the same number each', () => {
    expect(() => workedOut([30, 50, 80], 12)).toThrow(/30, 50, 80 for 2, 4, 6/);
  });
});

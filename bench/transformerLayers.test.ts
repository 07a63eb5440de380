import { describe, expect, it } from 'vitest';
import { workedOut } from './transformerLayers.ts';

describe('what more layers would take', () => {
  it('goes on from layer to layer as those that were counted', () => {
    expect(workedOut([30, 50, 70], 12)).toEqual({ all: 130, perLayer: 10 });
  });

  it('is not said where the counted layers do not take the same number each', () => {
    expect(() => workedOut([30, 50, 71], 12)).toThrow(/30, 50, 71 for 2, 4, 6/);
  });
});

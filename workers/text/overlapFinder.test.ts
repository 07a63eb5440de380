import fc from 'fast-check';
import { expect, it } from 'vitest';
import { overlapFinder } from './overlapFinder.ts';

const span = fc
  .tuple(fc.nat(30), fc.integer({ min: 1, max: 8 }))
  .map(([start, length]) => ({ start, end: start + length }));

it('finds what holding each against each finds', () => {
  fc.assert(
    fc.property(fc.array(span), span, (spans, one) => {
      const overlaps = spans.some(({ start, end }) => start < one.end && one.start < end);
      expect(overlapFinder(spans)(one)).toBe(overlaps);
    }),
  );
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Document, Span } from '../protocol/corpus.ts';
import { allSpans, chooseSpans, spanKey, withSpans } from './spans.ts';

const span = fc
  .record({ start: fc.nat(20), length: fc.integer({ min: 1, max: 12 }), category: fc.constantFrom('A', 'B', 'C') })
  .map(({ start, length, category }): Span => ({ start, end: start + length, category }));
const overlap = (one: Span, other: Span) => one.start < other.end && other.start < one.end;

/** The rule as it reads: through all spans by length, taking what overlaps nothing taken before. */
function byTheRule(spans: readonly Span[]): Span[] {
  const taken: Span[] = [];
  const order = [...spans].sort(
    (one, other) => other.end - other.start - (one.end - one.start) || one.start - other.start,
  );
  for (const each of order) if (!taken.some((other) => overlap(each, other))) taken.push(each);
  return taken.sort((one, other) => one.start - other.start);
}

const document: Document = {
  id: '1',
  text: 'x'.repeat(40),
  sentences: [{ tokens: Array.from({ length: 40 }, (_, start) => ({ start, end: start + 1 })) }],
  spans: [],
  annotated: 'all',
};

describe('the spans that training sees', () => {
  it('are the longest, then the earliest, then those named first, and none overlaps another', () => {
    fc.assert(
      fc.property(fc.array(span, { maxLength: 30 }), (given) => {
        const { spans, furtherSpans, duplicates, overlaps } = chooseSpans(given);
        expect(spans).toEqual(byTheRule(given));
        expect(spans.length + furtherSpans.length + duplicates.length).toBe(given.length);
        expect(overlaps.map(({ other }) => other)).toEqual(furtherSpans);
        for (const { chosen, other } of overlaps) {
          expect(spans).toContain(chosen);
          expect(overlap(chosen, other)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('are chosen again alike from all spans, of which none is lost', () => {
    fc.assert(
      fc.property(fc.array(span, { maxLength: 20 }), (given) => {
        const made = withSpans(document, given);
        const names = (spans: readonly Span[]) => new Set(spans.map(spanKey));
        expect(names(allSpans(made))).toEqual(names(given));
        expect(withSpans(made, allSpans(made))).toEqual(made);
      }),
    );
  });

  it('leave nothing behind of the spans before them', () => {
    const nested = withSpans(document, [
      { start: 0, end: 5, category: 'A' },
      { start: 1, end: 2, category: 'B' },
    ]);
    expect(nested.furtherSpans).toHaveLength(1);
    expect(withSpans(nested, [])).toEqual(document);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TokenSpan } from '../schemes.ts';
import { isBracketColumn, readBrackets } from './brackets.ts';

const span = (start: number, end: number, category: string): TokenSpan => ({ start, end, category });

/** Spans as cells: each opens at its first token and closes at its last. */
function cellsOf(spans: readonly TokenSpan[], length: number, star: boolean): string[] {
  return Array.from({ length }, (_, token) => {
    const opening = spans.filter(({ start }) => start === token).map(({ category }) => `(${category}`);
    const closing = spans.filter(({ end }) => end === token + 1).map(() => ')');
    const middle = opening.length > 0 && closing.length > 0 && !star ? '' : '*';
    return `${opening.join('')}${middle}${closing.join('')}`;
  });
}

describe('brackets over a column', () => {
  it.each<[string[], TokenSpan[]]>([
    [
      ['(PER*', '*)', '*', '(LOC*)'],
      [span(0, 2, 'PER'), span(3, 4, 'LOC')],
    ],
    [['(GPE)', '-', '_', ''], [span(0, 1, 'GPE')]],
    [
      ['(ORG(GPE*)', '*', '*)'],
      [span(0, 3, 'ORG'), span(0, 1, 'GPE')],
    ],
    [
      ['(ORG*', '*', '(GPE*))'],
      [span(0, 3, 'ORG'), span(2, 3, 'GPE')],
    ],
    [
      ['(A*)', '(A*)'],
      [span(0, 1, 'A'), span(1, 2, 'A')],
    ],
    [['*', '*'], []],
  ])('%j', (cells, spans) => {
    expect(readBrackets(cells)).toEqual({ spans, faults: [] });
  });

  it('gives back nested spans, with stars and without them in single words', () => {
    const nested = fc.array(
      fc.record({
        start: fc.nat(6),
        size: fc.integer({ min: 1, max: 4 }),
        category: fc.constantFrom('A', 'B-C', 'GPE'),
      }),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(nested, fc.boolean(), (given, star) => {
        const kept: TokenSpan[] = [];
        for (const { start, size, category } of given) {
          const end = Math.min(start + size, 10);
          const crosses = kept.some(
            (other) =>
              (start < other.start && end > other.start && end < other.end) ||
              (start > other.start && start < other.end && end > other.end) ||
              (start === other.start && end === other.end),
          );
          if (!crosses) kept.push({ start, end, category });
        }
        kept.sort((one, other) => one.start - other.start || other.end - one.end);
        expect(readBrackets(cellsOf(kept, 10, star))).toEqual({ spans: kept, faults: [] });
      }),
    );
  });

  it('tells of brackets that do not close, that none opened, and of what is none', () => {
    const { spans, faults } = readBrackets(['*)', '(PER*', 'x', '*']);
    expect(spans).toEqual([]);
    expect(faults.map(({ token }) => token)).toEqual([0, 2, 1]);
  });

  it('is told from other columns', () => {
    expect(isBracketColumn(['(PER*', '*)', '*'])).toBe(true);
    expect(isBracketColumn(['*', '*'])).toBe(false);
    expect(isBracketColumn(['B-PER', 'O'])).toBe(false);
    expect(isBracketColumn(['(', ')', 'O'])).toBe(false);
  });
});

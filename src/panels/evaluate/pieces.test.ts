import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { piecesOf } from './pieces.ts';

const line = fc.string({ maxLength: 400, unit: fc.constantFrom('a', ' ', '.', 'ב', '👩🏽', '\r') });
const texts = fc.array(line, { maxLength: 60 }).map((lines) => lines.join('\n'));

const halfALetter = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

describe('the pieces of a long text', () => {
  it('are the text, put together, and none is too long', () => {
    fc.assert(
      fc.property(texts, fc.nat({ max: 4 }), (text, times) => {
        const whole = text.repeat(times + 1);
        const pieces = piecesOf(whole);
        expect(pieces.join('')).toBe(whole);
        for (const piece of pieces) {
          expect(piece.length).toBeLessThanOrEqual(3000);
          expect(piece).not.toMatch(halfALetter);
        }
      }),
    );
  });

  it('end with their lines, or with a sentence where a line is too long', () => {
    const prose = 'One of many sentences stands here. '.repeat(200);
    for (const piece of piecesOf(prose).slice(0, -1)) expect(piece.trimEnd().endsWith('.')).toBe(true);
    const lines = 'a line of a list\n'.repeat(1000);
    for (const piece of piecesOf(lines)) expect(piece.endsWith('\n')).toBe(true);
  });

  it('are cut from a megabyte at once', () => {
    const began = performance.now();
    expect(piecesOf('word '.repeat(210_000)).length).toBeGreaterThan(300);
    expect(performance.now() - began).toBeLessThan(2000);
  });
});

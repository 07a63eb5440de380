import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { occurrences, snapped, tokensOf, withAdded, withChanged, withMovedEnd, withoutSpan } from './annotation.ts';
import { documentFromText } from './documents.ts';
import { allSpans } from './spans.ts';

const text = 'Ada Lovelace met Ada in London. London was cold, said Ada Lovelace.';
const document = documentFromText({ id: '1', text, spans: [], annotated: [] }, () => {});
const at = (words: string, from = 0) => {
  const start = text.indexOf(words, from);
  return { start, end: start + words.length };
};
const person = { ...at('Ada Lovelace'), category: 'PER' };

describe('annotating a document', () => {
  it('puts a span in once, and takes it out again', () => {
    const marked = withAdded(document, [person]);
    expect(marked.spans).toEqual([person]);
    expect(withAdded(marked, [person])).toBe(marked);
    expect(withoutSpan(marked, person).spans).toEqual([]);
    expect(document.spans).toEqual([]);
  });

  it('keeps nested spans beside one another', () => {
    const first = { ...at('Ada'), category: 'FIRST' };
    const marked = withAdded(withAdded(document, [person]), [first]);
    expect(allSpans(marked)).toEqual([person, first]);
    const changed = withChanged(marked, first, { ...first, category: 'NAME' });
    expect(allSpans(changed)).toEqual([person, { ...first, category: 'NAME' }]);
  });

  it('takes whole words, however little of them was touched', () => {
    expect(snapped(document, { start: 1, end: 6 })).toEqual(at('Ada Lovelace'));
    expect(snapped(document, { start: 3, end: 4 })).toBeNull();
  });

  it('finds the same words wherever they stand whole', () => {
    expect(occurrences(document, at('Ada Lovelace'))).toHaveLength(2);
    expect(occurrences(document, at('Ada'))).toHaveLength(3);
    expect(occurrences(document, at('London'))).toHaveLength(2);
    const within = documentFromText({ id: '2', text: 'cat concatenates cat', spans: [], annotated: [] }, () => {});
    expect(occurrences(within, { start: 0, end: 3 })).toEqual([
      { start: 0, end: 3 },
      { start: 17, end: 20 },
    ]);
  });

  it('moves the end of a span by words, and leaves its sentence alone', () => {
    expect(withMovedEnd(document, person, 1)).toMatchObject(at('Ada Lovelace met'));
    expect(withMovedEnd(document, person, -1)).toMatchObject(at('Ada'));
    expect(withMovedEnd(document, { ...at('Ada'), category: 'PER' }, -1)).toEqual({ ...at('Ada'), category: 'PER' });
    const last = { ...at('.', 0), category: 'X' };
    expect(withMovedEnd(document, last, 1)).toBe(last);
  });

  it('is undone by taking out what was put in', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.constantFrom('A', 'B'), (one, other, category) => {
        const tokens = tokensOf(document);
        const [first, last] = [one % tokens.length, other % tokens.length].sort((a, b) => a - b) as [number, number];
        const span = { start: tokens[first]?.start ?? 0, end: tokens[last]?.end ?? 0, category };
        const marked = withAdded(document, [person]);
        expect(allSpans(withoutSpan(withAdded(marked, [span]), span))).toEqual(allSpans(marked));
      }),
    );
  });
});

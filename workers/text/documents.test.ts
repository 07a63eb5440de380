import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Document } from '../protocol/corpus.ts';
import { documentFromText, documentFromWords, type TextInput } from './documents.ts';
import type { Notice } from './notice.ts';
import { allSpans } from './spans.ts';

function build(input: Omit<TextInput, 'id' | 'annotated'>): { document: Document; notices: Notice[] } {
  const notices: Notice[] = [];
  const document = documentFromText({ id: '1', annotated: 'all', ...input }, (notice) => notices.push(notice));
  return { document, notices };
}

const sentenceWords = ({ text, sentences }: Document) =>
  sentences.map(({ tokens }) => tokens.map(({ start, end }) => text.slice(start, end)));
const codes = (notices: readonly Notice[]) => notices.map(({ code }) => code);

describe('documentFromWords', () => {
  it('joins words by a space and sentences by a newline', () => {
    const document = documentFromWords({ id: '1', annotated: 'all' }, [
      { words: ['Ann', 'Lee', 'left'], spans: [{ start: 0, end: 2, category: 'PER' }] },
      { words: ['🙂', 'Oslo'], spans: [{ start: 1, end: 2, category: 'LOC' }] },
    ]);
    expect(document.text).toBe('Ann Lee left\n🙂 Oslo');
    expect(document.spans).toEqual([
      { start: 0, end: 7, category: 'PER' },
      { start: 16, end: 20, category: 'LOC' },
    ]);
    expect(sentenceWords(document)).toEqual([
      ['Ann', 'Lee', 'left'],
      ['🙂', 'Oslo'],
    ]);
  });

  it('leaves out the space where a word follows at once', () => {
    const document = documentFromWords({ id: '1', annotated: 'all' }, [
      { words: ['Go', '!'], tags: ['VB', '.'], spaceAfter: [false, true] },
    ]);
    expect(document.text).toBe('Go!');
    expect(document.sentences[0]?.tags).toEqual(['VB', '.']);
  });
});

describe('documentFromText', () => {
  it('splits a word in which a span ends, and says so', () => {
    const { document, notices } = build({ text: 'Call Kim-now', spans: [{ start: 5, end: 8, category: 'PER' }] });
    expect(sentenceWords(document)).toEqual([['Call', 'Kim', '-now']]);
    expect(document.spans).toEqual([{ start: 5, end: 8, category: 'PER' }]);
    expect(codes(notices)).toEqual(['span-inside-token']);
  });

  it('keeps overlapping spans, shows training the longer, and drops duplicates alone', () => {
    const { document, notices } = build({
      text: 'New York City Hall',
      spans: [
        { start: 0, end: 8, category: 'LOC' },
        { start: 4, end: 18, category: 'ORG' },
        { start: 4, end: 18, category: 'ORG' },
      ],
    });
    expect(document.spans).toEqual([{ start: 4, end: 18, category: 'ORG' }]);
    expect(document.furtherSpans).toEqual([{ start: 0, end: 8, category: 'LOC' }]);
    expect(notices.map(({ code, droppedSpans }) => [code, droppedSpans])).toEqual([
      ['duplicate-span', 1],
      ['overlapping-spans', 0],
    ]);
    expect(notices[1]?.message).toBe(
      'The spans ORG 4–18 “York City Hall” and LOC 0–8 “New York” overlap; both are kept, and training sees the longer.',
    );
  });

  it('cuts words at the ends of every span, and joins the sentences that any of them joins', () => {
    const { document } = build({
      text: 'He met Kim-Lee. Kim-Lee sat.',
      spans: [
        { start: 3, end: 14, category: 'A' },
        { start: 7, end: 10, category: 'B' },
        { start: 11, end: 19, category: 'C' },
      ],
    });
    expect(document.spans.map(({ category }) => category)).toEqual(['A']);
    expect(document.furtherSpans?.map(({ category }) => category)).toEqual(['B', 'C']);
    expect(sentenceWords(document)).toEqual([['He', 'met', 'Kim', '-', 'Lee', '.', 'Kim', '-Lee', 'sat', '.']]);
  });

  it('shows training a span whose rival is itself one of the further ones', () => {
    const { document } = build({
      text: 'aa bb cc dd ee',
      spans: [
        { start: 0, end: 5, category: 'A' },
        { start: 3, end: 11, category: 'B' },
        { start: 6, end: 14, category: 'C' },
      ],
    });
    expect(document.spans.map(({ category }) => category)).toEqual(['B']);
    const other = build({
      text: 'aa bb cc dd ee',
      spans: [
        { start: 0, end: 5, category: 'A' },
        { start: 3, end: 8, category: 'B' },
        { start: 6, end: 14, category: 'C' },
      ],
    });
    expect(other.document.spans.map(({ category }) => category)).toEqual(['A', 'C']);
  });

  it('leaves out spans outside the text or without characters', () => {
    const { document, notices } = build({
      text: 'Oslo  now',
      spans: [
        { start: 6, end: 12, category: 'A' },
        { start: -1, end: 2, category: 'A' },
        { start: 4, end: 6, category: 'A' },
        { start: 3, end: 3, category: 'A' },
      ],
    });
    expect(document.spans).toEqual([]);
    expect(codes(notices)).toEqual(['span-outside-text', 'span-outside-text', 'span-empty', 'span-empty']);
  });

  it('trims white space off a span', () => {
    const { document, notices } = build({ text: 'to Oslo now', spans: [{ start: 2, end: 8, category: 'LOC' }] });
    expect(document.spans).toEqual([{ start: 3, end: 7, category: 'LOC' }]);
    expect(codes(notices)).toEqual(['span-trimmed']);
  });

  it('never cuts an emoji in two', () => {
    const { document, notices } = build({ text: 'a🙂🙂b', spans: [{ start: 2, end: 4, category: 'X' }] });
    expect(document.spans).toEqual([{ start: 1, end: 5, category: 'X' }]);
    expect(codes(notices)[0]).toBe('span-trimmed');
  });

  it('joins sentences that a span lies across', () => {
    const text = 'At Main St. Paul works. He left.';
    const { document, notices } = build({ text, spans: [{ start: 17, end: 26, category: 'X' }] });
    expect(document.sentences).toHaveLength(1);
    expect(codes(notices)).toEqual(['sentence-end-inside-span']);
  });

  it('keeps the file’s own tokens, and covers what they leave uncovered', () => {
    const { document, notices } = build({
      text: 'a-b c d',
      tokens: [
        { start: 0, end: 1 },
        { start: 1, end: 3 },
        { start: 6, end: 7 },
      ],
      spans: [],
    });
    expect(sentenceWords(document)).toEqual([['a', '-b', 'c', 'd']]);
    expect(codes(notices)).toEqual(['text-outside-tokens']);
  });

  it('leaves out tokens that overlap or leave the text', () => {
    const { document, notices } = build({
      text: 'abc',
      tokens: [
        { start: 0, end: 3 },
        { start: 1, end: 2 },
        { start: 2, end: 9 },
      ],
      spans: [],
    });
    expect(sentenceWords(document)).toEqual([['abc']]);
    expect(codes(notices)).toEqual(['token-outside-text']);
  });

  it('gives spans on token boundaries of one sentence, and accounts for every span, whatever it is given', () => {
    const span = fc.record({
      start: fc.integer({ min: -2, max: 45 }),
      end: fc.integer({ min: -2, max: 45 }),
      category: fc.constantFrom('A', 'B'),
    });
    const text = fc
      .array(fc.constantFrom('a', 'Be', '. ', ' ', '\n\n', '🙂', 'e\u0301', "n't", '5,0', '-'), { maxLength: 25 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, fc.array(span, { maxLength: 8 }), (content, spans) => {
        const { document, notices } = build({ text: content, spans });
        const dropped = notices.reduce((total, { droppedSpans }) => total + droppedSpans, 0);
        const all = allSpans(document);
        expect(all.length + dropped).toBe(spans.length);
        let end = 0;
        for (const { start, end: last } of document.spans) {
          expect(start).toBeGreaterThanOrEqual(end);
          end = last;
        }
        for (const kept of all) {
          const home = document.sentences.filter(({ tokens }) => tokens.some((token) => token.start === kept.start));
          expect(home).toHaveLength(1);
          expect(home[0]?.tokens.some((token) => token.end === kept.end)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});

import { describe, expect, it } from 'vitest';
import type { Span } from '../protocol/corpus.ts';
import { documentFromWords } from './documents.ts';
import { likenessSuggestions, NearestTokens, neighboursOf } from './nearestTokens.ts';

const document = (text: string, spans: readonly Span[] = []) => {
  const words = text.split(' ');
  return { ...documentFromWords({ id: '1', annotated: 'all' }, [{ words }]), spans };
};

/** Two numbers a word: how much it is like a number, and like a letter. Mixed words stand between. */
const features = (text: string) =>
  Float32Array.from(
    text.split(' ').flatMap((word) => [word.replace(/\D/g, '').length, word.replace(/\d/g, '').length]),
  );

const annotated = document('the 12 house', [{ start: 4, end: 6, category: 'Number' }]);
const chosen = neighboursOf({ documents: [annotated] }, ['Number']);
const numbers = features(annotated.text);
const nearest = new NearestTokens(
  new Map(
    [...chosen].map(([category, all]) => [category, all.map(({ token }) => numbers.slice(2 * token, 2 * token + 2))]),
  ),
  2,
);

describe('the nearest annotated word', () => {
  it('says what words are, and runs of them are spans', () => {
    const text = 'at 7 9 9a Mill Lane 4';
    expect(nearest.spansIn(features(text))).toEqual([
      { start: 1, end: 3, category: 'Number' },
      { start: 6, end: 7, category: 'Number' },
    ]);
    const suggestions = likenessSuggestions(document(text), [nearest.spansIn(features(text))]);
    expect(
      suggestions.map(({ start, end, ...rest }) => [text.slice(start, end), rest.source, rest.confidence]),
    ).toEqual([
      ['7 9', 'likeness', null],
      ['4', 'likeness', null],
    ]);
  });

  it('is none of a run that goes on too long', () => {
    expect(nearest.spansIn(features(Array.from({ length: 20 }, () => '5').join(' ')))).toEqual([]);
  });

  it('is one of what is wanted, or of none', () => {
    const none = [
      { sentence: 0, token: 0 },
      { sentence: 0, token: 2 },
    ];
    expect([...chosen]).toEqual([
      [null, none],
      ['Number', [{ sentence: 0, token: 1 }]],
    ]);
    expect([...neighboursOf({ documents: [annotated] }, ['Street'])]).toEqual([[null, none]]);
  });
});

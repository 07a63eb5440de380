import { describe, expect, it } from 'vitest';
import type { Span } from '../workers/protocol/corpus.ts';
import type { Suggestion } from '../workers/protocol/suggestions.ts';
import { documentFromWords } from '../workers/text/documents.ts';
import { pressesByHand, pressesWithSuggestions } from './keyPresses.ts';

/** Two sentences of five words. */
const words = [
  ['Ada', 'Marsh', 'moved', 'to', 'Velby'],
  ['She', 'lives', 'at', 'Mill', 'Lane'],
];
const text = documentFromWords(
  { id: '1', annotated: 'all' },
  words.map((each) => ({ words: each })),
);
const stretch = (part: string, category: string): Span => {
  const start = text.text.indexOf(part);
  return { start, end: start + part.length, category };
};
const gold = [stretch('Ada Marsh', 'Person'), stretch('Velby', 'Town'), stretch('Mill Lane', 'Street')];
const document = { ...text, spans: gold };
const suggested = (span: Span, confidence = 0.5): Suggestion => ({ ...span, source: 'model', confidence });

describe('the keys that are pressed', () => {
  it('by hand: to each span, over it, its category, and the end', () => {
    // Person 0 + 1 + 1, Town 3 + 0 + 1, Street 1 + 3 + 1 + 1, submit 1.
    expect(pressesByHand(document)).toBe(2 + 4 + 6 + 1);
  });

  it('with right suggestions: to the first, then one each', () => {
    const right = gold.map((span) => suggested(span));
    expect(pressesWithSuggestions(document, right, 0.9)).toBe(1 + 3 + 1);
  });

  it('with sure ones that are all right: one for all', () => {
    const sure = gold.map((span) => suggested(span, 0.95));
    expect(pressesWithSuggestions(document, sure, 0.9)).toBe(1 + 1);
  });

  it('with sure ones of which one is wrong: each by itself', () => {
    const sure = [...gold.slice(0, 2), stretch('lives', 'Street')].map((span) => suggested(span, 0.95));
    // To the first, three decisions, then Mill Lane by hand from the rejected word: 2 + 1 + 1, and the end.
    expect(pressesWithSuggestions(document, sure, 0.9)).toBe(1 + 3 + 4 + 1);
  });

  it('a wrong category or end is corrected', () => {
    const nearly = [stretch('Ada', 'Person'), stretch('Velby', 'Person')].map((span) => suggested(span));
    // To the first, one word longer, to the second, its category, Street by hand from Velby: 1 + 3 + 1 + 1, and the end.
    expect(pressesWithSuggestions(document, nearly, 0.9)).toBe(1 + 1 + 1 + 1 + 6 + 1);
  });

  it('without any suggestion: as by hand', () => {
    expect(pressesWithSuggestions(document, [], 0.9)).toBe(pressesByHand(document));
  });
});

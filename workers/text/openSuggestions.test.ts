import { describe, expect, it } from 'vitest';
import type { Document } from '../protocol/corpus.ts';
import type { Suggestion } from '../protocol/suggestions.ts';
import { documentFromWords } from './documents.ts';
import { openSuggestions, withAccepted, withRejected } from './openSuggestions.ts';
import { allSpans } from './spans.ts';

const words = 'Ada moved to Port Velby'.split(' ');
const document: Document = documentFromWords({ id: 'a', annotated: [] }, [{ words }]);
const suggestion = (start: number, end: number, category: string): Suggestion => ({
  ...{ start, end, category, source: 'model', confidence: 0.8 },
});
const person = suggestion(0, 3, 'Person');
const place = suggestion(13, 23, 'Place');
const draft = { passedOver: [], submitted: false };

describe('suggestions that wait for a decision', () => {
  it('are gone once accepted or rejected, and nothing else of the document changes', () => {
    const accepted = withAccepted(document, [person]);
    expect(allSpans(accepted)).toEqual([{ start: 0, end: 3, category: 'Person' }]);
    expect(openSuggestions(accepted, [person, place], draft)).toEqual([place]);
    const rejected = withRejected(document, place);
    expect(openSuggestions(rejected, [person, place], draft)).toEqual([person]);
    expect({ ...rejected, rejected: undefined }).toEqual({ ...document, rejected: undefined });
    expect(openSuggestions(rejected, [suggestion(13, 23, 'Person')], draft)).toHaveLength(1);
  });

  it('leave annotated text alone, but in what was submitted show what differs', () => {
    const annotated = withAccepted(document, [suggestion(18, 23, 'Place')]);
    expect(openSuggestions(annotated, [place], draft)).toEqual([]);
    expect(openSuggestions(annotated, [place], { ...draft, submitted: true })).toEqual([place]);
  });

  it('are none of a category that is passed over', () => {
    expect(openSuggestions(document, [person, place], { ...draft, passedOver: ['Place'] })).toEqual([person]);
  });
});

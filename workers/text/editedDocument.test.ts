import { describe, expect, it } from 'vitest';
import type { Document } from '../protocol/corpus.ts';
import { GraftError } from '../protocol/errors.ts';
import { documentFromText, documentFromWords } from './documents.ts';
import { editedDocument } from './editedDocument.ts';

const text = 'Kim-Lee left. Bo stayed.';
const document = documentFromText(
  { id: 'd', text, spans: [{ start: 0, end: 7, category: 'PER' }], annotated: 'all' },
  () => {},
);
const wordsOf = ({ sentences }: Document) =>
  sentences.map(({ tokens }) => tokens.map(({ start, end }) => text.slice(start, end)));

function codeOf(edited: Document, kind: 'spans' | 'tags' = 'spans'): string {
  try {
    editedDocument(edited, kind);
  } catch (error) {
    if (error instanceof GraftError) return error.problem.code;
    throw error;
  }
  return 'nothing thrown';
}

describe('an edited document', () => {
  it('is left as it is where nothing was changed', () => {
    expect(editedDocument(document, 'spans')).toEqual(document);
  });

  it('has its spans chosen anew, its words cut and its sentences joined', () => {
    const spans = [
      { start: 4, end: 7, category: 'LAST' },
      { start: 8, end: 16, category: 'ODD' },
      { start: 0, end: 7, category: 'PER' },
    ];
    const edited = editedDocument({ ...document, spans, furtherSpans: [] }, 'spans');
    expect(edited.spans.map(({ category }) => category)).toEqual(['PER', 'ODD']);
    expect(edited.furtherSpans).toEqual([{ start: 4, end: 7, category: 'LAST' }]);
    expect(wordsOf(edited)).toEqual([['Kim-', 'Lee', 'left', '.', 'Bo', 'stayed', '.']]);
  });

  it('is refused where its spans or tokens do not agree with its text', () => {
    const withSpan = (start: number, end: number, category = 'PER') => ({
      ...document,
      spans: [{ start, end, category }],
    });
    expect(codeOf(withSpan(0, 99))).toBe('span-outside-text');
    expect(codeOf(withSpan(0.5, 3))).toBe('span-outside-text');
    expect(codeOf(withSpan(3, 3))).toBe('span-empty');
    expect(codeOf(withSpan(0, 7, ''))).toBe('category-name');
    expect(codeOf(withSpan(0, 7, 'O'))).toBe('category-name');
    const withTokens = (...tokens: [number, number][]) => ({
      ...document,
      sentences: [{ tokens: tokens.map(([start, end]) => ({ start, end })) }],
    });
    expect(codeOf(withTokens([0, 7], [8, 99]))).toBe('token-outside-text');
    expect(codeOf(withTokens([8, 12], [0, 7]))).toBe('token-outside-text');
    expect(codeOf(withTokens())).toBe('empty-sentence');
    expect(codeOf({ ...document, sentences: [] })).toBe('empty-sentence');
  });

  it('keeps to the sentences that its part of the corpus has', () => {
    const [first] = document.sentences;
    const partly = { ...document, sentences: first ? [first] : [] };
    expect(codeOf(partly)).toBe('nothing thrown');
    expect(codeOf({ ...partly, spans: [{ start: 14, end: 16, category: 'PER' }] })).toBe('span-outside-sentences');
    expect(codeOf({ ...partly, spans: [{ start: 8, end: 16, category: 'PER' }] })).toBe('span-outside-sentences');
    const [one, two, three] = ['a', 'b', 'c'];
    const divided = documentFromWords({ id: 'd', annotated: 'all' }, [
      { words: [one as string] },
      { words: [two as string] },
      { words: [three as string] },
    ]);
    const outer = divided.sentences.filter((_, index) => index !== 1);
    const across = { ...divided, sentences: outer, spans: [{ start: 0, end: 5, category: 'X' }] };
    expect(codeOf(across)).toBe('span-outside-sentences');
  });

  it('is of the kind of its corpus', () => {
    const tagged = documentFromWords({ id: 'd', annotated: 'all' }, [{ words: ['Kim', 'left'], tags: ['NN', 'VB'] }]);
    expect(editedDocument(tagged, 'tags')).toEqual(tagged);
    expect(codeOf(tagged, 'spans')).toBe('corpus-kind');
    expect(codeOf(document, 'tags')).toBe('corpus-kind');
    expect(codeOf({ ...tagged, spans: [{ start: 0, end: 3, category: 'PER' }] }, 'tags')).toBe('corpus-kind');
    const [sentence] = tagged.sentences;
    expect(codeOf({ ...tagged, sentences: [{ tokens: sentence?.tokens ?? [], tags: ['NN'] }] }, 'tags')).toBe(
      'corpus-kind',
    );
  });
});

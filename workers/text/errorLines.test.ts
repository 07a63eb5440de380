import { expect, it } from 'vitest';
import type { SentenceErrors } from '../protocol/evaluation.ts';
import { errorLines } from './errorLines.ts';

const span = (start: number, end: number, category: string) => ({ start, end, category });

it('writes each mistake with its kind, its document and both answers', () => {
  const sentence: SentenceErrors = {
    documentId: 'd "1"',
    start: 0,
    text: 'Ida Holm\tlives in Ulm',
    tokens: [],
    spans: [],
    predicted: [],
    errors: [
      { kind: 'boundary', gold: span(0, 8, 'PER'), predicted: { ...span(0, 3, 'PER'), confidence: 0.5 } as never },
      { kind: 'missed', gold: span(18, 21, 'LOC') },
      { kind: 'spurious', predicted: span(9, 14, 'LOC') },
    ],
  };
  const lines = errorLines({ errors: [sentence, { ...sentence, errors: [] }] }).split('\n');
  expect(lines.at(-1)).toBe('');
  expect(lines.slice(0, -1).map((line) => JSON.parse(line))).toEqual([
    {
      document: 'd "1"',
      kind: 'boundary',
      gold: { start: 0, end: 8, category: 'PER', text: 'Ida Holm' },
      predicted: { start: 0, end: 3, category: 'PER', confidence: 0.5, text: 'Ida' },
      text: sentence.text,
    },
    expect.objectContaining({ kind: 'missed', gold: expect.objectContaining({ text: 'Ulm' }), predicted: null }),
    expect.objectContaining({ kind: 'spurious', gold: null, predicted: expect.objectContaining({ text: 'lives' }) }),
  ]);
});

it('counts characters as Python does', () => {
  const errors = [{ kind: 'missed' as const, gold: span(3, 6, 'PER') }];
  const line = errorLines({
    errors: [{ documentId: '1', start: 0, text: '😀 Ida', tokens: [], spans: [], predicted: [], errors }],
  });
  expect(JSON.parse(line).gold).toEqual({ start: 2, end: 5, category: 'PER', text: 'Ida' });
});

it('writes nothing where nothing is wrong', () => {
  expect(errorLines({ errors: [] })).toBe('');
});

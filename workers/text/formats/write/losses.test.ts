import { expect, it } from 'vitest';
import { lossesOf } from './losses.ts';

const corpus = { documents: 2, sentences: 2, furtherSpans: 0, annotated: 'all', categories: ['Town'] } as const;

it('says that brat holds neither where documents stand nor notes, and what becomes of untouched ones', () => {
  const said = lossesOf('brat', corpus).join(' ');
  expect(said).toContain('where documents stand, and notes');
  expect(said).toContain('comes back from brat as annotated');
  expect(lossesOf('jsonl', corpus)).toEqual([]);
});

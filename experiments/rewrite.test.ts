import { expect, it } from 'vitest';
import type { Corpus } from '../workers/protocol/corpus.ts';
import { documentFromWords } from '../workers/text/documents.ts';
import { withHandles } from './rewrite.ts';

const sentences = [
  {
    words: ['Anna', 'Rossi', 'came', 'to', 'Turin', '.'],
    spans: [
      { start: 0, end: 2, category: 'PER' },
      { start: 4, end: 5, category: 'LOC' },
    ],
  },
  { words: ['So', 'did', 'Ugo'], spans: [{ start: 2, end: 3, category: 'PER' }] },
];
const corpus: Corpus = {
  name: 'test',
  kind: 'spans',
  categories: ['PER', 'LOC'],
  documents: [documentFromWords({ id: '1', annotated: 'all' }, sentences)],
};

const spansOf = ({ documents }: Corpus) =>
  documents.flatMap(({ text, spans }) => spans.map(({ start, end, category }) => [category, text.slice(start, end)]));

it('makes handles of the words of one category and leaves all others', () => {
  const rewritten = withHandles(corpus, 'PER', 1);
  const [person, place, other] = spansOf(rewritten);
  expect(person?.[1]).toMatch(/^anna_\d\d rossi_\d\d$/);
  expect(place).toEqual(['LOC', 'Turin']);
  expect(other?.[1]).toMatch(/^ugo_\d\d$/);
  expect(rewritten.documents[0]?.text).toMatch(/^anna_\d\d rossi_\d\d came to Turin \.\nSo did ugo_\d\d$/);
  expect(rewritten.documents[0]?.sentences.map(({ tokens }) => tokens.length)).toEqual([6, 3]);
});

it('is the same by the same seed', () => {
  expect(withHandles(corpus, 'PER', 1)).toEqual(withHandles(corpus, 'PER', 1));
  expect(withHandles(corpus, 'PER', 1)).not.toEqual(withHandles(corpus, 'PER', 2));
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Document } from '../../../workers/protocol/corpus.ts';
import { withAdded } from '../../../workers/text/annotation.ts';
import { documentFromText } from '../../../workers/text/documents.ts';
import { blocksOf, layoutOf, type Mark, piecesOf, spansOver } from './pieces.ts';

const text = 'The University of Oxford won. Oxford cheered.';
const document = documentFromText({ id: '1', text, spans: [], annotated: [] }, () => {});
const pieces = (annotated: Document, marks: readonly Mark[] = []) =>
  blocksOf(annotated).flatMap((block) => piecesOf(annotated, block, layoutOf(annotated, marks)));
const whole = { start: 4, end: 24, category: 'ORG' };
const inner = { start: 18, end: 24, category: 'LOC' };

it('cuts the text into pieces that together are the text', () => {
  const drawn = fc.array(fc.tuple(fc.nat(8), fc.nat(8), fc.constantFrom('A', 'B', 'C')), { maxLength: 6 });
  fc.assert(
    fc.property(drawn, (ends) => {
      const tokens = document.sentences.flatMap((sentence) => sentence.tokens);
      const spans = ends.map(([one, other, category]) => {
        const [first, last] = [Math.min(one, other), Math.max(one, other)];
        return { start: tokens[first]?.start ?? 0, end: tokens[last]?.end ?? 0, category };
      });
      const cut = pieces(withAdded(document, spans)).flatMap((sentence) => sentence.pieces);
      expect(cut.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text);
      for (const { spans: covering } of cut)
        expect(new Set(covering.map(({ level }) => level)).size).toBe(covering.length);
    }),
  );
});

it('puts nested spans on lines of their own, and names each where it ends', () => {
  const [first] = pieces(withAdded(document, [whole, inner]));
  expect(first?.levels).toBe(2);
  const last = first?.pieces.find(({ end }) => end === 24);
  expect(last?.spans.map(({ span, level }) => [span.category, level])).toEqual([
    ['ORG', 0],
    ['LOC', 1],
  ]);
  expect(last?.ending.map(({ category }) => category)).toEqual(['ORG', 'LOC']);
});

it('gives the spans over a word, the innermost first', () => {
  expect(spansOver(withAdded(document, [whole, inner]), 3).map(({ category }) => category)).toEqual(['LOC', 'ORG']);
  expect(spansOver(document, 99)).toEqual([]);
});

it('cuts out what is looked for, over the end of a sentence too', () => {
  const hit = { start: text.indexOf('on. Ox'), end: text.indexOf('ford cheered'), kind: 'hit' as const };
  const marked = pieces(document, [hit]).flatMap((sentence) => sentence.pieces.filter(({ marks }) => marks.length > 0));
  expect(marked.map(({ start, end }) => text.slice(start, end))).toEqual(['on', '.', ' ', 'Ox']);
});

it('cuts a long document into blocks that together are the text', () => {
  const long = documentFromText({ id: 'l', text: 'Ida sat. '.repeat(500), spans: [], annotated: [] }, () => {});
  const blocks = blocksOf(long);
  expect(blocks.length).toBeGreaterThan(10);
  expect(blocks.map(({ first }) => first)).toEqual([0, ...blocks.slice(0, -1).map(({ end }) => end)]);
  expect(blocks.reduce((sum, { characters }) => sum + characters, 0)).toBe(long.text.length);
  const [, second] = blocks;
  const [sentence] = piecesOf(long, second ?? expect.fail('no block'), layoutOf(long));
  expect(sentence?.pieces[0]).toMatchObject({ token: 3 * (second?.first ?? 0) });
});

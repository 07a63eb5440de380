import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Document } from '../protocol/corpus.ts';
import { wordsOf } from '../text/examples.ts';
import { createRandom } from '../text/random.ts';
import { imagined } from './imagined.ts';

function documentOf(words: readonly string[], from: number, to: number): Document {
  let end = -1;
  const tokens = words.map((word) => {
    const start = end + 1;
    end = start + word.length;
    return { start, end };
  });
  const [first, last] = [tokens[from], tokens[to]];
  const spans = first && last ? [{ start: first.start, end: last.end, category: 'Ship' }] : [];
  return { id: '1', text: words.join(' '), sentences: [{ tokens }], spans, annotated: 'all' };
}

const knownWords = ['Ada', 'Velby', 'NATO', 'EU', 'sings', 'sea', '1990', '7th', '.', 'iPhone'];
const corpusOf = (documents: readonly Document[]) =>
  ({ name: 'mine', kind: 'spans', documents, categories: ['Person', 'Ship'] }) as const;
const word = fc.constantFrom('Bo', 'UN', 'walks', 'on', '33', ',', 'McCoy', '船');

it('keeps what is new as it stands, and every other word becomes one of its shape that is known, or stays', () => {
  fc.assert(
    fc.property(
      fc.array(word, { minLength: 1, maxLength: 9 }),
      fc.nat(),
      fc.nat(),
      fc.nat(),
      (words, one, other, seed) => {
        const [from, to] = [one % words.length, other % words.length].sort((a, b) => a - b) as [number, number];
        const document = documentOf(words, from, to);
        const options = { knownWords, newCategories: ['Ship'], random: createRandom(seed) };
        const { documents } = imagined(corpusOf([document]), options);
        expect(documents.length).toBe(10);
        expect(new Set(documents.map(({ id }) => id)).size).toBe(10);
        for (const made of documents) {
          const [sentence = expect.fail('no sentence')] = made.sentences;
          const now = wordsOf(made, sentence);
          expect(now.length).toBe(words.length);
          now.forEach((each, place) => {
            const before = words[place] as string;
            if (place >= from && place <= to) expect(each).toBe(before);
            else if (each !== before) expect(`${before} ${each}`).toMatch(alike);
          });
          expect(made.spans.map(({ start, end, category }) => [made.text.slice(start, end), category])).toEqual([
            [words.slice(from, to + 1).join(' '), 'Ship'],
          ]);
          // Nobody looked for anything in it yet.
          expect(made.annotated).toEqual([]);
        }
      },
    ),
  );
});

const alike = /^(Bo (Ada|Velby)|UN (NATO|EU)|(walks|on) (sings|sea)|33 (1990|7th)|McCoy iPhone)$/;

it('lets most words give way, another time others, and the same from the same stream', () => {
  const document = documentOf(
    Array.from({ length: 200 }, () => 'walks'),
    200,
    200,
  );
  const made = (seed: number) =>
    imagined(corpusOf([document]), { knownWords, newCategories: [], random: createRandom(seed) }).documents.map(
      ({ text }) => text,
    );
  expect(made(1)).toEqual(made(1));
  expect(made(1)).not.toEqual(made(2));
  const all = made(1).join(' ').split(' ');
  const gaveWay = all.filter((each) => each !== 'walks').length / all.length;
  expect(gaveWay).toBeGreaterThan(0.8);
  expect(gaveWay).toBeLessThan(0.97);
});

it('lets what is new give way too, in every other sentence, where nobody looked for what is old', () => {
  const document: Document = { ...documentOf(['Bo', 'McCoy', 'walks'], 1, 1), annotated: ['Ship'] };
  const options = { knownWords, newCategories: ['Ship'], random: createRandom(1) };
  const { documents } = imagined(corpusOf([document]), options);
  expect(documents.map(({ spans }) => spans.length)).toEqual([0, 1, 0, 1, 0, 1, 0, 1, 0, 1]);
  const second = documents.filter((_, index) => index % 2 === 0).map(({ text }) => text.split(' ')[1]);
  expect(second).toContain('iPhone');
});

it('makes no more of a large corpus than is needed', () => {
  const few = Array.from({ length: 300 }, () => documentOf(['Bo', 'walks'], 2, 2));
  const many = Array.from({ length: 9000 }, () => documentOf(['Bo'], 1, 1));
  const made = (documents: readonly Document[]) =>
    imagined(corpusOf(documents), { knownWords, newCategories: [], random: createRandom(1) }).documents.length;
  expect(made(few)).toBe(2100);
  expect(made(many)).toBe(2000);
});

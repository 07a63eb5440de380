import { describe, expect, it } from 'vitest';
import type { Corpus } from '../protocol/corpus.ts';
import { drawSample, mappedSample, sampleCorpus } from './carriedSample.ts';
import { documentFromWords } from './documents.ts';
import { createRandom } from './random.ts';

const at = (index: number, category: string) => ({ start: index, end: index + 1, category });
const corpus: Corpus = {
  name: 'news',
  kind: 'spans',
  categories: ['PER', 'LOC'],
  documents: [
    documentFromWords({ id: 'a', annotated: 'all' }, [
      { words: ['Ada', 'sings'], spans: [at(0, 'PER')] },
      { words: ['in', 'Velby'], spans: [at(1, 'LOC')] },
    ]),
    documentFromWords({ id: 'b', annotated: ['PER'] }, [{ words: ['then', 'Bram', 'left'], spans: [at(1, 'PER')] }]),
    documentFromWords({ id: 'c', annotated: 'all' }, [{ words: ['nothing', 'else'] }]),
  ],
};
const model = { kind: 'spans', categories: corpus.categories } as const;
const draw = (count: number, seed = 1) => drawSample(corpus, count, corpus.categories, createRandom(seed));

/** Each span with its words, and what was looked for. */
const read = (sample: ReturnType<typeof draw>) =>
  [...sample.measured, ...sample.rehearsed].map(({ text, spans, annotated }) => [
    text,
    spans.map(({ start, end, category }) => `${text.slice(start, end)} ${category}`).join(),
    [...annotated].join(),
  ]);

describe('the sentences that a model carries', () => {
  it('are cut out of their documents with their spans, each saying what was looked for', () => {
    expect(read(draw(10)).sort()).toEqual([
      ['Ada sings', 'Ada PER', 'PER,LOC'],
      ['in Velby', 'Velby LOC', 'PER,LOC'],
      ['nothing else', '', 'PER,LOC'],
      ['then Bram left', 'Bram PER', 'PER'],
    ]);
    for (const { text, sentences } of draw(10).measured)
      expect(sentences[0]?.tokens.map(({ start, end }) => text.slice(start, end)).join(' ')).toBe(text);
  });

  it('are two equal halves without a sentence in common, the same for the same seed', () => {
    const { measured, rehearsed } = draw(4);
    expect([measured.length, rehearsed.length]).toEqual([2, 2]);
    expect(new Set([...measured, ...rehearsed].map(({ text }) => text)).size).toBe(4);
    expect(draw(3)).toEqual(draw(3));
    expect([draw(3).measured.length, draw(3).rehearsed.length]).toEqual([2, 1]);
  });

  it('keep their categories up with a model that is edited', () => {
    const renamed = mappedSample(draw(4), { PER: 'Person', LOC: null }, model);
    expect(read(renamed).sort()).toEqual([
      ['Ada sings', 'Ada Person', 'Person'],
      ['in Velby', '', 'Person'],
      ['nothing else', '', 'Person'],
      ['then Bram left', 'Bram Person', 'Person'],
    ]);
    expect(sampleCorpus(renamed, 'measured', { kind: 'spans', categories: ['Person'] })).toMatchObject({
      name: 'news',
      categories: ['Person'],
    });
  });
});

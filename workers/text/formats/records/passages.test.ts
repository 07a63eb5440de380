import { describe, expect, it } from 'vitest';
import { codesOf, readJson, readLines, spanTexts } from './testing.ts';

const passages = [
  { id: 'p0', type: 'title', text: ['Zinc and 🙂 iron.'], offsets: [[0, 16]] },
  { id: 'p1', type: 'abstract', text: ['Iron rusts, zinc does not.'], offsets: [[17, 43]] },
];
const entity = (text: string, start: number, end: number) => ({
  id: `e${start}`,
  type: 'Metal',
  text: [text],
  offsets: [[start, end]],
  normalized: [],
});

describe('documents in passages', () => {
  it.each(['code points', 'one passage'])('have one text, in whose offsets their spans count: %s', (kind) => {
    const all = [entity('Zinc', 0, 4), entity('iron', 11, 15), entity('Iron', 17, 21), entity('zinc', 29, 33)];
    const isWhole = kind === 'code points';
    const read = readLines({
      id: '0',
      document_id: 'd7',
      passages: isWhole ? passages : passages.slice(0, 1),
      entities: isWhole ? all : all.slice(0, 2),
      relations: [],
    });
    expect(spanTexts(read)).toEqual([
      ['Metal:Zinc', 'Metal:iron', 'Metal:Iron', 'Metal:zinc'].slice(0, isWhole ? 4 : 2),
    ]);
    expect(read.corpus.documents[0]?.text.startsWith('Zinc and 🙂 iron.')).toBe(true);
    expect(read.problems).toEqual([]);
  });

  it('lose a span that stands in pieces, which is told', () => {
    const apart = {
      ...entity('Zinc', 0, 4),
      text: ['Zinc', 'iron'],
      offsets: [
        [0, 4],
        [11, 15],
      ],
    };
    const read = readLines({ id: '0', passages, entities: [apart, entity('Iron', 17, 21)] });
    expect(spanTexts(read)).toEqual([['Metal:Iron']]);
    expect(codesOf(read)).toEqual([['span-in-pieces', 1]]);
    expect(read.dropped.spans).toBe(1);
  });

  it('have an offset for each passage in BioC, with the spans inside', () => {
    const span = (text: string, offset: number) => ({
      id: '1',
      infons: { type: 'Metal' },
      text,
      locations: [{ offset, length: text.length }],
    });
    const read = readJson({
      source: 'x',
      documents: [
        {
          id: '9',
          passages: [
            { offset: 0, infons: {}, text: 'Zinc and iron.', annotations: [span('Zinc', 0), span('iron', 9)] },
            { offset: 15, infons: {}, text: 'Iron, iron and iron.', annotations: [span('iron', 21)] },
            { offset: 40, infons: {}, annotations: [] },
          ],
        },
      ],
    });
    expect(spanTexts(read)).toEqual([['Metal:Zinc', 'Metal:iron', 'Metal:iron']]);
    expect(read.corpus.documents.map(({ id, spans }) => [id, spans.at(-1)?.start])).toEqual([['9', 21]]);
    expect(read.problems).toEqual([]);
  });
});

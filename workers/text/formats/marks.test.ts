/** Names marked where they stand: the marks are taken out, and one that has no other is told. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GraftError } from '../../protocol/errors.ts';
import { readCorpus } from './read.ts';
import { sniffFormat } from './sniff.ts';

const read = (text: string) => readCorpus({ name: 'a.txt', bytes: new TextEncoder().encode(text) });
const spansIn = ({ corpus }: ReturnType<typeof read>) =>
  corpus.documents.map(({ text, spans }) => [
    text,
    ...spans.map(({ start, end, category }) => `${category}:${text.slice(start, end)}`),
  ]);

describe('names marked in the text', () => {
  it.each([
    ['OpenNLP', '<START:PER> Ada Moss <END> 🙂 left <START:LOC> Ulm <END> .\nNothing here .\n'],
    ['elements', '<PER>Ada Moss</PER> 🙂 left <LOC>Ulm</LOC> .\nNothing here .\n'],
    ['ENAMEX', '<ENAMEX TYPE="PER">Ada Moss</ENAMEX> 🙂 left <ENAMEX TYPE="LOC">Ulm</ENAMEX> .\nNothing here .\n'],
  ])('are read from %s', (_, text) => {
    const result = read(text);
    expect(spansIn(result)).toEqual([['Ada Moss 🙂 left Ulm .', 'PER:Ada Moss', 'LOC:Ulm'], ['Nothing here .']]);
    expect(result.format).toBe('marks');
    expect(result.problems).toEqual([]);
  });

  it('have one category where none is named', () => {
    const result = read('<START> Ada <END> left .\n');
    expect(spansIn(result)).toEqual([['Ada left .', 'Entity:Ada']]);
    expect(result.assumed.join()).toMatch(/called “Entity”/);
  });

  it('can be known names in small letters', () => {
    expect(spansIn(read('<person>Ada</person> is in <place>Ulm</place> now.'))).toEqual([
      ['Ada is in Ulm now.', 'person:Ada', 'place:Ulm'],
    ]);
  });

  it('tell of a mark without its other, and leave it in the text', () => {
    const lines = ['<PER>Ada', ...Array.from({ length: 6 }, () => '<PER>Bo</PER> left')].join('\n');
    const { problems, kept } = read(lines);
    expect(problems.map(({ code, line }) => [code, line])).toEqual([['mark-left-over', 1]]);
    expect(kept.spans).toBe(6);
  });

  it.each([
    'I <b>saw</b> <i>it</i> and <b>left</b>.',
    '<DOC><TEXT>\n<PER>Ada</PER> left.\n</TEXT></DOC>',
    '<?xml version="1.0"?>\n<PER>Ada</PER>',
    'if a < b and b > c then <END>',
  ])('are not markup of other kinds: %j', (text) => {
    expect(sniffFormat(text, 'a.txt')).not.toBe('marks');
  });

  it('are kept or told, whatever is cut out of the file', () => {
    const file = 'Then <PER>Ada Moss</PER> left <LOC>Ulm</LOC> and <ENAMEX TYPE="ORG">Mills</ENAMEX> too .\n'.repeat(4);
    const cut = fc.record({ at: fc.nat(file.length), length: fc.integer({ min: 1, max: 9 }) });
    fc.assert(
      fc.property(fc.array(cut, { minLength: 1, maxLength: 3 }), (cuts) => {
        let text = file;
        for (const { at, length } of cuts) text = text.slice(0, at) + text.slice(at + length);
        try {
          const { kept, problems } = read(text);
          const open = text.match(/<(?:PER|LOC|ENAMEX TYPE="[A-Z]+")>/g)?.length ?? 0;
          if (kept.spans < open) expect(problems.length, text).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(GraftError);
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** Words and tags in lines or cells of their own: each tag comes to its word, or the sentence is told. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GraftError } from '../../protocol/errors.ts';
import { readCorpus } from './read.ts';

const read = (text: string) => readCorpus({ name: 'a.txt', bytes: new TextEncoder().encode(text) });
const spansIn = ({ corpus }: ReturnType<typeof read>) =>
  corpus.documents.map(({ text, spans }) => [
    text,
    ...spans.map(({ start, end, category }) => `${category}:${text.slice(start, end)}`),
  ]);
const both = [
  ['Ada Moss left .', 'PER:Ada Moss'],
  ['Ulm waits', 'LOC:Ulm'],
];

describe('words and tags apart from each other', () => {
  it.each([
    ['a line of each', 'Ada Moss left .\nB-PER I-PER O O\n\nUlm waits\nB-LOC O\n'],
    ['a line of each, no empty lines', 'Ada Moss left .\nB-PER I-PER O O\nUlm waits\nB-LOC O\n'],
    ['a line of each, several in a block', 'Ada Moss left .\nB-PER I-PER O O\nUlm waits\nB-LOC O\n\n'],
    ['tabs between the words', 'Ada\tMoss\tleft\t.\nB-PER\tI-PER\tO\tO\n\nUlm\twaits\nB-LOC\tO\n'],
    ['categories without prefixes', 'Ada Moss left .\nPER PER O O\n\nUlm waits\nLOC O\n'],
    ['categories without prefixes, no empty lines', 'Ada Moss left .\nPER PER O O\nUlm waits\nLOC O\n'],
    ['parts of speech in between', 'Ada Moss left .\nN N V .\nB-PER I-PER O O\n\nUlm waits\nN V\nB-LOC O\n'],
    ['cells', 'Ada Moss left .\tB-PER I-PER O O\nUlm waits\tB-LOC O\n'],
    ['cells, the tags first', 'B-PER I-PER O O\tAda Moss left .\nB-LOC O\tUlm waits\n'],
    ['cells and an intent', 'Ada Moss left .\tB-PER I-PER O O\tgo\nUlm waits\tB-LOC O\tstay\n'],
    ['cells and a header', 'sentence\ttags\nAda Moss left .\tB-PER I-PER O O\nUlm waits\tB-LOC O\n'],
    ['bars', 'Ada Moss left . ||| B-PER I-PER O O\nUlm waits ||| B-LOC O\n'],
    ['marks of the ends', 'BOS Ada Moss left . EOS\tO B-PER I-PER O O go\nBOS Ulm waits EOS\tO B-LOC O stay\n'],
    ['marks without tags', '<s> Ada Moss left . </s>\tB-PER I-PER O O\n<s> Ulm waits </s>\tB-LOC O\n'],
  ])('are brought together: %s', (_, text) => {
    const result = read(text);
    expect(spansIn(result)).toEqual(both);
    expect(result.format).toBe('tag-lines');
    expect(result.problems).toEqual([]);
  });

  it('can be parts of speech', () => {
    const { corpus } = read('Ada left .\nNNP VBD .\n\nUlm waits .\nNNP VBZ .\n');
    expect(corpus.kind).toBe('tags');
    expect(corpus.documents.map(({ text, sentences }) => [text, ...(sentences[0]?.tags ?? [])])).toEqual([
      ['Ada left .', 'NNP', 'VBD', '.'],
      ['Ulm waits .', 'NNP', 'VBZ', '.'],
    ]);
  });

  it('leave out, with its line, a sentence that has more words than tags', () => {
    const below = read('Ada Moss left .\nB-PER I-PER O\n\nUlm waits\nB-LOC O\n');
    expect(spansIn(below)).toEqual(both.slice(1));
    expect(below.problems.map(({ code, line }) => [code, line])).toEqual([['uneven-tags', 2]]);
    expect(below.dropped.lines).toBe(2);
    const beside = read('Ada Moss left .\tB-PER I-PER O O\nUlm waits\tB-LOC\nBo ran\tB-PER O\n');
    expect(beside.problems.map(({ code, line }) => [code, line])).toEqual([['uneven-tags', 2]]);
  });

  it('are refused where no sentence has as many words as tags', () => {
    expect(() => read('Ada Moss left .\nB-PER I-PER O\n')).toThrow(/line 2: .*4 words and 3 tags/);
    expect(() => read('Ada Moss left .\tB-PER I-PER O\nUlm\tB-LOC O\n')).toThrow(/line 1: .*4 words and 3 tags/);
  });

  it('tell of a line that lost its other', () => {
    const { problems, kept } = read('Ada left\nB-PER O\n\nUlm waits\n\nBo ran\nB-PER O\n');
    expect(problems.map(({ code, line }) => [code, line])).toEqual([['broken-line', 4]]);
    expect(kept.sentences).toBe(2);
  });

  it.each(['O O B-LOC\nO B-PER O\n', 'B-PER\nO\nB-LOC\n', 'O O O\nO O\n'])(
    'are refused where the words stand in another file: %j',
    (text) => {
      expect(() => read(text)).toThrow(/nothing but tags; the words stand in another file/);
    },
  );

  it('say what was left out', () => {
    const { assumed } = read('BOS to Ulm EOS\tO O B-LOC find\t7\n');
    expect(assumed.join('; ')).toMatch(/“BOS” and “EOS”.*the sentence’s intent.*|further cells/);
    expect(assumed.join('; ')).toMatch(/further cells .* left out of 1 line/);
  });

  it.each([
    ['columns', 'Ada B-PER\nleft O\n\nO O\nUlm B-LOC\n'],
    ['columns of capitals', 'ADA NNP\nLEFT VBD\n\nULM NNP\nWAITS VBZ\n'],
    ['prose with a line in capitals', 'We went on.\nHELP ME NOW\n\nIt was over.\nTHE END OF IT ALL\n'],
    ['words with blanks in a cell', 'New York\tB-LOC\nand so\tO\nthe end\tO\n'],
  ])('are not %s', (_, text) => {
    let format = 'refused';
    try {
      format = read(text).format;
    } catch (error) {
      expect(error).toBeInstanceOf(GraftError);
    }
    expect(format).not.toBe('tag-lines');
  });

  it('are kept or told, whatever is dropped from them', () => {
    const sentence = fc.record({ words: fc.integer({ min: 2, max: 5 }), at: fc.nat(5), lost: fc.boolean() });
    fc.assert(
      fc.property(
        fc.array(sentence, { minLength: 3, maxLength: 8 }),
        fc.constantFrom('\n', '\t'),
        fc.constantFrom('\n', '\r\n'),
        (sentences, between, lineEnd) => {
          const blocks = sentences.map(({ words, at, lost }) => {
            const tags = Array.from({ length: words }, (_, index) => (index === at % words ? 'B-X' : 'O'));
            return `${'word '.repeat(words).trim()}${between}${(lost ? tags.slice(1) : tags).join(' ')}`;
          });
          const broken = sentences.filter(({ lost }) => lost).length;
          fc.pre(broken * 2 < sentences.length);
          const text = blocks.join('\n\n').replaceAll('\n', lineEnd);
          const { kept, problems } = read(text);
          expect([kept.spans, problems.length]).toEqual([sentences.length - broken, broken]);
        },
      ),
    );
  });
});

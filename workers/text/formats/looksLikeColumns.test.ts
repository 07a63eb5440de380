/** Files that are cut to a line or two, and columns without O: annotated or refused, never plain text in silence. */
import { describe, expect, it } from 'vitest';
import { GraftError } from '../../protocol/errors.ts';
import { readCorpus } from './read.ts';

const read = (text: string, name = 'a.txt') => readCorpus({ name, bytes: new TextEncoder().encode(text) });
const tagsIn = ({ corpus }: ReturnType<typeof read>) =>
  corpus.documents.map(({ text, sentences, spans }) =>
    corpus.kind === 'tags'
      ? sentences.map(({ tags = [] }) => tags.join(' ')).join('/')
      : spans.map(({ start, end, category }) => `${category}:${text.slice(start, end)}`).join(' '),
  );

describe('a file that was cut to a line or two', () => {
  it.each([
    ['Ada\tB-PER\n', ['PER:Ada']],
    ['Ada B-PER', ['PER:Ada']],
    ['Ada S-PER\nleft O\n', ['PER:Ada']],
    ['Ada\tB-city', ['city:Ada']],
    ['Ada NNP B-NP B-PER\n', ['PER:Ada']],
    ['Ada/B-PER left/O', ['PER:Ada']],
    ['Ada:B-PER', ['PER:Ada']],
  ])('is annotated: %j', (text, expected) => {
    expect(tagsIn(read(text))).toEqual(expected);
  });

  it.each([
    ['Ada NNP B-NP B-PER\nleft VBD B-VP O\nfor I', ['PER:Ada'], 3],
    ['Ada/NNP left/VBD fo', ['NNP VBD'], 1],
    ['Ada/B-PER left/O fo', ['PER:Ada'], 1],
    ['1\tAda\tAda\tPROPN\tNNP\t_\t2\tnsubj\t_\tNER=B-PER\n2\tleft\tle', ['PER:Ada'], 2],
  ])('is read as far as it goes, and what is cut off told: %j', (text, expected, line) => {
    const result = read(text);
    expect(tagsIn(result)).toEqual(expected);
    expect(result.problems.map((problem) => problem.line)).toEqual([line]);
  });

  it.each([
    '# sent_id = 1\n# text = Ada left\n1\tAda\tAda\tPROPN\tNN',
    '1\tAda\tAda\tPROPN\tNNP\t_\t2',
    'Ada/B-PER left',
    'Ada B-city',
    'Ada|NNP|B-PER left',
    'Ada (B-PER) left for Ulm and never came back',
  ])('is refused: %j', (text) => {
    expect(() => read(text)).toThrow(GraftError);
  });

  it.each(['Meine S-Bahn kam.', 'Die E-Mail', 'he/she and/or they', 'Hello O world'])('can be text: %j', (text) => {
    expect(read(text).format).toBe('text');
  });
});

describe('columns without O', () => {
  it.each<[what: string, text: string, expected: string[]]>([
    ['parts of speech', 'Ada NNP\nleft VBD\n. .\n\nBo NNP\nran VBD\n. .\n', ['NNP VBD .', 'NNP VBD .']],
    ['parts of speech beside tabs', 'Ada\tPROPN\nleft\tVERB\n.\tPUNCT\n', ['PROPN VERB PUNCT']],
    ['parts of speech first', 'NN sun\nVB rise\nNN moon\nVB set\nNN sky\nVB go\n', ['NN VB NN VB NN VB']],
    ['spans', 'Ada B-PER\nMoss I-PER\n\nUlm B-LOC\n', ['PER:Ada Moss', 'LOC:Ulm']],
    [
      'known categories',
      'Ada N PER\nMoss N PER\nUlm N LOC\nBo N PER\nLund N LOC\nKim N PER\n',
      ['PER:Ada Moss LOC:Ulm PER:Bo LOC:Lund PER:Kim'],
    ],
    [
      'names in mixed case',
      '12 Number\nHigh Road\nStreet Road\n\n7 Number\nOak Road\nUlm Town\nEnd Town\n',
      ['Number Road Road', 'Number Road Town Town'],
    ],
  ])('are read: %s', (_, text, expected) => {
    const result = read(text);
    expect(tagsIn(result)).toEqual(expected);
    expect(result.format).toBe('conll');
    if (result.corpus.kind === 'tags') expect(result.assumed.join()).toMatch(/none of them O/);
  });

  it.each([
    'hello there\ngood morning\nsee you\ngood night\n\nthank you\nlove you\n',
    'Ulm BW\nKiel SH\nBonn NW\nJena TH\n',
    'one two\nthree four\nfive six\n',
  ])('are not seen in %j', (text) => {
    expect(read(text).format).toBe('text');
  });
});

/** Numbers of sentences, whole and broken: no sentence is divided or joined without a word about it. */
import { describe, expect, it } from 'vitest';
import { readCorpus } from './read.ts';

const words = ['Ada B-PER', 'left O', 'for O', 'Ulm B-LOC', 'Bo B-PER', 'ran O', 'home O', 'It O', 'rained O'];

/** Words below each other, with what stands in the column of numbers. */
function read(numbers: string, separator: '\t' | ',') {
  const cells = numbers.split(' ').map((cell) => (cell === '∅' ? '' : cell));
  const rows = words.map((line, index) => [cells[index] ?? '', ...line.split(' ')].join(separator));
  const header = separator === ',' ? 'sentence,word,tag\n' : '';
  const bytes = new TextEncoder().encode(`${header}${rows.join('\n')}\n`);
  const { corpus, problems } = readCorpus({ name: separator === ',' ? 'a.csv' : 'a.tsv', bytes });
  const lengths = corpus.documents.flatMap(({ sentences }) => sentences.map(({ tokens }) => tokens.length));
  return [lengths.join(' '), ...problems.map(({ code, line = 0 }) => `${code} ${line - (header ? 1 : 0)}`)];
}

describe.each(['\t', ','] as const)('numbers of sentences in a table parted by %j', (separator) => {
  it.each([
    ['whole', '1 1 1 1 2 2 2 3 3', ['4 3 2']],
    ['from 0, with gaps', '0 0 0 0 5 5 5 9 9', ['4 3 2']],
    ['no number', '1 1 x 1 2 2 2 3 3', ['4 3 2', 'sentence-number 3']],
    ['one that goes back', '1 1 2 2 1 1 1 3 3', ['2 2 3 2', 'sentence-number 5']],
    ['one that goes astray', '1 1 7 1 2 2 2 3 3', ['2 1 1 3 2', 'sentence-number 4']],
  ])('%s', (_, numbers, expected) => {
    expect(read(numbers, separator)).toEqual(expected);
  });

  it('stand in the first row of each sentence alone', () => {
    expect(read('1 ∅ ∅ ∅ 2 ∅ ∅ 3 ∅', separator)).toEqual(['4 3 2']);
  });

  it('can have letters', () => {
    expect(read('s1 s1 s1 s1 s2 s2 s2 s3 s3', separator)).toEqual(['4 3 2']);
  });
});

it('tells of a number that is missing where the others have one', () => {
  expect(read('1 1 ∅ 1 2 2 2 3 3', '\t')).toEqual(['4 3 2', 'sentence-number 3']);
});

it('lets a sentence begin where the count of its words does, and tells of a count that is off', () => {
  expect(read('1 2 3 4 1 2 3 1 2', '\t')).toEqual(['4 3 2']);
  expect(read('0 1 2 3 0 1 2 0 1', '\t')).toEqual(['4 3 2']);
  expect(read('1 2 4 5 1 2 3 1 2', '\t')).toEqual(['4 3 2', 'sentence-number 3']);
  expect(read('1 2 x 4 1 2 3 1 2', '\t')).toEqual(['4 3 2', 'sentence-number 3', 'sentence-number 4']);
});

it('takes no column of 0 and 1 for numbers of sentences', () => {
  expect(read('0 0 0 1 1 0 0 0 0', '\t')).toEqual(['9']);
});

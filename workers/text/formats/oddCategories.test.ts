import { describe, expect, it } from 'vitest';
import { readCorpus } from './read.ts';

const told = (text: string) =>
  readCorpus({ name: 'a.conll', bytes: new TextEncoder().encode(text) }).problems.map(
    ({ code, line, message }) => `${code} ${line} ${/slip of “(.+?)”/.exec(message)?.[1]}`,
  );
const rows = 'Ada B-PER\nMoss I-PER\nleft O\nfor O\nUlm B-LOC\n. O\n';

describe('a category that looks like a slip of another', () => {
  it.each([
    ['a quotation mark behind it', `${rows}\nBo B-PER"\nate O\n`, 'odd-category 8 PER'],
    ['a point before it', `${rows}\nBo B-.PER\nate O\n`, 'odd-category 8 PER'],
    ['a prefix of its own', `${rows}\nBo B-B-PER\nate O\n`, 'odd-category 8 PER'],
    ['the end of the file within it', `${rows}\nBo B-PE`, 'odd-category 8 PER'],
    ['O with a mark', 'Ada O\nleft O\n. O"\n', 'odd-category 3 O'],
  ])('is told with its line: %s', (_, text, problem) => {
    expect(told(text)).toEqual([problem]);
  });

  it.each([
    ['one that another begins with', `${rows}\nBo B-PERSON\nate B-LO\nup O\n`],
    ['one that differs by a combining mark', `${rows}\nBo B-e\nate B-e\u0301\n`],
    ['one with a sign of its own', `${rows}\nBo B-e-mail\nate I-e-mail\n`],
  ])('is not %s', (_, text) => {
    expect(told(text)).toEqual([]);
  });
});

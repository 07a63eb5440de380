import { describe, expect, it } from 'vitest';
import { sourceCorpusList } from './sourceCorpora.ts';

describe('--source-corpus', () => {
  it('names a file and how it is read', () => {
    expect(sourceCorpusList('a.conll,dev=b.conll,kind=tags,tag-column=-1')).toEqual([
      { train: 'a.conll', dev: 'b.conll', options: { kind: 'tags', tagColumn: -1 } },
    ]);
  });

  it('takes commas within names, and several corpora', () => {
    const first = sourceCorpusList('a,b.conll');
    expect(sourceCorpusList('c.txt,category=A,B', first)).toEqual([
      { train: 'a,b.conll', options: {} },
      { train: 'c.txt', options: { category: 'A,B' } },
    ]);
  });

  it.each([
    ['', 'Name a file.'],
    ['a.txt,kind=words', 'kind=words: it takes spans or tags.'],
    ['a.txt,tag-column=x', 'tag-column=x: it takes a whole number.'],
    ['a.txt,colour=red', 'There is no colour. Behind the file may stand dev, from'],
  ])('refuses “%s”', (text, message) => {
    expect(() => sourceCorpusList(text)).toThrow(message);
  });
});

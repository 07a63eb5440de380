import { describe, expect, it } from 'vitest';
import { GraftError } from '../../protocol/errors.ts';
import { readCorpus } from './read.ts';
import { sniffFormat } from './sniff.ts';

describe('sniffFormat', () => {
  it.each([
    ['conll', 'Kim B-PER\nleft O\n'],
    ['conll', '-DOCSTART- -X- O O\n\nKim NNP I-NP I-PER\n'],
    ['conll', '{ O\n" O\n'],
    ['conll', '[ O\n] O\n'],
    ['conll', 'Kim\tPER\nleft\tO\n\nOslo\tLOC\nnow\tO\nthen\tO\nand\tO\nso\tO\non\tO\n'],
    ['conll', 'Kim NNP\nleft VBD\nOslo NNP\n\nBo NNP\nleft VBD\nRome NNP\nand CC\nBonn NNP\nand CC\nUlm NNP\n'],
    ['conll', 'Kim S_LOC\nleft O\n'],
    ['conll', 'Due O\nby O\nMay DATE\n2021 DATE\n'],
    ['conll', 'Kim\nleft\n.\n\nBo\nran\naway\n.\n'],
    ['conll', 'TOKEN\tNE-COARSE\tMISC\nKim\tB-per\t_\nleft\tO\tNoSpaceAfter\n'],
    ['csv', 'Kim,B-PER\nleft,O\n'],
    ['word-tag', 'Kim|NNP|I-PER left|VBD|O\n'],
    ['conllu', '# text = Go\n1\tGo\tgo\tVERB\tVB\t_\t0\troot\t_\t_\n'],
    ['word-tag', 'Kim/NNP left/VBD ./.\n'],
    ['word-tag', '[ Kim/NNP ]\nleft/VBD ./.\n'],
    ['jsonl', '{"text":"a"}\n{"text":"b"}\n'],
    ['json', '[\n {"text":"a"}]'],
    ['json', '{\n "documents": []\n}'],
    ['csv', 'word,tag\nKim,B-PER\n'],
    ['csv', 'text;spans\na;[]\n'],
    ['text', 'Kim left Oslo, and nobody knew why.\nIt rained.\n'],
    ['text', 'Hello'],
    ['text', 'apples\npears\nplums\n\nred\ngreen\n'],
    ['text', 'one two\nthree four\nfive six\n'],
    ['text', '[1] A note in brackets, and then a text that goes on.'],
  ])('finds %s in %j whatever the name', (format, text) => {
    expect(sniffFormat(text, 'file.dat')).toBe(format);
  });

  it('asks the name where the content leaves it open', () => {
    expect(sniffFormat('a,b\n', 'file.csv')).toBe('csv');
    expect(sniffFormat('{broken', 'file.json')).toBe('json');
    expect(sniffFormat('{broken', 'file.jsonl')).toBe('jsonl');
    expect(sniffFormat('Kim PER\nOslo LOC\n', 'file.conll')).toBe('conll');
  });
});

describe('readCorpus', () => {
  const file = (text: string) => ({ name: 'a.txt', bytes: new TextEncoder().encode(text) });

  it('reads in the format that it is told, and refuses one that does not exist', () => {
    expect(readCorpus(file('Kim B-PER\n'), { format: 'text' }).corpus.documents[0]?.text).toBe('Kim B-PER');
    expect(() => readCorpus(file('a'), { format: 'brat' as 'text' })).toThrow(GraftError);
  });

  it('refuses empty and binary files with the file’s name', () => {
    expect(() => readCorpus({ name: 'x.conll', bytes: new Uint8Array() })).toThrow(/x\.conll: The file is empty/);
    expect(() => readCorpus({ name: 'x.conll', bytes: Uint8Array.of(0x50, 0x4b, 3, 4) })).toThrow(/ZIP/);
  });
});

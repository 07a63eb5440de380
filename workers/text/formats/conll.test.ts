import { describe, expect, it } from 'vitest';
import type { Document } from '../../protocol/corpus.ts';
import { GraftError } from '../../protocol/errors.ts';
import { readCorpus } from './read.ts';
import type { ReadOptions } from './reading.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const read = (text: string, options?: ReadOptions, name = 'sample.conll') =>
  readCorpus({ name, bytes: bytes(text) }, options);
const spanTexts = (documents: readonly Document[]) =>
  documents.flatMap(({ text, spans }) =>
    spans.map(({ start, end, category }) => `${category}:${text.slice(start, end)}`),
  );
const words = (documents: readonly Document[]) =>
  documents.map(({ text, sentences }) =>
    sentences.map(({ tokens }) => tokens.map(({ start, end }) => text.slice(start, end)).join(' ')),
  );

describe('readConll', () => {
  it.each(['\u00a0', '\u3000'])('takes wide blanks for those that part columns where there are no others', (blank) => {
    const result = read(`Ada${blank}B-PER\nleft${blank}O\n\nUlm${blank}B-LOC\n`);
    expect(spanTexts(result.corpus.documents)).toEqual(['PER:Ada', 'LOC:Ulm']);
    expect(result.assumed).toContain('no-break or wide blanks part the columns');
    expect(words(read(`New${blank}Ulm B-LOC\nleft O\n`).corpus.documents)).toEqual([[`New${blank}Ulm left`]]);
  });

  it('reads IOB2 in the last of several columns', () => {
    const { corpus, format, assumed } = read('Kim NNP B-PER\nLee NNP I-PER\nleft VBD O\n\nOslo NNP B-LOC\n');
    expect(format).toBe('conll');
    expect(spanTexts(corpus.documents)).toEqual(['PER:Kim Lee', 'LOC:Oslo']);
    expect(corpus.categories).toEqual(['PER', 'LOC']);
    expect(assumed).toEqual(['tags in column 3 of 3', 'IOB2 tags']);
  });

  it('tells IOB1 apart, where B- stands between neighbours alone', () => {
    const { corpus, assumed } = read('Kim I-PER\nLee I-PER\nBo B-PER\nat O\nOslo I-LOC\n');
    expect(spanTexts(corpus.documents)).toEqual(['PER:Kim Lee', 'PER:Bo', 'LOC:Oslo']);
    expect(assumed).toContain('IOB1 tags');
  });

  it('tells BIOES apart, and reads BILOU as BIOES', () => {
    const expected = ['PER:Kim Lee', 'LOC:Oslo'];
    expect(spanTexts(read('Kim B-PER\nLee E-PER\nin O\nOslo S-LOC\n').corpus.documents)).toEqual(expected);
    const bilou = read('Kim B-PER\nLee L-PER\nin O\nOslo U-LOC\n');
    expect(spanTexts(bilou.corpus.documents)).toEqual(expected);
    expect(bilou.assumed).toContain('BILOU tags, read as BIOES');
  });

  it('reads prefixes in lower case', () => {
    expect(spanTexts(read('Kim b-np\nleft b-vp\nnow o\n').corpus.documents)).toEqual(['np:Kim', 'vp:left']);
  });

  it('takes neighbouring bare categories for one span', () => {
    const { corpus, kind } = { ...read('Kim\tPER\nLee\tPER\nleft\tO\nOslo\tLOC\nnow\tO\n'), kind: 'spans' };
    expect(corpus.kind).toBe(kind);
    expect(spanTexts(corpus.documents)).toEqual(['PER:Kim Lee', 'LOC:Oslo']);
  });

  it('finds the tag in the first column', () => {
    const { corpus, assumed } = read('O\tshow\nB-ACTOR\tkim\nI-ACTOR\tlee\nO\tfilms\n\nO\tany\nO\tB-movie\n');
    expect(words(corpus.documents)).toEqual([['show kim lee films'], ['any B-movie']]);
    expect(spanTexts(corpus.documents)).toEqual(['ACTOR:kim lee']);
    expect(assumed[0]).toMatch(/first column/);
  });

  it('takes parts of speech for tags, not for spans', () => {
    const { corpus, kept } = read('Kim NNP\nleft VBD\n. .\n');
    expect(corpus.kind).toBe('tags');
    expect(corpus.documents[0]?.sentences[0]?.tags).toEqual(['NNP', 'VBD', '.']);
    expect(corpus.categories).toEqual(['NNP', 'VBD', '.']);
    expect(kept.spans).toBe(0);
  });

  it('reads the columns and the kind that it is told', () => {
    const text = 'Kim NNP B-PER\nleft VBD O\n';
    expect(read(text, { tagColumn: 1 }).corpus.kind).toBe('tags');
    expect(read(text, { tagColumn: -2 }).corpus.categories).toEqual(['NNP', 'VBD']);
    expect(read(text, { kind: 'tags' }).corpus.documents[0]?.sentences[0]?.tags).toEqual(['B-PER', 'O']);
    expect(words(read(text, { wordColumn: 1 }).corpus.documents)).toEqual([['NNP VBD']]);
    expect(() => read(text, { tagColumn: 7 })).toThrow(GraftError);
  });

  it('begins a document at -DOCSTART-, and has one a sentence without it', () => {
    const text = 'Kim O\n\n-DOCSTART- O\n\nA O\n\nB O\n\n-DOCSTART- O\nC O\n';
    expect(words(read(text).corpus.documents)).toEqual([['Kim'], ['A', 'B'], ['C']]);
    expect(words(read('A O\n\nB O\n').corpus.documents)).toEqual([['A'], ['B']]);
    expect(read(text).corpus.documents[1]?.text).toBe('A\nB');
    expect(words(read('--DOCSTART-- -X- O\nA B-X\n').corpus.documents)).toEqual([['A']]);
  });

  it('tells comments from words that begin with #', () => {
    const text = '# a made up corpus\nKim B-PER\n# O\n#news O\n\n# id 7\nOslo B-LOC\n#late B-TAG\n';
    const { corpus, assumed } = read(text);
    expect(words(corpus.documents)).toEqual([['Kim # #news'], ['Oslo #late']]);
    expect(assumed).toContain('2 comment lines (beginning with #) skipped');
  });

  it('keeps the pound sign, which is its own tag', () => {
    expect(words(read('paid VBD\n# #\n3 CD\n. .\n').corpus.documents)).toEqual([['paid # 3 .']]);
  });

  it('begins a document at “# newdoc” and takes its name', () => {
    const { corpus } = read('# newdoc id = first\nKim B-PER\n\nleft O\n\n# newdoc id = second\nOslo B-LOC\n');
    expect(corpus.documents.map(({ id }) => id)).toEqual(['first', 'second']);
    expect(words(corpus.documents)).toEqual([['Kim', 'left'], ['Oslo']]);
  });

  it('reads the same from CRLF and with a byte-order mark as from LF', () => {
    const text = 'Kim B-PER\nLee I-PER\n\nleft O\n';
    const plain = read(text).corpus;
    expect(read(text.replaceAll('\n', '\r\n')).corpus).toEqual(plain);
    expect(read(`\ufeff${text}`).corpus).toEqual(plain);
  });

  it('reads a latin-1 file', () => {
    const latin = Uint8Array.from([...'Köln B-LOC\n'].map((character) => character.charCodeAt(0)));
    const { corpus, assumed } = readCorpus({ name: 'a.conll', bytes: latin });
    expect(spanTexts(corpus.documents)).toEqual(['LOC:Köln']);
    expect(assumed[0]).toMatch(/latin-1/);
  });

  it('leaves out a broken line, and says which and why', () => {
    const { corpus, problems, dropped } = read('Kim B-PER\nLee\nleft O\n\tO\nnow O\n');
    expect(words(corpus.documents)).toEqual([['Kim left now']]);
    expect(problems.map(({ code, line, file }) => [code, line, file])).toEqual([
      ['broken-line', 2, 'sample.conll'],
      ['broken-line', 4, 'sample.conll'],
    ]);
    expect(dropped).toEqual({ lines: 2, spans: 0 });
  });

  it('keeps a word with a space in it where tabs part the columns', () => {
    const { corpus } = read('New York\tB-LOC\nwakes\tO\n');
    expect(spanTexts(corpus.documents)).toEqual(['LOC:New York']);
  });

  it('reads an unknown tag as O, and says so', () => {
    const { corpus, problems } = read('Kim B-PER\nLee X-PER\nleft O\nOslo B-LOC\nnow O\n');
    expect(spanTexts(corpus.documents)).toEqual(['PER:Kim', 'LOC:Oslo']);
    expect(problems).toMatchObject([{ code: 'unknown-tag', line: 2 }]);
  });

  it('sums up problems of which there are too many to tell', () => {
    const { problems, dropped } = read(`${'good O\n'.repeat(1000)}${'bad\n'.repeat(700)}`);
    // The 1000 words in a row are told too.
    expect(problems).toHaveLength(202);
    expect(problems.map(({ message }) => message).join()).toContain('500 more');
    expect(dropped.lines).toBe(700);
  });

  it('notes the categories that were annotated', () => {
    const { corpus } = read('Kim B-PER\n', { categoriesAnnotated: ['PER'] });
    expect(corpus.documents[0]?.annotated).toEqual(['PER']);
  });

  it('reads a word a line as text that waits for its tags', () => {
    const { corpus, assumed } = read('Kim\nleft\n.\n\nBo\nran\n', { format: 'conll' });
    expect(words(corpus.documents)).toEqual([['Kim left .'], ['Bo ran']]);
    expect(corpus.documents.map(({ annotated }) => annotated)).toEqual([[], []]);
    expect(assumed).toEqual(['a word a line and no tags: nothing is annotated']);
  });

  it('names the one category as it is told, and says where that has no effect', () => {
    expect(read('Kim B\nleft O\n', { category: 'Name' }).corpus.categories).toEqual(['Name']);
    const { problems, corpus } = read('Kim B-PER\nleft O\n', { category: 'Name' });
    expect(corpus.categories).toEqual(['PER']);
    expect(problems).toMatchObject([{ code: 'option-without-effect' }]);
  });

  it('refuses prose that is said to be columns', () => {
    const prose = 'Kim\nleft\nOslo\nand nobody knew why\n';
    expect(() => read(prose, { format: 'conll' })).toThrow(/single column/);
  });
});

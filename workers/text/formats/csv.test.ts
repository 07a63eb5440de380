import { describe, expect, it } from 'vitest';
import type { ReadResult } from '../../protocol/corpus.ts';
import { readCorpus } from './read.ts';
import type { ReadOptions } from './reading.ts';

const read = (text: string, name = 'a.csv', options?: ReadOptions) =>
  readCorpus({ name, bytes: new TextEncoder().encode(text) }, options);
const spanTexts = ({ corpus }: ReadResult) =>
  corpus.documents.map(({ text, spans }) =>
    spans.map(({ start, end, category }) => `${category}:${text.slice(start, end)}`),
  );

describe('readCsv', () => {
  it('reads a word a row, the sentence named in its first row', () => {
    const result = read(
      'Sentence #,Word,POS,Tag\nSentence: 1,Kim,NNP,B-per\n,",",",",O\n,left,VBD,O\nSentence: 2,Oslo,NNP,B-geo\n',
    );
    expect(result.format).toBe('csv');
    expect(spanTexts(result)).toEqual([['per:Kim'], ['geo:Oslo']]);
    expect(result.corpus.documents[0]?.text).toBe('Kim , left');
  });

  it('tells of rows that are too short, of words and of texts, and takes no tag for a word', () => {
    const codes = (text: string) => read(text).problems.map(({ code, line }) => [code, line]);
    const words = 'id,word,tag,n\n1,Kim,B-PER,0\n2,left,O,0\n';
    expect(codes(`${words}3,B-LOC,0\n4,.,O,0\n`)).toEqual([['broken-line', 4]]);
    expect(codes(`${words}3,Oslo,B-LOC\n4,.,O,0\n`)).toEqual([['short-row', 4]]);
    expect(codes('text,label,start,end\nKim left,PER,0,3\nIn Oslo\n')).toEqual([['short-row', 3]]);
  });

  it('reads a word a row, the sentence numbered in every row, parted by semicolons or tabs', () => {
    expect(spanTexts(read('sentence_id;word;tag\n1;Kim;B-PER\n1;left;O\n2;Oslo;B-LOC\n'))).toEqual([
      ['PER:Kim'],
      ['LOC:Oslo'],
    ]);
    const tabs = read('word\ttag\nKim\tB-PER\n"\tO\n\nOslo\tB-LOC\n', 'a.tsv');
    expect(tabs.corpus.documents.map(({ text }) => text)).toEqual(['Kim "', 'Oslo']);
  });

  it('reads a text a row with its spans as JSON or as Python prints them', () => {
    const result = read(`id,text,spans\n7,In Oslo,"[[3, 7, ""LOC""]]"\n8,In Rome,"[(3, 7, 'LOC')]"\n9,"a ""b""",[]\n`);
    expect(spanTexts(result)).toEqual([['LOC:Oslo'], ['LOC:Rome'], []]);
    expect(result.corpus.documents.map(({ id }) => id)).toEqual(['7', '8', '9']);
  });

  it('reads a span a row beside its text', () => {
    const result = read('text,start,end,label\nKim in Oslo,0,3,PER\nKim in Oslo,7,11,LOC\nnothing here,,,\n');
    expect(spanTexts(result)).toEqual([['PER:Kim', 'LOC:Oslo'], []]);
  });

  it('names lines rightly after a cell with line ends in it', () => {
    const result = read('text,spans\n"one\ntwo","[[0, 3, ""N""]]"\nthree,"[[0, 99, ""X""]]"\n');
    expect(result.problems).toMatchObject([{ code: 'span-outside-text', line: 4 }]);
    expect(result.dropped.spans).toBe(1);
  });

  it('reads a table without header where the cells say enough', () => {
    expect(spanTexts(read('Kim,B-PER\nleft,O\n\nOslo,B-LOC\n'))).toEqual([['PER:Kim'], ['LOC:Oslo']]);
    expect(spanTexts(read('In Oslo,"[[3, 7, ""LOC""]]"\n'))).toEqual([['LOC:Oslo']]);
    expect(() => read('one,two\nthree,four\n')).toThrow(/does not name the columns/);
  });

  it('reads the columns that it is told', () => {
    expect(spanTexts(read('x,B-PER,Kim\nx,O,left\n', 'a.csv', { wordColumn: 2, tagColumn: 1 }))).toEqual([['PER:Kim']]);
  });

  it('reports rows without a word or a tag, and cells without spans', () => {
    const words = read('word,tag\nKim,B-PER\n,O\nleft,\nnow,O\n');
    expect(words.problems.map(({ line }) => line)).toEqual([3, 4]);
    expect(words.dropped.lines).toBe(2);
    const cells = read('text,spans\nIn Oslo,nonsense\nIn Rome,"[[3, 7, ""LOC""]]"\n');
    expect(cells.problems).toMatchObject([{ code: 'broken-span', line: 2 }]);
    expect(cells.corpus.documents.map(({ annotated }) => annotated)).toEqual([[], 'all']);
    expect(() => read('text,spans\nIn Oslo,nonsense\n')).toThrow(/line 2: The cell “nonsense” under “spans”/);
  });

  it('reads what spreadsheets add: a line with the delimiter, semicolons, a byte-order mark', () => {
    const rows = ['word;tag', 'Kim;B-PER', '"a;b";O', 'Oslo;B-LOC'];
    for (const before of ['', 'sep=;\r\n', '\ufeff', '\ufeffsep=;\r\n'])
      expect(spanTexts(read(`${before}${rows.join('\r\n')}\r\n`))).toEqual([['PER:Kim', 'LOC:Oslo']]);
    expect(read('sep=;\nword;tag\nKim;B-PER\n;O\n').problems).toMatchObject([{ line: 4 }]);
  });

  it('takes a quotation mark that nothing closes for a word, and never the rows behind it', () => {
    for (const rows of ['Kim,B-PER\n",O\nOslo,B-LOC\n', 'Kim,B-PER\n",O\nso,O\n",O\nOslo,B-LOC\n']) {
      const result = read(`word,tag\n${rows}`);
      expect(spanTexts(result)).toEqual([['PER:Kim', 'LOC:Oslo']]);
      expect(result.assumed.join()).toContain('quotation marks');
    }
    const texts = read('text,spans\n"Kim left,"[[1, 4, ""PER""]]"\nIn Oslo,"[[3, 7, ""LOC""]]"\n');
    expect(spanTexts(texts)).toEqual([['PER:Kim'], ['LOC:Oslo']]);
    expect(texts.problems).toMatchObject([{ code: 'open-quotation-mark', line: 2 }]);
  });

  it('hands columns that are parted by blanks to their own reader', () => {
    for (const text of ['Kim NNP B-PER\n, , O\n\nOslo NNP B-LOC\n', 'Kim\tB-PER\n,\tO\n\nOslo\tB-LOC\n']) {
      const result = read(text);
      expect(spanTexts(result)).toEqual([['PER:Kim'], ['LOC:Oslo']]);
      expect(result.assumed.join()).toContain('read as CoNLL');
    }
  });

  it.each<[string, string, string[][]]>([
    [
      'numbers of the first rows alone',
      'Sentence #,Word,Tag\nSentence: 1,Kim,B-per\n,left,O\nSentence: 2,Oslo,B-geo\n',
      [['per:Kim'], ['geo:Oslo']],
    ],
    [
      'the same with nan',
      'Sentence #,Word,Tag\nSentence: 1,Kim,B-per\nnan,left,O\nSentence: 2,Oslo,B-geo\n',
      [['per:Kim'], ['geo:Oslo']],
    ],
    [
      'an index as pandas writes it',
      ',sent_id,word,tag\n0,1,Kim,B-per\n1,1,left,O\n2,2,Oslo,B-geo\n',
      [['per:Kim'], ['geo:Oslo']],
    ],
    ['a number that counts the rows', 'id,word,tag\n1,Kim,B-per\n2,left,O\n3,Oslo,B-geo\n', [['per:Kim', 'geo:Oslo']]],
    [
      'a number that counts the words',
      'token_id,word,tag\n1,Kim,B-per\n2,left,O\n1,Oslo,B-geo\n2,slept,O\n',
      [['per:Kim'], ['geo:Oslo']],
    ],
    ['columns without names', '7,Kim,B-per\n7,left,O\n8,Oslo,B-geo\n8,slept,O\n', [['per:Kim'], ['geo:Oslo']]],
    ['names that nobody knows', 'Satz;Wort;Marke\n1;Kim;B-per\n1;ging;O\n2;Oslo;B-geo\n', [['per:Kim'], ['geo:Oslo']]],
    ['the tag before the word', 'B-per,Kim\nO,left\nB-geo,Oslo\n', [['per:Kim', 'geo:Oslo']]],
    ['a comma without quotation marks', 'word,tag\nKim,B-per\n,,O\nOslo,B-geo\n', [['per:Kim', 'geo:Oslo']]],
    ['empty cells for O', 'word,tag\nKim,B-per\nleft,\nfor,\nOslo,B-geo\n', [['per:Kim', 'geo:Oslo']]],
  ])('reads a word a row with %s', (_, text, spans) => {
    expect(spanTexts(read(text))).toEqual(spans);
  });

  it('keeps the sentences of a document together', () => {
    const { corpus } = read('doc_id,sentence_id,word,tag\na,1,Kim,B-PER\na,2,left,O\nb,1,Oslo,B-LOC\n');
    expect(corpus.documents.map(({ id, sentences }) => [id, sentences.length])).toEqual([
      ['a', 2],
      ['b', 1],
    ]);
  });

  it('says which columns it read, and shows the first rows', () => {
    expect(read('nr,word,pos,tag\n1,Kim,NNP,B-PER\n1,left,VBD,O\n').columns).toEqual({
      wordColumn: 1,
      tagColumn: 3,
      header: ['nr', 'word', 'pos', 'tag'],
      rows: [
        ['1', 'Kim', 'NNP', 'B-PER'],
        ['1', 'left', 'VBD', 'O'],
      ],
    });
    expect(() => read('word,tag\nKim,B-PER\n', 'a.csv', { tagColumn: 5 })).toThrow(/no column 5 for the tag/);
  });

  it('tells of a row with more cells than the others', () => {
    const result = read('word,tag\nKim,B-PER\nleft,O,x\nOslo,B-LOC\n');
    expect(result.problems).toMatchObject([{ code: 'broken-line', line: 3 }]);
    expect(result.dropped.lines).toBe(1);
  });

  const words = [['PER:Kim'], ['LOC:Oslo']];
  it.each<[string, string]>([
    ['two lists', `id,tokens,ner_tags\n0,"['Kim', 'left']","['B-PER', 'O']"\n1,"['In', 'Oslo']","['O', 'B-LOC']"\n`],
    ['two lists as numpy prints them', `tokens,ner_tags\n['Kim' 'left'],['B-PER' 'O']\n['In' 'Oslo'],['O' 'B-LOC']\n`],
    [
      'a sentence and a list',
      `Sentence #,Sentence,POS,Tag\n1,Kim left,"['NNP', 'VBD']","['B-PER', 'O']"\n2,In Oslo,"['IN', 'NNP']","['O', 'B-LOC']"\n`,
    ],
    ['a sentence and its tags', 'text,labels\nKim left,B-PER O\nIn Oslo,O B-LOC\n'],
    [
      'objects',
      'text,label\nKim left,"[{""start"": 0, ""end"": 3, ""labels"": [""PER""]}]"\nIn Oslo,"[{""start"": 3, ""end"": 7, ""labels"": [""LOC""]}]"\n',
    ],
    ['a mapping', `text,entities\nKim left,"{'PER': ['Kim']}"\nIn Oslo,"{'entities': [(3, 7, 'LOC')]}"\n`],
    ['a span a row', 'id,text,start,end,label\n1,Kim left,0,3,PER\n2,In Oslo,3,7,LOC\n'],
    ['the words of a span a row', 'text,entity,label\nKim left,Kim,PER\nIn Oslo,Oslo,LOC\n'],
  ])('reads cells with %s', (_, text) => {
    expect(spanTexts(read(text))).toEqual(words);
  });

  it('reads a list as Python prints it, apostrophes and all', () => {
    const list = `"[{'start': 0, 'end': 6, 'label': 'PER', 'text': ""O'Neil"", 'x': None}, (7, 10, 'X')]"`;
    expect(spanTexts(read(`text;entities\nO'Neil ran;${list}\n`))).toEqual([["PER:O'Neil", 'X:ran']]);
  });

  it('refuses tags that are numbers, and asks for their names', () => {
    expect(() => read(`tokens,ner_tags\n"['Kim', 'left']","[1, 0]"\n`)).toThrow(/“ner_tags” are numbers/);
  });

  it('says that a sentence is long where nothing ends it', () => {
    const rows = Array.from({ length: 400 }, (_, index) => (index % 9 ? `w${index},O` : 'Kim,B-PER'));
    expect(read(`word,tag\n${rows.join('\n')}\n`).problems).toMatchObject([{ code: 'long-sentence', line: 2 }]);
  });
});

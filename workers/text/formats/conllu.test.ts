import { describe, expect, it } from 'vitest';
import { readCorpus } from './read.ts';
import type { ReadOptions } from './reading.ts';

const read = (rows: readonly string[], options?: ReadOptions) =>
  readCorpus({ name: 'a.conllu', bytes: new TextEncoder().encode(`${rows.join('\n')}\n`) }, options);
const row = (id: string, form: string, upos = 'X', xpos = '_', misc = '_') =>
  [id, form, '_', upos, xpos, '_', '0', 'root', '_', misc].join('\t');

describe('readConllu', () => {
  it('reads XPOS, and UPOS by choice, with the text as it was', () => {
    const rows = [
      '# sent_id = s1',
      '# text = Go on!',
      row('1', 'Go', 'VERB', 'VB'),
      row('2', 'on', 'ADV', 'RB', 'SpaceAfter=No'),
      row('3', '!', 'PUNCT', '.'),
    ];
    const { corpus, format, problems } = read(rows);
    expect(format).toBe('conllu');
    expect(problems).toEqual([]);
    expect(corpus.documents).toMatchObject([{ id: 's1', text: 'Go on!' }]);
    expect(corpus.documents[0]?.sentences[0]?.tags).toEqual(['VB', 'RB', '.']);
    expect(read(rows, { tagColumn: 3 }).corpus.categories).toEqual(['VERB', 'ADV', 'PUNCT']);
  });

  it('takes UPOS where XPOS is empty', () => {
    const { corpus, assumed } = read([row('1', 'Go', 'VERB')]);
    expect(corpus.categories).toEqual(['VERB']);
    expect(assumed[0]).toMatch(/UPOS/);
  });

  it('finds words inside a surface token, and joins the tags of those that are not spelled out', () => {
    const { corpus } = read([
      row('1-2', "don't", '_', '_'),
      row('1', 'do', 'AUX'),
      row('2', "n't", 'PART'),
      row('2.1', 'empty', 'X'),
      row('3-4', 'del', '_', '_', 'SpaceAfter=No'),
      row('3', 'de', 'ADP'),
      row('4', 'el', 'DET'),
      row('5', '.', 'PUNCT'),
    ]);
    const [document] = corpus.documents;
    expect(document?.text).toBe("don't del.");
    expect(document?.sentences[0]?.tokens.map(({ start, end }) => document.text.slice(start, end))).toEqual([
      'do',
      "n't",
      'del',
      '.',
    ]);
    expect(document?.sentences[0]?.tags).toEqual(['AUX', 'PART', 'ADP+DET', 'PUNCT']);
  });

  it('keeps a surface token whose words are not there, however many it announces', () => {
    const { corpus } = read([row('1-99999999999999999999', 'del', 'ADP'), '', row('2-9', 'al'), row('1', 'Go')]);
    expect(corpus.documents.map(({ text }) => text)).toEqual(['del', 'al Go']);
  });

  it('gathers sentences into the documents that newdoc begins', () => {
    const { corpus } = read([
      '# newdoc id = a',
      row('1', 'One'),
      '',
      row('1', 'Two'),
      '',
      '# newdoc id = b',
      row('1', 'Three'),
    ]);
    expect(corpus.documents.map(({ id, text }) => [id, text])).toEqual([
      ['a', 'One\nTwo'],
      ['b', 'Three'],
    ]);
  });

  it('leaves out a broken line and notes a text that differs', () => {
    const { problems, dropped, kept } = read([
      '# text = One and two',
      row('1', 'One'),
      '2\tand',
      row('3', 'two'),
      row('4', 'too'),
    ]);
    expect(problems.map(({ code, line }) => [code, line])).toEqual([
      ['text-differs', 2],
      ['broken-line', 3],
    ]);
    expect(dropped.lines).toBe(1);
    expect(kept.sentences).toBe(1);
  });
});

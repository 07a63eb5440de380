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

  it('reads names out of the last column, unless it is told otherwise', () => {
    const rows = [
      row('1', 'Vamos', 'VERB', '_', 'NER=O'),
      row('2-3', 'al', '_', '_', 'NER=B-LOC'),
      row('2', 'a', 'ADP'),
      row('3', 'el', 'DET'),
      row('4', 'Sol', 'PROPN', '_', 'SpaceAfter=No|NER=I-LOC'),
      row('5', '.', 'PUNCT'),
    ];
    const names = read(rows);
    const [document] = names.corpus.documents;
    expect(names.corpus.kind).toBe('spans');
    expect(document?.spans.map(({ start, end, category }) => [document.text.slice(start, end), category])).toEqual([
      ['al Sol', 'LOC'],
    ]);
    expect(names.assumed.join()).toContain('NER=');
    expect(read(rows, { tagColumn: 9, kind: 'spans' }).corpus).toEqual(names.corpus);
    const speech = read(rows, { tagColumn: 3 });
    expect(speech.corpus.categories).toEqual(['VERB', 'ADP+DET', 'PROPN', 'PUNCT']);
    expect(speech.assumed.join()).toMatch(/MISC column has names too/);
    expect(read(rows, { kind: 'tags' }).corpus.kind).toBe('tags');
  });

  it('takes names that stand without a key in MISC, or in another column, for what is to be learned', () => {
    const inMisc = read([row('1', 'Ada', 'PROPN', 'NNP', 'B-PER'), row('2', 'left', 'VERB', 'VBD', 'O')]);
    expect(inMisc.corpus.categories).toEqual(['PER']);
    expect(inMisc.assumed.join()).toMatch(/names from column 10/);
    const inXpos = read([row('1', 'Ada', 'PROPN', 'B-PER'), row('2', 'Moss', 'PROPN', 'I-PER')]);
    expect([inXpos.corpus.kind, inXpos.kept.spans]).toEqual(['spans', 1]);
    expect(read([row('1', 'Ada', 'PROPN', 'NNP', 'B-PER')], { kind: 'tags' }).corpus.categories).toEqual(['NNP']);
  });

  it('says that brackets of entities are not read', () => {
    expect(read([row('1', 'Ada', 'PROPN', 'NNP', 'Entity=(e1-person)')]).assumed.join()).toMatch(/are not read/);
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

/** Lists that look like something else than what they are. */
import { describe, expect, it } from 'vitest';
import { codesOf, readFile, readLines, spanTexts } from './testing.ts';

const text = 'Ida Moss left New Ulm today.';

describe('lists that look alike', () => {
  it('are no tags where texts and numbers stand side by side, though they are as many as the words', () => {
    const entities = [
      ['Ida Moss', 0, 'PER'],
      ['New Ulm', 14, 'LOC'],
    ];
    expect(text.split(' ')).toHaveLength(entities.flat().length);
    expect(() => readLines({ text, entities })).toThrow(/under “entities” is not understood/);
    const pairs = [
      ['Ida Moss', 'PER'],
      ['New Ulm', 'LOC'],
      ['today', 'DATE'],
    ];
    expect(spanTexts(readLines({ text, entities: pairs }))).toEqual([['PER:Ida Moss', 'LOC:New Ulm', 'DATE:today']]);
  });

  it('have their category from their key where some of them have none', () => {
    const entities = { Person: [{ indices: [0, 8], kind: 'x' }], Place: [{ indices: [14, 21] }] };
    expect(spanTexts(readLines({ text, entities }))).toEqual([['Person:Ida Moss', 'Place:New Ulm']]);
    const own = { ner: [{ span: { begin: 0, end: 8 }, class: { name: 'PER', id: 3 } }] };
    expect(spanTexts(readLines({ text, annotations: own }))).toEqual([['PER:Ida Moss']]);
  });

  it.each([
    ['start_token', 'end_token', 2],
    ['token_start', 'token_end', 1],
  ])('count words where they are called so: %s', (start, end, last) => {
    const spans = [{ [start]: 0, [end]: last, label: 'PER' }];
    const read = readLines({ text, tokens: ['Ida', 'Moss', 'left', 'New', 'Ulm', 'today', '.'], spans });
    expect(spanTexts(read)).toEqual([['PER:Ida Moss']]);
    expect(read.assumed.join()).toContain('spans count words');
  });

  it.each(['[Ida Moss](PER) left', 'met [Ida]{"entity": "PER"}'])(
    'are marks within a text that are not read: %s',
    (marked) => {
      expect(() => readLines({ text: marked })).toThrow(/holds marks such as “\[Ida/);
      expect(readLines({ text: 'see [the page](https://example.org) there' }).kept.documents).toBe(1);
    },
  );

  it('leave a row out that lost a cell, in a table whose columns are named', () => {
    const table = `text,start,end,label\n${text},0,8,PER\n${text},14,LOC\nBo ran,0,2,PER\n`;
    const read = readFile('a.csv', table);
    expect(spanTexts(read)).toEqual([['PER:Ida Moss'], ['PER:Bo']]);
    expect(codesOf(read)).toEqual([
      ['broken-span', 2],
      ['short-row', 3],
    ]);
  });

  it('are words with several tags each, not a sentence and its tags', () => {
    const rows = [
      ['Ida', 'NNP', 'B-PER'],
      ['left', 'VBD', 'O'],
    ];
    expect(spanTexts(readFile('a.json', JSON.stringify([rows, [...rows, ['Ulm', 'NNP', 'B-LOC']]])))).toEqual([
      ['PER:Ida'],
      ['PER:Ida', 'LOC:Ulm'],
    ]);
    const words = ['Ida', 'left', '.'];
    expect(spanTexts(readFile('a.json', JSON.stringify([[words, ['B-PER', 'O', 'O']]])))).toEqual([['PER:Ida']]);
  });

  it('count words where these are what a span says that it covers', () => {
    const words = ['Ida', 'Moss', 'left', 'New', 'Ulm', '.'];
    const entity = (start: number, end: number, covered: string) => ({ start, end, text: covered, type: 'X' });
    for (const shift of [0, -1]) {
      const mentions = [entity(0, 2 + shift, 'Ida Moss'), entity(3, 5 + shift, 'New Ulm')];
      for (const sentence of [text, undefined])
        expect(spanTexts(readLines({ sentence, words, mentions }))).toEqual([['X:Ida Moss', 'X:New Ulm']]);
    }
    const characters = { text, words, mentions: [entity(0, 8, 'Ida Moss')] };
    expect(spanTexts(readLines(characters))).toEqual([['X:Ida Moss']]);
  });

  it('name categories with their scores', () => {
    const entities = [{ start_pos: 0, end_pos: 8, labels: [{ value: 'PER', confidence: 0.9 }] }];
    expect(spanTexts(readLines({ text, entities }))).toEqual([['PER:Ida Moss']]);
  });

  it('hold words of the text and are told, where they are relations', () => {
    expect(() => readLines({ text, triples: [['Ida Moss', 'left', 'New Ulm']] })).toThrow(/list under “triples”/);
  });

  it('place a span where the table says what it covers, in named columns too', () => {
    const read = readFile(
      'a.csv',
      `text,start,end,label,entity\n${text},1,9,PER,Ida Moss\n${text},14,21,LOC,New Ulm\n`,
    );
    expect(spanTexts(read)).toEqual([['PER:Ida Moss', 'LOC:New Ulm']]);
    expect(codesOf(read)).toEqual([['span-text-differs', 2]]);
  });

  it('are texts that were masked, beside the one that holds what the spans cover', () => {
    const spans = [
      { value: 'Ida', start: 0, end: 3, label: 'PER' },
      { value: 'Ulm', start: 11, end: 14, label: 'LOC' },
    ];
    const read = readLines({ source_text: 'Ida sat in Ulm.', masked_text: '[PER] sat in [LOC].', privacy_mask: spans });
    expect(spanTexts(read)).toEqual([['PER:Ida', 'LOC:Ulm']]);
    expect(read.problems).toEqual([]);
    const answered = spans.map(({ value: _, ...span }) => ({ ...span, answer: 'accept' }));
    const own = readLines({ text: 'Ida sat in Ulm.', spans: answered, answer: 'accept' });
    expect(spanTexts(own)).toEqual([['PER:Ida', 'LOC:Ulm']]);
  });

  it('are several spans in one list', () => {
    const both = [['PER:Ida Moss', 'LOC:New Ulm']];
    expect(spanTexts(readLines({ text, label: [0, 8, 'PER', 14, 21, 'LOC'] }))).toEqual(both);
    expect(spanTexts(readLines({ text, label: [[0, 8, 'PER', 14, 21, 'LOC']] }))).toEqual(both);
    expect(spanTexts(readLines({ text, label: [0, 8, 'PER'] }))).toEqual([['PER:Ida Moss']]);
  });

  it('are tuples of a word, its part of speech and its tag, as NLTK gives them', () => {
    const first = "[('Ida', 'NNP', 'B-PER'), ('left', 'VBD', 'O'), ('Ulm', 'NNP', 'B-LOC')]";
    const second = "[('Bo', 'NNP', 'B-PER'), ('ran', 'VBD', 'O')]";
    const names = [['PER:Ida', 'LOC:Ulm'], ['PER:Bo']];
    for (const file of [`${first}\n${second}\n`, `[${first},\n ${second}]\n`, `sents = [${first}, ${second}]\n`])
      expect(spanTexts(readFile('a.txt', file))).toEqual(names);
    expect(spanTexts(readFile('a.py', `sent = ${first}\n`))).toEqual(names.slice(0, 1));
    const settings = `COLOURS = [("red", "warm"), ("blue", "cold")]\nsents = [${first}, ${second}]\n`;
    expect(spanTexts(readFile('a.py', settings))).toEqual(names);
    expect(readFile('a.txt', "[('Ida', 'NNP'), ('left', 'VBD'), ('Ulm', 'NNP')]\n").corpus.kind).toBe('tags');
  });

  it('are chunks beside names: the last of several columns, and the key that is called so', () => {
    const rows = [
      ['Ida', 'NNP', 'B-NP', 'B-PER'],
      ['left', 'VBD', 'B-VP', 'O'],
    ];
    const read = readFile('a.json', JSON.stringify([rows, rows]));
    expect(spanTexts(read)).toEqual([['PER:Ida'], ['PER:Ida']]);
    const tokens = rows.map(([word, pos, chunk, ner]) => ({ word, pos, chunk, ner }));
    expect(spanTexts(readLines({ tokens }))).toEqual([['PER:Ida']]);
  });
});

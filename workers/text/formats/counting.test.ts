/** What offsets count is found out over a whole file, and said. */
import { describe, expect, it } from 'vitest';
import { readLines, spanTexts } from './records/testing.ts';

const encoded = (text: string) => new TextEncoder().encode(text).length;
const graphemes = (text: string) => [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)].length;

type Count = (text: string) => number;
/** Spans of these words, counted so. */
const spansOf = (text: string, words: readonly string[], count: Count) =>
  words.map((word) => {
    const start = text.indexOf(word);
    return [count(text.slice(0, start)), count(text.slice(0, start + word.length)), 'X'];
  });

const accents = 'Emile Zola ate crème brûlée near Médan, then in Aix.'.normalize('NFD');
const emoji = 'Hi 👩‍🚀 Kim 🙂🙂 went to Oslo 👍🏽 with Bo.';
const lines = 'Dear Kim,\r\nsee you in Oslo.\r\nBo and Al';

describe('offsets', () => {
  it.each<[string, string, string[], Count, RegExp | undefined]>([
    ['graphemes of accents', accents, ['Médan'.normalize('NFD'), 'Aix'], graphemes, /graphemes/],
    ['code points of accents', accents, ['Médan'.normalize('NFD'), 'Aix'], (text) => [...text].length, undefined],
    ['bytes', 'Zoé était à Orléans, puis à Sète.', ['Orléans', 'Sète'], encoded, /bytes/],
    ['graphemes of emoji', emoji, ['Kim', 'Oslo', 'Bo'], graphemes, /graphemes/],
    ['code points of emoji', emoji, ['Kim', 'Oslo', 'Bo'], (text) => [...text].length, /code points/],
    ['UTF-16 of emoji', emoji, ['Kim', 'Oslo', 'Bo'], (text) => text.length, /UTF-16/],
    ['line ends as one', lines, ['Kim', 'Oslo', 'Bo', 'Al'], (text) => text.replaceAll('\r\n', '\n').length, /CR LF/],
    ['line ends as two', lines, ['Kim', 'Oslo', 'Bo', 'Al'], (text) => text.length, undefined],
  ])('are told by the words that they cut: %s', (_, text, words, count, said) => {
    const read = readLines({ text, label: spansOf(text, words, count) });
    expect(spanTexts(read)).toEqual([words.map((word) => `X:${word}`)]);
    if (said) expect(read.assumed.join()).toMatch(said);
    else expect(read.assumed).toEqual([]);
  });

  it.each<[string, (start: number, end: number) => number[], RegExp]>([
    ['an end that is included', (start, end) => [start, end - 1], /last character/],
    ['a first offset of 1', (start, end) => [start + 1, end + 1], /count from 1/],
    ['both', (start, end) => [start + 1, end], /last character.*count from 1/],
  ])('are told by the words that they cut: %s', (_, change, said) => {
    const text = 'Kim Lee left Oslo for Ulm';
    const label = [
      [0, 7],
      [13, 17],
      [22, 25],
    ].map(([start = 0, end = 0]) => [...change(start, end), 'X']);
    const read = readLines({ text, label });
    expect(spanTexts(read)).toEqual([['X:Kim Lee', 'X:Oslo', 'X:Ulm']]);
    expect(read.assumed.join()).toMatch(said);
  });

  it('are what most tools count where a single span says otherwise', () => {
    const read = readLines({ text: 'Kim left', label: [[0, 2, 'X']] });
    expect(spanTexts(read)).toEqual([['X:Ki']]);
    expect(read.problems).toMatchObject([{ code: 'span-inside-token' }]);
  });

  it('are told by a single text that a span declares', () => {
    expect(spanTexts(readLines({ text: 'Kim left', label: [{ start: 0, end: 2, label: 'X', text: 'Kim' }] }))).toEqual([
      ['X:Kim'],
    ]);
  });

  it('say nothing of words in a language that does not part them', () => {
    const read = readLines({
      text: '约翰住在北京。他在谷歌工作。',
      label: [
        [0, 2, 'X'],
        [4, 6, 'X'],
        [9, 11, 'X'],
      ],
    });
    expect(spanTexts(read)).toEqual([['X:约翰', 'X:北京', 'X:谷歌']]);
  });
});

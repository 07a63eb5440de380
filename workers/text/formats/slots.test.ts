import { describe, expect, it } from 'vitest';
import { readCorpus } from './read.ts';
import { sniffFormat } from './sniff.ts';

const read = (text: string) => readCorpus({ name: 'calls.txt', bytes: new TextEncoder().encode(text) });
const spansOf = (text: string) =>
  read(text).corpus.documents.map((document) =>
    document.spans.map(({ start, end, category }) => [category, document.text.slice(start, end)]),
  );

describe('slot-filling lines', () => {
  it('give a sentence a line with its slots as spans, and leave intents out with a word', () => {
    const text = 'to:O Port:B-city Lund:I-city at:O 10:30:B-time <=> find_train\nplay:O Ada:B-artist <=> play\n';
    expect(spansOf(text)).toEqual([
      [
        ['city', 'Port Lund'],
        ['time', '10:30'],
      ],
      [['artist', 'Ada']],
    ]);
    expect(read(text).format).toBe('slots');
    expect(read(text).assumed.join()).toContain('intent) left out of 2 lines');
  });

  it('are told without intents by the tags of spans, and with them whatever the tags', () => {
    expect(spansOf('to:O Lund:B-city\nAda:B-artist plays:O\n')).toEqual([[['city', 'Lund']], [['artist', 'Ada']]]);
    expect(spansOf('to:O Lund:city now:O <=> go\nto:O Ada:artist now:O <=> go\n')).toEqual([
      [['city', 'Lund']],
      [['artist', 'Ada']],
    ]);
  });

  it('can be a word a line, empty lines between sentences', () => {
    expect(spansOf('Port:B-city\nLund:I-city\nnow:O\n\nAda:B-artist\nplays:O\n')).toEqual([
      [['city', 'Port Lund']],
      [['artist', 'Ada']],
    ]);
  });

  it('tell of words that were joined to the line before, behind its intent', () => {
    const { problems, dropped } = read(
      'to:O Lund:B-city <=> go Ada:B-artist plays:O <=> play\nto:O Ulm:B-city <=> go\n',
    );
    expect(problems.map(({ code, line }) => [code, line])).toEqual([['broken-line', 1]]);
    expect(dropped.lines).toBe(1);
  });

  it('tell of a word without a tag', () => {
    const { problems } = read('to:O Lund:B-city now:O please <=> go\nto:O Lund:B-city now:O then:O <=> go\n');
    expect(problems).toMatchObject([{ code: 'word-without-tag', line: 1 }]);
  });

  it.each([
    ['times of day', 'We met at 10:30 and left at 11:45 for home.\n'],
    ['a dialogue', 'Ada: where are you?\nBo: here.\n'],
    ['word/TAG lines', 'Ada/NNP met/VBD Bo:x/NNP\n'],
    ['columns', 'Ada:x B-PER\nran:y O\n\n'],
  ])('are not what %s are taken for', (_, text) => {
    expect(sniffFormat(text, 'a')).not.toBe('slots');
  });
});

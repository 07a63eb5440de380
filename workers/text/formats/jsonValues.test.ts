import { describe, expect, it } from 'vitest';
import { readFile, spanTexts } from './records/testing.ts';

const records = [
  {
    id: 'a',
    text: 'Ida Moss left Ulm',
    label: [
      [0, 8, 'PER'],
      [14, 17, 'LOC'],
    ],
  },
  { id: 'b', text: 'Bo {ran] "off"', label: [[0, 2, 'PER']] },
  { id: 'c', text: 'Nobody', label: [] },
];
const all = [['PER:Ida Moss', 'LOC:Ulm'], ['PER:Bo'], []];
const over = (gap: string, indent: number) => records.map((record) => JSON.stringify(record, null, indent)).join(gap);

describe('JSON values without a list around them', () => {
  it.each([
    ['each over several lines', over('\n', 2)],
    ['each over several lines, with commas between', over(',\n', 2)],
    ['with CRLF and empty lines', over('\n\n', 1).replaceAll('\n', '\r\n')],
    ['without an indent', over('\n', 2).replace(/^ +/gm, '')],
    ['side by side in one line', over('', 0)],
    ['parted by commas in one line', over(', ', 0)],
    ['two in the first line', over('', 0).replace('}{"id":"c"', '}\n{"id":"c"')],
    ['lists of records', `${JSON.stringify(records.slice(0, 2), null, 1)}\n${JSON.stringify(records.slice(2))}`],
  ])('are records: %s', (_, text) => {
    for (const name of ['a.json', 'a.jsonl', 'a.txt']) {
      const read = readFile(name, text);
      expect(spanTexts(read)).toEqual(all);
      expect(read.corpus.documents.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
      expect(read.problems).toEqual([]);
      expect(read.assumed.join()).toMatch(/do not stand one a line/);
    }
  });

  it('tell of a broken one with its line, and of the faults of others with theirs', () => {
    const text = over('\n', 2).replace('"PER"\n    ]\n  ]\n}\n{', '"PER"\n    \n  ]\n}\n{');
    const read = readFile('a.json', text.replace('"label": []', '"label": [[0, 99, "X"]]'));
    expect(spanTexts(read)).toEqual([all[0], []]);
    const lines = text.split('\n');
    expect(read.problems.map(({ code, line }) => [code, line])).toEqual([
      ['broken-line', lines.indexOf('  "id": "b",')],
      ['span-outside-text', lines.indexOf('  "id": "c",')],
    ]);
    expect(read.problems[0]?.message).toContain(`up to line ${lines.indexOf('  "id": "c",') - 1};`.slice(0, -1));
    expect(read.dropped).toEqual({ lines: 1, spans: 1 });
  });

  it('are refused where it is not plain where the record after a broken one begins', () => {
    const flat = over('\n', 2).replace(/^ +/gm, '').replace('"PER"\n]\n]\n}\n{', '"PER"\n\n]\n}\n{');
    for (const name of ['a.json', 'a.jsonl']) expect(() => readFile(name, flat)).toThrow(/value of line \d+ breaks/);
    const beginningLost = over('\n', 2).replace('{\n  "id": "b"', '\n  "id": "b"');
    expect(readFile('a.jsonl', beginningLost).problems.map(({ code }) => code)).toContain('broken-line');
  });

  it('keep what is whole in a line that ends in a broken one', () => {
    const read = readFile('a.jsonl', over('', 0).slice(0, -30));
    expect(spanTexts(read)).toEqual(all.slice(0, 2));
    expect(read.problems.map(({ code, line }) => [code, line])).toEqual([['broken-line', 1]]);
  });

  it('take no time beyond that of their lines, however the file is cut', () => {
    const began = performance.now();
    for (const line of ['{"text": "a b", "label": [', '[[[[[[[[', '{"a": {'])
      expect(() => readFile('a.jsonl', `${line}\n`.repeat(20_000))).toThrow();
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});

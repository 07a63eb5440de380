import { describe, expect, it } from 'vitest';
import { codesOf, readFile, spanTexts } from './records/testing.ts';

describe('spans in rows whose columns are not called so', () => {
  const rows = [
    [0, 3, 'PER', 'Ida left Ulm'],
    [9, 12, 'LOC', 'Ida left Ulm'],
    [0, 2, 'PER', 'Bo ran'],
  ];
  const table = (header: string, all: readonly (readonly unknown[])[] = rows, gap = ',') =>
    [header, ...all.map((row) => row.join(gap))].filter((line) => line !== '').join('\n');
  const spans = [['PER:Ida', 'LOC:Ulm'], ['PER:Bo']];

  it.each([
    ['misspelt', table('strat,end,label,text')],
    ['in another language', table('von,bis,art,satz')],
    ['without a header', table('')],
    ['parted by semicolons', table('von;bis;art;satz', rows, ';')],
    ['parted by tabs', table('von\tbis\tart\tsatz', rows, '\t')],
    [
      'with lengths',
      table(
        'at,many,label,text',
        rows.map(([start, end, ...rest]) => [start, Number(end) - Number(start), ...rest]),
      ),
    ],
    [
      'with numbers of rows',
      table(
        'nr,text,x,y,kind',
        rows.map(([start, end, kind, text], at) => [at + 7, text, start, end, kind]),
      ),
    ],
    [
      'with the texts beside their first spans',
      table('von,bis,art,satz', [rows[0] ?? [], [9, 12, 'LOC', ''], rows[2] ?? []]),
    ],
    [
      'as pandas writes numbers',
      table(
        'von,bis,art,satz',
        rows.map(([start, end, ...rest]) => [`${start}.0`, `${end}.0`, ...rest]),
      ),
    ],
  ])('are found by their numbers: %s', (_, text) => {
    for (const name of ['a.csv', 'a.txt', 'a.tsv']) {
      const read = readFile(name, text);
      expect(spanTexts(read)).toEqual(spans);
      expect(read.assumed.join()).toMatch(/the start (under|of a span in column)/);
      expect(read.problems).toEqual([]);
    }
  });

  it('go by what they cover, where the table has that', () => {
    const read = readFile('a.csv', 'von,bis,was,art,satz\n1,3,Ida,PER,Ida left Ulm\n10,12,Ulm,LOC,Ida left Ulm\n');
    expect(spanTexts(read)).toEqual([['PER:Ida', 'LOC:Ulm']]);
    expect(read.assumed.join()).toMatch(/last character.*count from 1/);
  });

  it('tell of a row without numbers', () => {
    const read = readFile('a.csv', `${table('von,bis,art,satz', [...rows, ['x', 6, 'PER', 'Bo ran']])}\n`);
    expect(spanTexts(read)).toEqual(spans);
    expect(codesOf(read)).toEqual([['broken-span', 4]]);
  });

  it('refuse the table, with the columns named, where it is not sure or the categories are missing', () => {
    const unsure = 'text,first,second,label\nIda left Ulm,0,3,good\nIt rained all day,9,12,bad\nBo ran,0,2,good\n';
    expect(() => readFile('a.csv', unsure)).toThrow(/“first” and “second” could be .*“label”/);
    expect(() => readFile('a.csv', 'text,start,end\nIda left Ulm,0,3\nIda left Ulm,9,12\n')).toThrow(
      /“start” and “end”/,
    );
  });

  it('leave numbers alone that place nothing', () => {
    const read = readFile('a.csv', 'text,likes,shares,label\nIda left Ulm,150,3,good\nIt rained all day,99,12,bad\n');
    expect(spanTexts(read)).toEqual([[], []]);
  });
});

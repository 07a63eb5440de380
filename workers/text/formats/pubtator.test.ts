/** PubTator: titles and abstracts with the rows of their spans. */
import { describe, expect, it } from 'vitest';
import { readCorpus } from './read.ts';

const read = (text: string) => readCorpus({ name: 'a.txt', bytes: new TextEncoder().encode(text) });
const spansIn = ({ corpus }: ReturnType<typeof read>) =>
  corpus.documents.map(({ id, text, spans }) => [
    id,
    text,
    ...spans.map(({ start, end, category }) => `${category}:${text.slice(start, end)}`),
  ]);

describe('PubTator', () => {
  it('puts title and abstract together, and the spans where they stand', () => {
    const result = read(
      '7|t|Zinc 🙂 helps\n7|a|It helps with colds.\n7\t0\t4\tZinc\tDrug\tD1\n7\t27\t32\tcolds\tIllness\tD2\n7\tCID\tD1\tD2\n\n8|t|Nothing\n8|a|At all.\n',
    );
    expect(result.format).toBe('pubtator');
    expect(spansIn(result)).toEqual([
      ['7', 'Zinc 🙂 helps It helps with colds.', 'Drug:Zinc', 'Illness:colds'],
      ['8', 'Nothing At all.'],
    ]);
    expect(result.assumed).toContain('1 relation left out');
    expect(result.problems).toEqual([]);
  });

  it('tells of rows that are broken, or belong to no text', () => {
    const { problems, kept, dropped } = read(
      '7|t|Zinc helps\n7\t0\t4\tZinc\tDrug\tD1\n7\t0\t4\n9\t0\t4\tZinc\tDrug\tD1\n',
    );
    expect(problems.map(({ code, line }) => [code, line])).toEqual([
      ['broken-line', 3],
      ['broken-line', 4],
    ]);
    expect([kept.spans, dropped.lines]).toEqual([1, 2]);
  });

  it('puts a span where its words stand', () => {
    const { corpus, problems } = read('7|t|Zinc helps\n7\t0\t4\tZinc\tDrug\tD1\n7\t6\t11\thelps\tVerb\tD2\n');
    expect(corpus.documents[0]?.spans).toMatchObject([{ start: 0 }, { start: 5, end: 10 }]);
    expect(problems).toHaveLength(1);
  });
});

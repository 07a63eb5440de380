import { describe, expect, it } from 'vitest';
import type { Document, Sentence, Span } from '../protocol/corpus.ts';
import { adjudicatedCorpus } from './adjudication.ts';
import { measureAgreement } from './agreement.ts';
import { documentFromText } from './documents.ts';
import { pairDocuments } from './pairedDocuments.ts';
import { spansFromTags } from './schemes.ts';
import { allSpans } from './spans.ts';

/** Words of one letter, each with a tag. */
function tagged(id: string, tags: string): Document {
  const all = tags.split(' ');
  const sentence: Sentence = { tokens: all.map((_, place) => ({ start: 2 * place, end: 2 * place + 1 })) };
  const bare: Document = { id, text: all.map(() => 'w').join(' '), sentences: [sentence], spans: [], annotated: 'all' };
  return { ...bare, spans: spansFromTags(bare, sentence, all) };
}

const files = (a: readonly Document[], b: readonly Document[]) =>
  [
    { name: 'a.conll', documents: a },
    { name: 'b.conll', documents: b },
  ] as const;
const measured = (a: Document, b: Document) => measureAgreement(...files([a], [b]));

const text = 'Ada Lovelace met the Bank of Velby.\nNobody saw Ada.';
type Marked = readonly [words: string, category: string];
const marked = (spans: readonly Marked[], id = '1', annotated: 'all' | string[] = 'all') => {
  const placed = spans.map(([words, category]): Span => {
    const start = text.indexOf(words);
    return { start, end: start + words.length, category };
  });
  return documentFromText({ id, text, spans: placed, annotated }, () => {});
};

/** Two annotators of that text, who agree on the place alone. */
const byOne: readonly Marked[] = [
  ['Ada Lovelace', 'Person'],
  ['Bank of Velby', 'Company'],
  ['Velby', 'Place'],
];
const byOther: readonly Marked[] = [
  ['Ada', 'Person'],
  ['Bank of Velby', 'Place'],
  ['Velby', 'Place'],
];

describe('the agreement of two annotators', () => {
  it('is Cohen’s kappa: 20 tokens both mark, 15 neither, 5 the one and 10 the other', () => {
    // p_o = 35/50, p_e = 25/50 · 30/50 + 25/50 · 20/50 = 1/2, so that kappa is 0.2 / 0.5.
    const pairs = [...Array(20).fill('XX'), ...Array(15).fill('OO'), ...Array(5).fill('XO'), ...Array(10).fill('OX')];
    const tags = (side: number) => pairs.map((pair) => (pair[side] === 'X' ? 'B-X' : 'O')).join(' ');
    const { categories } = measured(tagged('1', tags(0)), tagged('1', tags(1)));
    expect(categories.all).toEqual({ kappa: expect.closeTo(0.4, 12), observed: 0.7, tokens: 50 });
    // Without the 15: p_o = 20/35, p_e = 25/35 · 30/35 + 10/35 · 5/35 = 800/1225.
    expect(categories.annotated.tokens).toBe(35);
    expect(categories.annotated.kappa).toBeCloseTo((20 / 35 - 800 / 1225) / (1 - 800 / 1225), 12);
  });

  it('is what scikit-learn and seqeval say of tags, categories and spans', () => {
    // from sklearn.metrics import cohen_kappa_score; from seqeval.metrics import classification_report
    // cohen_kappa_score(a, b) of the tags and of their categories, once more without the pairs (O, O), and
    // classification_report([a], [b], digits=6); scikit-learn's and seqeval's current versions on Python 3.
    const a = tagged('1', 'B-Per I-Per O O B-Loc O O B-Per O O B-Org I-Org O B-Loc B-Loc O');
    const b = tagged('1', 'B-Per I-Per O B-Org B-Loc O O B-Per I-Per O B-Loc I-Loc O B-Loc I-Loc O');
    const { tags, categories, spans } = measured(a, b);
    expect(tags.all.kappa).toBeCloseTo(0.5833333333333333, 12);
    expect(tags.annotated.kappa).toBeCloseTo(0.40476190476190477, 12);
    expect(categories.all.kappa).toBeCloseTo(0.6424581005586592, 12);
    expect(categories.annotated.kappa).toBeCloseTo(0.43661971830985913, 12);
    expect(spans.overall.f1).toBeCloseTo(33.3333333, 6);
    expect(spans.categories.Loc).toMatchObject({ support: 3, correct: 1, f1: expect.closeTo(33.3333333, 6) });
    expect(spans.categories.Per).toMatchObject({ support: 2, f1: expect.closeTo(50, 6) });
    expect(spans.categories.Org).toMatchObject({ support: 1, f1: 0 });
  });

  it('has no kappa where both say one thing everywhere', () => {
    const none = measured(tagged('1', 'O O O'), tagged('1', 'O O O'));
    expect(none.categories).toEqual({
      all: { kappa: null, observed: 1, tokens: 3 },
      annotated: { kappa: null, observed: 0, tokens: 0 },
    });
    const one = measured(tagged('1', 'B-X I-X'), tagged('1', 'B-X I-X'));
    expect(one.categories.annotated.kappa).toBeNull();
  });

  it('counts nested spans too, and lists each difference with its place', () => {
    const a = marked(byOne);
    const b = marked([...byOther, ['Nobody', 'Person']]);
    const { spans, differences } = measured(a, b);
    expect(spans.overall).toMatchObject({ support: 3, predicted: 4, correct: 1 });
    const listed = differences.map(({ kind, a: ofA, b: ofB, text: sentence, line }) => {
      const words = (span?: Span) => span && `${sentence.slice(span.start, span.end)} ${span.category}`;
      return [kind, words(ofA), words(ofB), line];
    });
    expect(listed).toEqual([
      ['boundary', 'Ada Lovelace Person', 'Ada Person', 1],
      ['category', 'Bank of Velby Company', 'Bank of Velby Place', 1],
      ['spurious', undefined, 'Nobody Person', 2],
    ]);
    expect(differences[2]?.text).toBe('Nobody saw Ada.');
  });

  it('counts a token as what neither file cuts', () => {
    const a = tagged('1', 'B-X O');
    const whole: Document = { ...a, text: 'w w', sentences: [{ tokens: [{ start: 0, end: 3 }] }], spans: [] };
    expect(measured(a, whole).categories.all).toMatchObject({ tokens: 3, observed: 2 / 3 });
  });

  it('leaves out what only one of them looked for', () => {
    const a = marked([['Ada Lovelace', 'Person']], '1', ['Person']);
    const b = marked([
      ['Ada Lovelace', 'Person'],
      ['Velby', 'Place'],
    ]);
    expect(measured(a, b)).toMatchObject({ differences: [], spans: { overall: { f1: 100 } } });
  });
});

describe('the documents of two files', () => {
  it('are paired by their texts, by ids where texts are the same', () => {
    const a = [tagged('1', 'O O'), tagged('2', 'O O'), tagged('3', 'O O O')];
    const b = [tagged('x', 'O O O'), tagged('2', 'O B-X'), tagged('7', 'B-X O')];
    const { pairs, problems } = pairDocuments(...files(a, b));
    expect(pairs.map((pair) => [pair.a.id, pair.b.id])).toEqual([
      ['1', '7'],
      ['2', '2'],
      ['3', 'x'],
    ]);
    expect(problems).toEqual([]);
  });

  it('are left out and named where one file lacks them', () => {
    const [same, ...more] = ['O', 'O O', 'O O O'].map((tags, place) => tagged(`${place}`, tags)) as [Document];
    const { pairs, problems } = pairDocuments(...files([same, ...more], [same]));
    expect(pairs).toHaveLength(1);
    expect(problems.map(({ message, file }) => [message, file])).toEqual([
      ['2 documents stand in a.conll alone, and did not count: 1, 2.', 'a.conll'],
    ]);
  });

  it('are refused where their words differ, with the place', () => {
    const other = { ...marked([]), text: text.replace('saw Ada', 'saw Eve') };
    expect(() => measured(marked([]), other)).toThrow(
      'Document 1 has other words in b.conll than in a.conll: from character 12 of its line 2 on, “Eve.” stands in the place of “Ada.”.',
    );
    expect(() => measureAgreement(...files([tagged('1', 'O')], [tagged('2', 'O O'), tagged('3', 'O O O')]))).toThrow(
      'No document of a.conll stands in b.conll',
    );
  });
});

describe('an adjudication', () => {
  const [a, b] = [marked(byOne), marked(byOther)];
  const { differences } = measured(a, b);
  const decide = (...all: ('a' | 'b' | 'both' | 'neither')[]) => {
    const decided = Object.fromEntries(all.map((decision, place) => [differences[place]?.key ?? '', decision]));
    const [document] = adjudicatedCorpus(...files([a], [b]), decided, 'settled').documents;
    return document && allSpans(document).map(({ start, end, category }) => `${text.slice(start, end)} ${category}`);
  };

  it('takes what was decided, and keeps what both say', () => {
    expect(decide('a', 'b')).toEqual(['Ada Lovelace Person', 'Bank of Velby Place', 'Velby Place']);
    expect(decide('both', 'neither')).toEqual(['Ada Lovelace Person', 'Ada Person', 'Velby Place']);
    expect(decide('b', 'both')).toEqual([
      'Ada Person',
      ...['Bank of Velby Company', 'Bank of Velby Place'],
      'Velby Place',
    ]);
  });

  it('has no document in which something is left to decide', () => {
    expect(() => decide('a')).toThrow('In every document something is left to decide.');
    const agreed = [tagged('same', 'B-X O')];
    const settled = adjudicatedCorpus(...files([a, ...agreed], [b, ...agreed]), {}, 'settled');
    expect(settled.documents.map(({ id }) => id)).toEqual(['same']);
    expect(settled.categories).toEqual(['X']);
  });

  it('takes from one of them what the other did not look for', () => {
    const narrow = marked([['Ada Lovelace', 'Person']], '1', ['Person']);
    const wide = marked([
      ['Ada Lovelace', 'Person'],
      ['Velby', 'Place'],
    ]);
    const [document] = adjudicatedCorpus(...files([narrow], [wide]), {}, 'settled').documents;
    expect(document).toMatchObject({ annotated: 'all', spans: [{ category: 'Person' }, { category: 'Place' }] });
  });
});

import { describe, expect, it } from 'vitest';
import type { Corpus, Document, Splits } from '../protocol/corpus.ts';
import { documentFromText } from './documents.ts';
import { standingOf, submittedIn } from './standings.ts';

const made = (id: string, details: Partial<Document> = {}): Document => ({
  ...documentFromText({ id, text: `Ida sat in ${id}.`, spans: [], annotated: [] }, () => {}),
  ...details,
});
const corpusOf = (...documents: Document[]): Corpus => ({
  name: 'calls',
  kind: 'spans',
  documents,
  categories: ['PER'],
});
const idsOf = ({ train, dev, test }: Splits) =>
  [train, dev, test].map(({ documents }) => documents.map(({ id }) => id).join(' '));

describe('where a document stands', () => {
  it('is what its status says, else whether somebody looked for anything', () => {
    expect(standingOf({ annotated: [] })).toBe('waiting');
    expect(standingOf({ annotated: ['PER'] })).toBe('submitted');
    expect(standingOf({ annotated: 'all' })).toBe('submitted');
    expect(standingOf({ annotated: 'all', status: 'draft' })).toBe('draft');
    expect(standingOf({ annotated: [], status: 'discarded' })).toBe('discarded');
  });
});

describe('what trains', () => {
  it('is everything, as it is, where nobody submitted or discarded a document', () => {
    const splits = {
      train: corpusOf(made('a'), made('b', { status: 'draft' }), made('c', { annotated: 'all' })),
      dev: corpusOf(made('d')),
      test: corpusOf(),
    };
    expect(submittedIn(splits)).toBe(splits);
  });

  it('is what is submitted and what came annotated, in all parts, once a document of any is submitted', () => {
    const parts = (prefix: string) =>
      corpusOf(
        made(`${prefix}1`, { status: 'submitted', annotated: ['PER'] }),
        made(`${prefix}2`, { status: 'draft', annotated: ['PER'] }),
        made(`${prefix}3`),
        made(`${prefix}4`, { annotated: 'all' }),
        made(`${prefix}5`, { status: 'discarded', annotated: 'all' }),
      );
    const splits = { train: parts('a'), dev: parts('b'), test: parts('c') };
    expect(idsOf(submittedIn(splits))).toEqual(['a1 a4', 'b1 b4', 'c1 c4']);
    const [one, ...others] = parts('c').documents.filter(({ status }) => status !== 'submitted') as [Document];
    const untouched = corpusOf(made('x'));
    const discarded = { train: untouched, dev: untouched, test: corpusOf(one, ...others) };
    expect(idsOf(submittedIn(discarded))).toEqual(['', '', 'c4']);
  });

  it('has some of what is submitted as dev where nothing of dev is, and the same as more is submitted', () => {
    const all = Array.from({ length: 60 }, (_, index) => made(`${index}`, { status: 'submitted' }));
    const splitsOf = (submitted: readonly Document[]) => ({
      ...{ train: corpusOf(...submitted), dev: corpusOf(made('d')), test: corpusOf() },
    });
    const learnedBefore = submittedIn(splitsOf(all.slice(0, 40))).train.documents;
    const { train, dev } = submittedIn(splitsOf(all));
    expect(dev.documents.length).toBeGreaterThan(0);
    expect(dev.documents.length).toBeLessThan(15);
    expect(new Set([...train.documents, ...dev.documents])).toEqual(new Set(all));
    expect(dev.documents.filter((document) => learnedBefore.includes(document))).toEqual([]);
    const without = submittedIn({ ...splitsOf(all), dev: corpusOf() });
    expect([without.train.documents.length, without.dev.documents.length]).toEqual([60, 0]);
  });
});

import { describe, expect, it } from 'vitest';
import type { Corpus, Document } from '../protocol/corpus.ts';
import { documentFromWords } from './documents.ts';
import { documentIn, withReplaced } from './replacedDocuments.ts';

const corpusOf = (documents: readonly Document[]): Corpus => ({
  name: 'calls',
  kind: 'spans',
  documents,
  categories: ['PER'],
});

/** Documents that count how often they are asked for their ids. */
function watched(count: number) {
  let looks = 0;
  const documents = Array.from({ length: count }, (_, place) => {
    const made = documentFromWords({ id: `${place}`, annotated: 'all' }, [{ words: ['Ida', 'sat'] }]);
    return Object.defineProperty({ ...made }, 'id', {
      get: () => {
        looks++;
        return `${place}`;
      },
      enumerable: true,
    });
  });
  return { documents, looks: () => looks };
}

describe('replacing documents', () => {
  it('looks at each id a few times, however many are replaced, and asked for afterwards', () => {
    const { documents, looks } = watched(500);
    const empty = corpusOf([]);
    const splits = { train: corpusOf(documents), dev: empty, test: empty };
    const changes = documents.map((_, place) => ({
      part: 'train' as const,
      document: { id: `${place}`, spans: [{ start: 0, end: 3, category: 'PER' }], annotated: 'all' as const },
    }));
    const replaced = withReplaced(splits, changes);
    const found = changes.map(({ document }) => documentIn(replaced, 'train', document.id));
    expect(found).toEqual(replaced.train.documents);
    expect(found.every(({ spans, text }) => spans.length === 1 && text === 'Ida sat')).toBe(true);
    expect(looks()).toBeLessThan(5 * documents.length);
  });

  it('says which document there is not, in a part as well as in an edit', () => {
    const { documents } = watched(2);
    const splits = { train: corpusOf(documents), dev: corpusOf([]), test: corpusOf([]) };
    const whole = { ...(documents[0] as Document), id: 'gone' };
    expect(() => withReplaced(splits, [{ part: 'train', document: whole }])).toThrow('train of calls has no document');
    expect(() => documentIn(splits, 'dev', '0')).toThrow('dev of calls has no document 0');
  });
});

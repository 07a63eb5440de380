import { describe, expect, it } from 'vitest';
import type { Corpus, Splits } from '../protocol/corpus.ts';
import { documentFromWords } from '../text/documents.ts';
import { shareLabels } from './sharedLabels.ts';

function corpus(name: string, categories: readonly string[]): Corpus {
  const spans = categories.map((category, index) => ({ start: index, end: index + 1, category }));
  const words = [...categories, '.'];
  const documents = [documentFromWords({ id: 'a', annotated: 'all' }, [{ words, spans }])];
  return { name, kind: 'spans', documents, categories: [...categories] };
}

function splits(name: string, categories: readonly string[]): Splits {
  const one = corpus(name, categories);
  return { train: one, dev: one, test: one };
}

const target = splits('target', ['person', 'company', 'team']);
const annotatedIn = ({ documents }: Corpus) => documents[0]?.annotated;

describe('labels that tasks share', () => {
  it('are the target’s, and what only a source has', () => {
    const shared = shareLabels(target, [splits('source', ['PER', 'ORG', 'MISC'])], {
      PER: ['person'],
      ORG: ['company', 'team'],
    });
    expect(shared.categories).toEqual(['person', 'company', 'team', 'MISC']);
    expect([...shared.meanings]).toEqual([
      ['PER', ['person']],
      ['ORG', ['company', 'team']],
    ]);
    // Nobody looked for MISC in the target.
    expect(annotatedIn(shared.target.train)).toEqual(['person', 'company', 'team']);
    expect(annotatedIn(shared.sources[0]?.train as Corpus)).toEqual(['person', 'company', 'team', 'MISC']);
  });

  it('count as looked for in a source where everything was that may mean them', () => {
    const [source] = shareLabels(target, [splits('source', ['PER'])], { PER: ['person'] }).sources;
    expect(annotatedIn(source?.train as Corpus)).toEqual(['person']);
  });

  it('are the same where source and target have the same names', () => {
    const shared = shareLabels(target, [target], {});
    expect(shared.categories).toEqual(['person', 'company', 'team']);
    expect(annotatedIn(shared.target.train)).toBe('all');
    expect(annotatedIn(shared.sources[0]?.train as Corpus)).toEqual(['person', 'company', 'team']);
  });

  it('let a source be scored under the shared names, unless one may mean several', () => {
    const source = splits('source', ['PER', 'ORG']);
    const [exact] = shareLabels(target, [source], { PER: ['person'], ORG: ['company'] }).sources;
    expect(exact?.dev?.documents[0]?.spans.map(({ category }) => category)).toEqual(['person', 'company']);
    const [open] = shareLabels(target, [source], { PER: ['person'], ORG: ['company', 'team'] }).sources;
    expect(open?.dev).toBeNull();
  });

  it.each([
    [{ PERS: ['person'] }, 'The label map names PERS, which no source corpus holds (source: PER).'],
    [{ PER: ['people'] }, 'The label map names people, which no target corpus holds (target: person, company, team).'],
  ])('are refused where nobody has them: %o', (map, message) => {
    expect(() => shareLabels(target, [splits('source', ['PER'])], map)).toThrow(message);
  });
});

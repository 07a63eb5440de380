import { describe, expect, it } from 'vitest';
import { type AdaptationConfiguration, defaultAdaptation } from '../../workers/protocol/configuration.ts';
import type { CorpusSummary } from '../../workers/protocol/engine.ts';
import { lookedFor } from './lookedFor.ts';

const source = { categories: ['Person', 'Place', 'Date'] };
const part = (categories: Readonly<Record<string, number>>) => ({
  ...{
    documents: 9,
    sentences: 9,
    submittedSentences: 9,
    tokens: 90,
    furtherSpans: 0,
    standings: { waiting: 0, draft: 0, submitted: 9, discarded: 0 },
  },
  categories,
});

function corpus(
  train: Readonly<Record<string, number>>,
  others: Partial<CorpusSummary> = {},
  dev: Readonly<Record<string, number>> = {},
) {
  const categories = [...new Set([...Object.keys(train), ...Object.keys(dev)])];
  const parts = { train: part(train), dev: part(dev), test: part({}) };
  return { kind: 'spans', annotated: 'all', categories, parts, ...others } as const;
}

const adaptation = (change: Partial<AdaptationConfiguration> = {}) => ({ ...defaultAdaptation, ...change });

describe('what counts as looked for', () => {
  it('is what has an example to learn from, where the corpus says nothing', () => {
    const target = corpus({ Person: 4, Address: 2 }, {}, { Date: 1 });
    const chosen = adaptation({ newCategories: ['Address'] });
    expect(lookedFor(chosen, target, source)).toEqual(['Person', 'Address']);
  });

  it('is what was picked as new, also where all its examples are in another part', () => {
    const target = corpus({ Person: 4 }, {}, { Address: 2 });
    expect(lookedFor(adaptation({ newCategories: ['Address'] }), target, source)).toEqual(['Person', 'Address']);
  });

  it('is what the corpus’s own record says', () => {
    const target = corpus({ Person: 4 }, { annotated: ['Person', 'Date'] });
    expect(lookedFor(adaptation(), target, source)).toEqual(['Person', 'Date']);
  });

  it('is what the user says before anything else', () => {
    const chosen = adaptation({ annotated: ['Place'] });
    expect(lookedFor(chosen, corpus({ Person: 4 }), source)).toEqual(['Place']);
  });

  it('goes by what the model calls the corpus’s categories', () => {
    const chosen = adaptation({ categoryMap: { PER: 'Person', Place: null } });
    expect(lookedFor(chosen, corpus({ PER: 4, Place: 3, Date: 1 }), source)).toEqual(['Person', 'Date']);
  });

  it('is everything where each token has its tag', () => {
    const tags = corpus({ NOUN: 4 }, { kind: 'tags' });
    expect(lookedFor(adaptation(), tags, source)).toEqual(source.categories);
  });
});

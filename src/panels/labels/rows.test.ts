import { describe, expect, it } from 'vitest';
import { type AdaptationConfiguration, defaultAdaptation } from '../../../workers/protocol/configuration.ts';
import { labelRows, matches } from './rows.ts';

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
const examples = { Person: 4, Place: 2, PER: 3, Vessel: 9 };
const corpus = {
  kind: 'spans',
  annotated: 'all',
  categories: Object.keys(examples),
  parts: { train: part(examples), dev: part({}), test: part({}) },
} as const;
const rows = (change: Partial<AdaptationConfiguration> = {}) =>
  labelRows({ ...defaultAdaptation, ...change }, corpus, { categories: ['Person', 'Place', 'Date'] });
const known = (change: Partial<AdaptationConfiguration>, name: string) =>
  rows(change).known.find((row) => row.name === name);

describe('the rows of the Labels panel', () => {
  it('put what has most examples first, and what is not there before it', () => {
    const names = rows({ newCategories: ['Address'] }).unknown.map(({ name, state }) => `${name}: ${state}`);
    expect(names).toEqual(['Address: missing', 'Vessel: left-out', 'PER: left-out']);
  });

  it('count the examples of all names that a category has in the corpus', () => {
    const row = known({ categoryMap: { PER: 'Person' } }, 'Person');
    expect(row).toMatchObject({ examples: 7, calledHere: ['PER'], asItIs: false, lookedFor: true });
  });

  it('say where the examples of a known category go, if not to it', () => {
    expect(known({ categoryMap: { Place: 'Person' } }, 'Place')).toMatchObject({ examples: 0, goesTo: 'Person' });
    expect(known({ categoryMap: { Place: null } }, 'Place')).toMatchObject({ goesTo: null, lookedFor: false });
    expect(known({ categoryMap: { Place: 'Place' } }, 'Place')).toMatchObject({ goesTo: undefined, asItIs: true });
  });

  it('take nothing for the model’s that this model does not know, as after another model was chosen', () => {
    const map = { categoryMap: { PER: 'Human', Place: 'Site' } };
    expect(rows(map).unknown.find(({ name }) => name === 'PER')).toMatchObject({
      ...{ state: 'left-out', sameAs: null },
    });
    expect(known(map, 'Place')).toMatchObject({ examples: 0, goesTo: null });
  });

  it('fold only what needs no word', () => {
    expect(
      rows()
        .known.filter(({ asItIs }) => asItIs)
        .map(({ name }) => name),
    ).toEqual(['Person', 'Place']);
    expect(known({ annotated: ['Person'] }, 'Place')).toMatchObject({ asItIs: false });
  });

  it('are found by a part of their name, whatever its case', () => {
    expect(matches('PhoneNumber', ' number')).toBe(true);
    expect(matches('PhoneNumber', '')).toBe(true);
    expect(matches('Phone', 'number')).toBe(false);
  });
});

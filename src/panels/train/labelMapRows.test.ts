import { describe, expect, it } from 'vitest';
import type { CorpusSummary } from '../../../workers/protocol/engine.ts';
import { labelMapRows } from './labelMapRows.ts';

const target = { categories: ['person', 'company', 'sportsteam', 'product'] };

function source(train: Record<string, number>): CorpusSummary {
  return { categories: Object.keys(train), parts: { train: { categories: train } } } as unknown as CorpusSummary;
}

describe('the labels of the other corpora', () => {
  it('are the target’s where they were mapped or go by its name, and else their own, with a guess where one is safe', () => {
    const rows = labelMapRows(target, [source({ PER: 30, ORG: 20, MISC: 10, product: 5 })], {
      ORG: ['company', 'sportsteam'],
    });
    expect(rows).toEqual([
      { label: 'PER', examples: 30, meanings: [], state: 'own', guess: 'person' },
      { label: 'ORG', examples: 20, meanings: ['company', 'sportsteam'], state: 'mapped', guess: null },
      { label: 'MISC', examples: 10, meanings: [], state: 'own', guess: null },
      { label: 'product', examples: 5, meanings: [], state: 'same', guess: null },
    ]);
  });

  it('stand there once, with the examples of all corpora', () => {
    const rows = labelMapRows(target, [source({ PER: 30 }), source({ LOC: 50, PER: 30 })], {});
    expect(rows.map(({ label, examples }) => [label, examples])).toEqual([
      ['PER', 60],
      ['LOC', 50],
    ]);
  });

  it('are not what the target does not have any more', () => {
    expect(labelMapRows(target, [source({ PER: 3 })], { PER: ['human'] })[0]).toMatchObject({ state: 'own' });
  });
});

import { describe, expect, it } from 'vitest';
import { bertTagger } from '../../../workers/protocol/architectures/bertTagger.ts';
import { transformerEncoder } from '../../../workers/protocol/encoders/transformer.ts';
import { defaultsOf } from '../../../workers/protocol/fields.ts';
import { adviceFor, memoryOf, type Needs } from './costAdvice.ts';

const mini = { kind: 'transformer' as const, ...defaultsOf(transformerEncoder.fields) };
const base = {
  ...mini,
  ...{ embeddingSize: 768, hiddenSize: 768, layers: 12, heads: 12, intermediateSize: 3072 },
};
const needs: Needs = {
  ...{ specification: mini, settings: bertTagger.settings },
  ...{ sentences: 14_041, cost: null, machine: null },
};
const cost = {
  steps: 439,
  longest: 172,
  rows: 1600,
  pieces: 400_000,
  differentPieces: 14_000,
  settings: bertTagger.settings,
};
const changes = (of: Needs) => adviceFor(of).map(({ change }) => change);

it('takes less memory with adapters, which have few numbers that learn', () => {
  const adapted = memoryOf({ ...needs, settings: { ...bertTagger.settings, loraRank: 8 } });
  const whole = memoryOf(needs);
  expect(adapted.moments).toBeLessThan(0.05 * whole.moments);
  expect(adapted.total).toBeLessThan(whole.total);
});

describe('of a table of pieces', () => {
  const wide = { ...needs, specification: { ...base, vocabularySize: 250_002 } };
  const row = 768 * 4;

  it('takes the rows that a corpus uses: as usual as long as nothing was measured, and every row as long as there is none', () => {
    const measured = memoryOf({ ...wide, cost: { ...cost, secondsAnEpoch: 60 } });
    const usual = memoryOf(wide);
    const all = memoryOf({ ...wide, sentences: null });
    expect(all.weights - measured.weights).toBe((250_002 - 14_000) * row);
    expect(usual.weights).toBeLessThan(all.weights - 200_000 * row);
    expect(usual.weights).toBeGreaterThan(measured.weights);
  });

  it('takes no more than there are', () => {
    const small = { ...needs, specification: { ...mini, vocabularySize: 500 } };
    expect(memoryOf(small).weights).toBe(memoryOf({ ...small, sentences: null }).weights);
  });
});

describe('what is advisable', () => {
  it('is nothing where a small encoder learns a corpus of some size in some minutes', () => {
    expect(changes({ ...needs, cost: { ...cost, secondsAnEpoch: 60 } })).toEqual([]);
  });

  it('is a smaller batch where the whole would not fit, by which it does', () => {
    const large = { ...needs, specification: base, settings: { ...bertTagger.settings, batchSize: 64 }, machine: 4e9 };
    const [change] = changes(large);
    expect(change?.batchSize).toBeLessThan(64);
    const smaller = { ...large, settings: { ...large.settings, ...change } };
    expect(memoryOf(smaller).total).toBeLessThanOrEqual(3e9);
    expect(changes(smaller)).toEqual([]);
  });

  it('is to freeze layers where no batch makes it fit, or where it would take long', () => {
    const tiny = { ...needs, specification: base, machine: 2e9 };
    const [change] = changes(tiny);
    expect(change?.frozenLayers).toBeGreaterThan(0);
    expect(memoryOf({ ...tiny, settings: { ...tiny.settings, ...change } }).total).toBeLessThanOrEqual(1.5e9);
    expect(changes({ ...needs, cost: { ...cost, secondsAnEpoch: 200 } })).toEqual([{ frozenLayers: 2 }]);
  });
});

import { describe, expect, it } from 'vitest';
import { openTestBackend } from '../kernels/testing.ts';
import type { ModelState } from '../models/state.ts';
import { smallTagger } from '../models/testing.ts';
import { commonSettings } from '../protocol/settings.ts';
import { mixture } from './mixture.ts';

const stateOf = async (seed: number): Promise<ModelState> => {
  await openTestBackend('cpu');
  const tagger = smallTagger('blstm', { sentences: [['Ada', 'sings']], seed });
  const state = await tagger.state('small', { settings: commonSettings, history: [] });
  tagger.dispose();
  return state;
};

describe('a mixture of two models', () => {
  it('is either of them at the ends of the line, and the mean in the middle', async () => {
    const [start, trained] = [await stateOf(1), await stateOf(2)];
    expect(mixture(start, trained, 1).weights).toEqual(trained.weights);
    expect(mixture(start, trained, 0).weights).toEqual(start.weights);
    const half = mixture(start, trained, 0.5).weights;
    for (const [name, { values }] of Object.entries(half)) {
      values.forEach((value, at) => {
        const ends = [start, trained].map(({ weights }) => weights[name]?.values[at] as number);
        expect(value).toBeCloseTo(((ends[0] as number) + (ends[1] as number)) / 2, 6);
      });
    }
  });
});

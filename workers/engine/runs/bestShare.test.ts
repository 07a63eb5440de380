import { beforeAll, describe, expect, it, vi } from 'vitest';
import { openTestBackend } from '../../kernels/testing.ts';
import type { ModelState } from '../../models/state.ts';
import { smallTagger } from '../../models/testing.ts';
import type { Corpus } from '../../protocol/corpus.ts';
import { commonSettings } from '../../protocol/settings.ts';
import { documentFromWords } from '../../text/documents.ts';
import { bestShare, type Judges } from './bestShare.ts';
import type { RunContext } from './context.ts';

const words = ['Ada', 'sings'];
const context = { emit: () => {}, control: { betweenSteps: async () => {} } } as unknown as RunContext;

/** A model that gives every token the tag of this name. */
async function always(tag: string): Promise<ModelState> {
  const tagger = smallTagger('blstm', { sentences: [words] });
  const state = await tagger.state('small', { settings: commonSettings, history: [] });
  tagger.dispose();
  const bias = { shape: [state.tags.length], values: Float32Array.from(state.tags, (each) => (each === tag ? 99 : 0)) };
  return { ...state, weights: { ...state.weights, 'outputLayer.bias': bias } };
}

/** Sentences of one word each, all of this category. */
function corpusOf(category: string): Corpus {
  const documents = Array.from({ length: 4 }, (_, index) =>
    documentFromWords({ id: `${index}`, annotated: 'all' }, [
      { words: ['Ada'], spans: [{ start: 0, end: 1, category }] },
    ]),
  );
  return { name: category, kind: 'spans', documents, categories: [category] };
}

describe('the best of some shares', () => {
  let [people, places, nothing]: ModelState[] = [];
  beforeAll(async () => {
    await openTestBackend('cpu');
    [people, places, nothing] = [await always('S-Person'), await always('S-Place'), await always('O')];
  });

  /** @param models by share, as many as there are shares. */
  async function chosen(models: readonly (ModelState | undefined)[], judges: Partial<Judges> = {}): Promise<number> {
    const all = models as readonly ModelState[];
    const { chosen, model } = await bestShare(
      context,
      { label: '', shares: all.map((_, index) => index), modelOf: (share) => all[share] as ModelState, unknown: 1 },
      { dev: corpusOf('Person'), measure: undefined, weight: 0, ...judges },
    );
    expect(model).toBe(all[chosen.share]);
    return chosen.share;
  }
  const measure = { corpus: corpusOf('Place'), kinds: {} };

  it('is the last that is no worse on dev than the first', async () => {
    expect(await chosen([people, nothing, people, places])).toBe(2);
    expect(await chosen([people, nothing, places])).toBe(0);
    expect(await chosen([nothing, people])).toBe(1);
  });

  it('is the usual one where no share finds anything right on dev, and that is said', async () => {
    const emit = vi.spyOn(context, 'emit');
    expect(await chosen([nothing, places, nothing, places])).toBe(1);
    const problem = { code: 'dev-tells-nothing', message: expect.stringContaining('100 % was taken') };
    expect(emit).toHaveBeenCalledWith(
      expect.objectContaining({ type: 'warning', problem: expect.objectContaining(problem) }),
    );
    emit.mockClear();
    expect(await chosen([people, nothing])).toBe(0);
    expect(emit).not.toHaveBeenCalledWith(expect.objectContaining({ type: 'warning' }));
    emit.mockRestore();
    expect(await chosen([nothing, places, nothing], { measure, weight: 0.5 })).toBe(1);
  });

  it('is the first of the best by dev and yardstick where the yardstick counts', async () => {
    expect(await chosen([people, places, people, places], { measure, weight: 0.6 })).toBe(1);
    expect(await chosen([people, places, people, places], { measure, weight: 0.4 })).toBe(0);
    expect(await chosen([nothing, people, places], { measure, weight: 0.5 })).toBe(1);
  });

  it('goes by dev alone where the yardstick has no weight', async () => {
    expect(await chosen([people, places], { measure })).toBe(0);
  });
});

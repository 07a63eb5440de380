/** A model that carries how much each of its numbers matters is pulled by it, whatever its architecture, and keeps it up. */
import { beforeAll, describe, expect, it } from 'vitest';
import { packBundle, unpackBundle } from '../bundle/bundle.ts';
import { architectures } from '../protocol/architectures.ts';
import type { RunResult } from '../protocol/engine.ts';
import { restrictAnnotated } from '../text/categories.ts';
import { mapSplits } from '../text/splits.ts';
import { adapting, asking, smallSplits, testEnvironment, training } from './testing.ts';

const corpora = {
  known: smallSplits(1, ['Product']),
  target: mapSplits(smallSplits(10), (corpus) => restrictAnnotated(corpus, ['Product'])),
};
const forgetful = { newCategories: ['Product'], unannotated: 'as-o' as const };

let engine: Awaited<ReturnType<typeof testEnvironment>>['engine'];

beforeAll(async () => {
  ({ engine } = await testEnvironment(corpora));
});

const carrying = (name: string, epochs: number) =>
  engine.run(
    asking({ ...training(name, { epochs, batchTokens: 40 }), carry: 20, importance: true }, 'known'),
    () => {},
  );
const adapted = (adaptation: Parameters<typeof adapting>[0], source: string) =>
  engine.run(asking(adapting(adaptation, { epochs: 5 }), 'target', source), () => {});
const kept = ({ yardstick }: RunResult) => yardstick?.after.overall.f1 as number;

describe('a model that carries what matters in it', () => {
  it('keeps more where it is pulled by that, and has it still', async () => {
    const { model } = await carrying('bilstm-crf', 12);
    expect(model.importance).toBe(true);
    const forgets = await adapted(forgetful, model.id);
    const drawn = await adapted({ ...forgetful, pull: 1000 }, model.id);
    expect(kept(drawn)).toBeGreaterThan(kept(forgets) + 10);
    expect(drawn.model.importance).toBe(true);
  });

  it.each(architectures.map(({ name }) => name))(
    'has it in its file, for all that it has learned since: %s',
    async (name) => {
      const { model } = await carrying(name, 1);
      const grown = await adapted({ ...forgetful, pull: 1 }, model.id);
      const bytes = packBundle(unpackBundle('a.graft', await engine.exportModel(grown.model.id)));
      const { importance = {}, weights } = unpackBundle('b.graft', bytes);
      expect(Object.keys(importance).sort()).toEqual(Object.keys(weights).sort());
      for (const [weight, { shape, values }] of Object.entries(importance)) {
        const rows = [weights[weight]?.shape[0], 1];
        expect([weights[weight]?.shape, rows]).toContainEqual(shape);
        expect(values.every((value) => value >= 0 && Number.isFinite(value))).toBe(true);
      }
      expect(Object.values(importance).some(({ values }) => values.some((value) => value > 0))).toBe(true);
      await engine.removeModel(model.id);
      await engine.removeModel(grown.model.id);
    },
  );

  it('forgets of edited categories what mattered in their rows, and keeps the rest', async () => {
    const { model } = await carrying('bilstm-crf', 1);
    const edited = await engine.mapCategories(model.id, { Place: 'Town' });
    const before = unpackBundle('a.graft', await engine.exportModel(model.id)).importance ?? {};
    const after = unpackBundle('b.graft', await engine.exportModel(edited.id)).importance ?? {};
    const gone = Object.keys(before).filter((name) => !(name in after));
    expect(gone.every((name) => /^(outputLayer|transitions)\./.test(name))).toBe(true);
    expect(gone.length).toBeGreaterThan(0);
    expect(Object.keys(after).length).toBeGreaterThan(0);
  });

  it('is refused where its file says less than nothing of a number', async () => {
    const { model } = await carrying('blstm', 1);
    const bytes = await engine.exportModel(model.id);
    const state = unpackBundle('a.graft', bytes);
    const [[name, first] = expect.fail('nothing matters')] = Object.entries(state.importance ?? {});
    const wrong = { ...state.importance, [name]: { ...first, values: first.values.map(() => -1) } };
    expect(() => unpackBundle('b.graft', packBundle({ ...state, importance: wrong }))).toThrow('must be 0 or more');
  });
});

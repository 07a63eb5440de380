/** Lists of names go from a run's request into its model, and along where that is adapted. */
import { expect, it } from 'vitest';
import { adapting, asking, smallSplits, testEnvironment, training } from './testing.ts';

const corpora = { source: smallSplits(1, ['Product']), target: smallSplits(10) };

const gazetteers = [
  { name: 'places.txt', blob: new Blob(['Velby\nOrrick\nSaltmere\nDunhollow\nKestrel\n']) },
  { name: 'things.txt', blob: new Blob(['lumo\tProduct\nquartz\tStone\n']) },
];

it('a model keeps its lists where it is adapted, and what it is held against has them too', async () => {
  const { engine } = await testEnvironment(corpora, 'wasm');
  const names = expect.objectContaining({ label: 'names in gazetteers', value: 7 });
  const source = await engine.run({ ...asking(training('bilstm-crf'), 'source'), gazetteers }, () => {});
  expect(source.model.facts).toContainEqual(names);
  const adaptation = { newCategories: ['Product'], compareWithRandom: true };
  const request = asking(adapting(adaptation, { epochs: 10, patience: 2 }), 'target', source.model.id);
  const { model, tests } = await engine.run(request, () => {});
  expect(model.facts).toContainEqual(names);
  expect(tests.main.categories.Product?.f1).toBeGreaterThan(80);
  expect(tests.random?.overall.f1).toBeGreaterThan(50);
}, 60_000);

it('a list without a name fails the run, by the file', async () => {
  const { engine } = await testEnvironment(corpora, 'wasm');
  const empty = [{ name: 'empty.txt', blob: new Blob(['\t\n']) }];
  const request = { ...asking(training('bilstm-crf'), 'source'), gazetteers: empty };
  await expect(engine.run(request, () => {})).rejects.toMatchObject({ problem: { file: 'empty.txt' } });
});

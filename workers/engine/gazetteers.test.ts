/** Lists of names go from a run's request into its model, and along where that is adapted. */
import { expect, it } from 'vitest';
import { adapting, asking, openTestServices, smallSplits, testEnvironment, training } from './testing.ts';

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

it('the corpus service says which lists a file would be, and refuses one that is no text', async () => {
  const { corpora } = await openTestServices();
  const lists = await corpora.gazetteerLists({ name: 'things.txt', blob: new Blob(['lumo\tProduct\nquartz\nada\n']) });
  expect(lists).toEqual([
    { name: 'Product', names: 1 },
    { name: 'things', names: 2 },
  ]);
  const picture = new Blob([Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10)]);
  await expect(corpora.gazetteerLists({ name: 'map.png', blob: picture })).rejects.toMatchObject({
    problem: { code: 'binary-file', file: 'map.png' },
  });
});

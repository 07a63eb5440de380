/** A share of the training sentences, as if the others had never been labelled. */
import { expect, it } from 'vitest';
import { runsOf } from '../models/testing.ts';
import { atLabellingRate } from '../text/labellingRate.ts';
import { createRandom } from '../text/random.ts';
import { adapting, asking, recorder, smallSplits, testEnvironment, training } from './testing.ts';

const corpora = { source: smallSplits(1, ['Product']), target: smallSplits(10) };

it('a model and its adaptation learn from their share alone, words too, and the plan counts in it', async () => {
  const { engine } = await testEnvironment(corpora, 'wasm');
  const { events, record } = recorder();
  const trained = { ...training('blstm', { epochs: 3 }), labellingRate: 0.1 };
  const { model } = await engine.run(asking(trained, 'source'), record);
  expect(events[0]).toMatchObject({ type: 'started', sentences: 6 });
  expect(runsOf(model)[0]).toMatchObject({ sentences: 6, configuration: { labellingRate: 0.1 } });
  const whole = await engine.run(asking(training('blstm', { epochs: 1 }), 'source'), () => {});
  const wordsIn = ({ facts }: typeof model) => facts.find(({ label }) => label === 'words')?.value ?? 0;
  expect(wordsIn(model)).toBeLessThan(wordsIn(whole.model));

  const adapted = { ...adapting({ newCategories: ['Product'] }, { epochs: 2 }), labellingRate: 0.2 };
  const request = asking(adapted, 'target', model.id);
  const drawn = atLabellingRate(corpora.target.train, 0.2, createRandom(adapted.seed).fork('labelling rate'));
  const products = drawn.documents.flatMap(({ spans }) => spans.filter(({ category }) => category === 'Product'));
  const { categories } = await engine.planAdaptation(request);
  expect(categories.find(({ name }) => name === 'Product')?.examples).toBe(products.length);
  const { stages } = await engine.run(request, () => {});
  expect(stages[0]?.sentences).toBe(12);
});

import { expect, it } from 'vitest';
import { adapting, asking, smallSplits, testEnvironment, training } from '../workers/engine/testing.ts';
import { mapCategories, restrictAnnotated } from '../workers/text/categories.ts';
import { mapSplits } from '../workers/text/splits.ts';
import { keptOf, knownScores } from './kept.ts';

const known = smallSplits(1, ['Product']);
const towns = mapSplits(smallSplits(10), (corpus) =>
  mapCategories(restrictAnnotated(corpus, ['Place', 'Person']), { Place: 'Town', Product: null }),
);

it('counts what is kept as the run’s own yardstick does, by kind and by names', { timeout: 60_000 }, async () => {
  const { engine } = await testEnvironment({ known, towns });
  const { model: source } = await engine.run(asking(training('bilstm-crf', { epochs: 8 }), 'known'), () => {});
  const reference = { id: 'known', revision: 1 };
  const before = knownScores(await engine.evaluate(source.id, reference, 'dev'), []);
  const adaptation = { newCategories: ['Town'], kinds: { Town: 'Place' }, unannotated: 'as-o' as const };
  const request = asking(adapting(adaptation, { epochs: 6 }), 'towns', source.id);
  const { model, yardstick } = await engine.run(
    { ...request, corpora: { ...request.corpora, yardstick: reference } },
    () => {},
  );
  const { after, strict } = keptOf(await engine.evaluate(model.id, reference, 'dev'), adaptation);
  // Else the two would be the same, and nothing were shown.
  expect(after.categories.Place?.f1).toBeGreaterThan((strict.categories.Place?.f1 ?? 0) + 5);
  for (const [ours, theirs] of [
    [before, yardstick?.before],
    [after, yardstick?.after],
    [strict, yardstick?.strict],
  ] as const) {
    expect(ours.categories).toEqual(theirs?.categories);
    expect(ours.overall).toEqual(theirs?.overall);
  }
});

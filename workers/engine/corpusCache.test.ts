import { expect, it } from 'vitest';
import type { Document, Splits } from '../protocol/corpus.ts';
import { CorpusCache } from './corpusCache.ts';
import { smallSplits } from './testing.ts';

const withStatus = (splits: Splits, statusOf: (place: number) => Document['status']): Splits => ({
  ...splits,
  train: {
    ...splits.train,
    documents: splits.train.documents.map((document, place) => {
      const status = statusOf(place);
      return status ? { ...document, status } : document;
    }),
  },
});

it('gives learners what is submitted, and readers of text everything', async () => {
  const splits = withStatus(
    smallSplits(1),
    (place) => (['submitted', 'draft', 'discarded', undefined] as const)[place % 4],
  );
  let asked = 0;
  const cache = new CorpusCache({
    splits: async () => {
      asked++;
      return splits;
    },
  });
  const reference = { id: 'c', revision: 1 };
  expect(await cache.splits(reference)).toBe(splits);
  const { train, dev, test } = await cache.submitted(reference);
  // What came annotated counts as submitted.
  expect(train.documents).toEqual(splits.train.documents.filter((_, place) => place % 4 === 0 || place % 4 === 3));
  expect([dev, test]).toEqual([splits.dev, splits.test]);
  expect(asked).toBe(1);
  await cache.splits({ ...reference, revision: 2 });
  expect(asked).toBe(2);
});

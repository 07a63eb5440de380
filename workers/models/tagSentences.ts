/** Tags any number of sentences, in batches of about the same length. */
import { taggingBatches } from '../text/batches.ts';
import type { Example } from '../text/examples.ts';
import type { TaggedWords, Tagger } from './tagger.ts';

const sentencesAtOnce = 64;

/** Told the share that is done; the next batch waits for it. */
export type AfterBatch = (fraction: number) => Promise<void> | void;

/** @returns in the order of `sentences`; an empty sentence has no tags. */
export async function tagSentences(
  tagger: Tagger,
  sentences: readonly (readonly string[])[],
  afterBatch?: AfterBatch,
): Promise<TaggedWords[]> {
  const lengths = sentences.map((words) => words.length);
  return inBatches(sentences, { lengths, none }, (batch) => tagger.tag(batch), afterBatch);
}

/** The same for sentences of which something is known, with the mean loss a sentence. */
export async function tagExamples(
  tagger: Tagger,
  examples: readonly Example[],
  afterBatch?: AfterBatch,
): Promise<{ tagged: TaggedWords[]; loss: number }> {
  let total = 0;
  const lengths = examples.map(({ words }) => words.length);
  const tagged = await inBatches(
    examples,
    { lengths, none },
    async (batch) => {
      const known = await tagger.tagKnown(batch);
      total += known.loss * batch.length;
      return known.tagged;
    },
    afterBatch,
  );
  return { tagged, loss: total / examples.length };
}

const none: TaggedWords = { tags: [], probabilities: [] };

/**
 * Some work on items, in batches of about the same length.
 * @param lengths by item, in words. @param none what an item gives that is in no batch.
 * @returns in the order of `items`.
 */
export async function inBatches<Item, Result>(
  items: readonly Item[],
  { lengths, none }: { readonly lengths: readonly number[]; readonly none: Result },
  work: (batch: readonly Item[]) => Promise<readonly Result[]>,
  afterBatch?: AfterBatch,
): Promise<Result[]> {
  const done = items.map(() => none);
  const batches = taggingBatches(lengths, sentencesAtOnce);
  for (const [index, batch] of batches.entries()) {
    const results = await work(batch.map((item) => items[item] as Item));
    batch.forEach((item, row) => {
      done[item] = results[row] as Result;
    });
    await afterBatch?.((index + 1) / batches.length);
  }
  return done;
}

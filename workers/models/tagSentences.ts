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
  return inBatches(sentences, lengths, (batch) => tagger.tag(batch), afterBatch);
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
    lengths,
    async (batch) => {
      const known = await tagger.tagKnown(batch);
      total += known.loss * batch.length;
      return known.tagged;
    },
    afterBatch,
  );
  return { tagged, loss: total / examples.length };
}

async function inBatches<Item>(
  items: readonly Item[],
  lengths: readonly number[],
  tag: (batch: readonly Item[]) => Promise<readonly TaggedWords[]>,
  afterBatch?: AfterBatch,
): Promise<TaggedWords[]> {
  const tagged: TaggedWords[] = items.map(() => ({ tags: [], probabilities: [] }));
  const batches = taggingBatches(lengths, sentencesAtOnce);
  for (const [done, batch] of batches.entries()) {
    const results = await tag(batch.map((item) => items[item] as Item));
    batch.forEach((item, row) => {
      tagged[item] = results[row] as TaggedWords;
    });
    await afterBatch?.((done + 1) / batches.length);
  }
  return tagged;
}

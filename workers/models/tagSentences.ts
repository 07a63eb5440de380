/** Tags any number of sentences, in batches of about the same length. */
import { taggingBatches } from '../text/batches.ts';
import type { TaggedWords, Tagger } from './tagger.ts';

const sentencesAtOnce = 64;

/**
 * @param afterBatch told the share that is done; the next batch waits for it.
 * @returns in the order of `sentences`; an empty sentence has no tags.
 */
export async function tagSentences(
  tagger: Tagger,
  sentences: readonly (readonly string[])[],
  afterBatch?: (fraction: number) => Promise<void> | void,
): Promise<TaggedWords[]> {
  const tagged: TaggedWords[] = sentences.map(() => ({ tags: [], probabilities: [] }));
  const batches = taggingBatches(
    sentences.map((words) => words.length),
    sentencesAtOnce,
  );
  for (const [done, batch] of batches.entries()) {
    const results = await tagger.tag(batch.map((sentence) => sentences[sentence] as readonly string[]));
    batch.forEach((sentence, row) => {
      tagged[sentence] = results[row] as TaggedWords;
    });
    await afterBatch?.((done + 1) / batches.length);
  }
  return tagged;
}

/**
 * What the source model says of the target's own sentences, as something to learn from beside their annotation (Li and Hoiem
 * 2017, "Learning without forgetting"; for taggers, Monaikul and others 2021): each tag's probability at each token. Where the
 * annotation has a new category, the source model knows nothing, and the annotation stands in its place.
 */
import type { Tagger } from '../models/tagger.ts';
import type { AfterBatch } from '../models/tagSentences.ts';
import { taggingBatches } from '../text/batches.ts';
import type { Example } from '../text/examples.ts';

const sentencesAtOnce = 64;

/**
 * @param source one whose output has probabilities.
 * @returns for each sentence its tags' probabilities [tokens · the source's tags], in the order of `sentences`.
 */
export async function marginalsOf(
  source: Tagger,
  sentences: readonly (readonly string[])[],
  afterBatch?: AfterBatch,
): Promise<Float32Array[]> {
  const found: Float32Array[] = sentences.map(() => new Float32Array());
  const batches = taggingBatches(
    sentences.map(({ length }) => length),
    sentencesAtOnce,
  );
  for (const [done, batch] of batches.entries()) {
    const marginals = await source.marginals(batch.map((sentence) => sentences[sentence] as readonly string[]));
    batch.forEach((sentence, row) => {
      found[sentence] = marginals[row] as Float32Array;
    });
    await afterBatch?.((done + 1) / batches.length);
  }
  return found;
}

/**
 * The example with what the source model says in the place of its annotation, but for new categories.
 * @param marginals [tokens · known], the source's. @param known how many tags the source has; its tags come first.
 */
export function taught(example: Example, marginals: Float32Array, known: number): Example {
  const { words, sets } = example;
  const tags = sets.tagCount;
  const soft = new Float32Array(words.length * tags);
  words.forEach((_, token) => {
    const annotated = sets.tagsOf(example.known[token] as number);
    const [only = 0] = annotated;
    if (annotated.length === 1 && only >= known) soft[token * tags + only] = 1;
    else soft.set(marginals.subarray(token * known, (token + 1) * known), token * tags);
  });
  return { ...example, soft };
}

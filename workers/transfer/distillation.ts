/**
 * What the source model says of the target's own sentences, as something to learn from beside their annotation (Li and Hoiem
 * 2017, "Learning without forgetting"; for taggers, Monaikul and others 2021): each tag's probability at each token. Where the
 * annotation has a new category, the source model knows nothing, and the annotation stands in its place.
 */
import type { Tagger } from '../models/tagger.ts';
import type { AfterBatch } from '../models/tagSentences.ts';
import { taggingBatches } from '../text/batches.ts';
import type { Example, SoftTags } from '../text/examples.ts';

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
 * @param shared sets that begin with a tag of the source's; the others are those of its kinds.
 * @param looked whether somebody looked for the kinds here: what is not annotated as one is then none.
 */
export function taught(
  example: Example,
  marginals: Float32Array,
  { known, shared, looked }: { readonly known: number; readonly shared: SoftTags['shared']; readonly looked: boolean },
): Example {
  const { words, sets } = example;
  const columns = sets.tagCount + shared.length;
  const values = new Float32Array(words.length * columns);
  words.forEach((_, token) => {
    const annotated = sets.tagsOf(example.known[token] as number);
    const [only = 0] = annotated;
    const row = values.subarray(token * columns, (token + 1) * columns);
    if (annotated.length === 1 && only >= known) {
      row[only] = 1;
      return;
    }
    row.set(marginals.subarray(token * known, (token + 1) * known));
    if (looked) return;
    shared.forEach(([tag = 0], set) => {
      row[sets.tagCount + set] = row[tag] ?? 0;
      row[tag] = 0;
    });
  });
  return { ...example, soft: { values, shared } };
}

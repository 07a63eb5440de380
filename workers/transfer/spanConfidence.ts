/**
 * How sure a model is of a whole span: that its words, all of them, are this span and no longer one. A CRF weighs whole sequences,
 * so it is the probability of all those in which the span stands. Of the other outputs it is the product of what they give to
 * each of its tags.
 */
import type { TaggedWords, Tagger } from '../models/tagger.ts';
import { taggingBatches } from '../text/batches.ts';
import { type Example, TagSets } from '../text/examples.ts';
import { type TokenSpan, tagsToSpans } from '../text/schemes.ts';

const sentencesAtOnce = 64;

export interface ConfidentSpan extends TokenSpan {
  /** From 0 to 1. */
  readonly confidence: number;
}

/** @returns for each sentence the spans of its tags. */
export async function confidentSpans(
  tagger: Tagger,
  sentences: readonly (readonly string[])[],
  tagged: readonly TaggedWords[],
): Promise<ConfidentSpan[][]> {
  const all = tagged.flatMap(({ tags, probabilities }, sentence) =>
    tagsToSpans(tags).map((span) => ({ sentence, span, tags, probabilities })),
  );
  const confidences = all.map(({ span: { start, end }, probabilities }) =>
    probabilities.slice(start, end).reduce((product, each) => product * each, 1),
  );
  const sets = new TagSets(tagger.output.tags.length);
  const examples = all.map(({ sentence, span, tags }) =>
    standing(span, tags, { words: sentences[sentence] as readonly string[], sets, tagger }),
  );
  const batches = taggingBatches(
    examples.map(({ words }) => words.length),
    sentencesAtOnce,
  );
  for (const batch of batches) {
    const shares = await tagger.shareOf(batch.map((place) => examples[place] as Example));
    if (!shares) break;
    batch.forEach((place, row) => {
      confidences[place] = shares[row] as number;
    });
  }
  const found: ConfidentSpan[][] = sentences.map(() => []);
  all.forEach(({ sentence, span }, place) => {
    found[sentence]?.push({ ...span, confidence: confidences[place] as number });
  });
  return found;
}

/** The sentence with nothing known but that the span stands in it. */
function standing(
  { start, end, category }: TokenSpan,
  tags: readonly string[],
  { words, sets, tagger }: { readonly words: readonly string[]; readonly sets: TagSets; readonly tagger: Tagger },
): Example {
  const names = tagger.output.tags;
  const every = names.map((_, tag) => tag);
  // By IOB2 the word behind the span would make it longer. By BIOES no sequence has it so.
  const behind = every.filter((tag) => names[tag] !== `I-${category}`);
  const known = words.map((_, token) => {
    if (token >= start && token < end) return sets.idOf([names.indexOf(tags[token] as string)]);
    return sets.idOf(token === end ? behind : every);
  });
  return { words, known: Int32Array.from(known), sets };
}

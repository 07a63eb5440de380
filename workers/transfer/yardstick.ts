/** The sentences by which it is seen whether an adaptation keeps what the source model knew, and how a model does on them. */
import { scoreByKind } from '../models/scoreTagger.ts';
import type { Tagger } from '../models/tagger.ts';
import type { AfterBatch } from '../models/tagSentences.ts';
import type { Kinds } from '../protocol/configuration.ts';
import type { Corpus } from '../protocol/corpus.ts';
import { GraftError } from '../protocol/errors.ts';
import type { Scores } from '../protocol/scores.ts';
import { mapCategories, restrictAnnotated } from '../text/categories.ts';
import { annotationCounts } from '../text/statistics.ts';

/**
 * The corpus as a measure of what the source model knows: what it has no name for is left out, and nobody looked there for what
 * is new.
 * @param known the source model's categories.
 * @throws GraftError where it holds none of them.
 */
export function yardstickOf(corpus: Corpus, known: readonly string[]): Corpus {
  if (corpus.kind === 'tags') return corpus;
  const foreign = corpus.categories.filter((category) => !known.includes(category));
  const kept = mapCategories(corpus, Object.fromEntries(foreign.map((category) => [category, null])));
  const lookedFor = known.filter((category) => corpus.categories.includes(category));
  if (annotationCounts(kept).size > 0) return restrictAnnotated(kept, lookedFor);
  throw new GraftError({
    code: 'yardstick-categories',
    message: `The yardstick ${corpus.name} holds nothing of what the source model knows (${known.join(', ')}); it holds ${corpus.categories.join(', ') || 'no annotation'}.`,
    remedy: 'Give a corpus in the model’s own categories, or give its categories the model’s names first.',
  });
}

export interface Measure {
  readonly corpus: Corpus;
  /** Which old category each new one is a kind of. */
  readonly kinds: Kinds;
}

/** By kind, and by names alone. */
export function scoreYardstick(
  tagger: Tagger,
  { corpus, kinds }: Measure,
  afterBatch?: AfterBatch,
): Promise<{ byKind: Scores; strict: Scores }> {
  return scoreByKind(tagger, corpus, kinds, afterBatch);
}

/** What can be said of a run before its first step: what it lacks, and what will probably go wrong. */
import type { Corpus, Splits } from '../../protocol/corpus.ts';
import { partNames } from '../../protocol/corpus.ts';
import { GraftError, type Problem } from '../../protocol/errors.ts';
import type { TrainingSettings } from '../../protocol/settings.ts';
import { annotationCounts } from '../../text/statistics.ts';
import { categoriesWithoutExamples, rateTooHigh } from '../../training/health.ts';

/**
 * Without test sentences a run goes on: its scores are then of nothing.
 * @throws GraftError where a part that the run needs has no sentence, or nothing is annotated.
 */
export function checkParts(splits: Splits): void {
  for (const part of ['train', 'dev'] as const) {
    if (splits[part].documents.some(({ sentences }) => sentences.length > 0)) continue;
    throw new GraftError({
      code: 'empty-part',
      message: `The corpus has no ${part} sentences.`,
      remedy: 'Import a file for this part, or one file for all, which is then divided by itself.',
    });
  }
}

/** @throws GraftError where there is nothing to learn: a model without categories would come of it. */
export function checkAnnotated(splits: Splits): void {
  if (annotationCounts(splits.train).size > 0) return;
  const elsewhere = partNames.filter((part) => annotationCounts(splits[part]).size > 0);
  throw new GraftError({
    code: 'nothing-annotated',
    message: `The training sentences of ${splits.train.name} hold no annotation at all${
      elsewhere.length > 0 ? `, though ${elsewhere.join(' and ')} do` : ''
    }: there is nothing to learn.`,
    remedy: 'Choose the column of the tags (--tag-column), or give a file in which something is annotated.',
  });
}

export function warningsBeforehand(
  settings: TrainingSettings,
  categories: readonly string[],
  train: Corpus,
): readonly Problem[] {
  const high = rateTooHigh(settings);
  return [...(high ? [high] : []), ...categoriesWithoutExamples(categories, annotationCounts(train))];
}

/** What is said where something is to be adapted and nothing is there. */
export function needsSource(): GraftError {
  return new GraftError({
    code: 'no-source-model',
    message: 'There is no source model to adapt.',
    remedy: 'Load a source model, or train one.',
  });
}

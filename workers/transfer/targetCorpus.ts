/**
 * The target corpus as the model will see it: categories under the model's names, what was looked for as the user says,
 * and categories that the model neither knows nor learns left out.
 */
import type { AdaptationConfiguration } from '../protocol/configuration.ts';
import { type Corpus, partNames, type Splits } from '../protocol/corpus.ts';
import { GraftError, type Problem } from '../protocol/errors.ts';
import { mapCategories, restrictAnnotated } from '../text/categories.ts';
import { believeExamples, forgettingProblems } from '../text/lookedFor.ts';
import { hideCategories, mapSplits } from '../text/splits.ts';
import { annotationCounts } from '../text/statistics.ts';

export interface TargetCorpus {
  readonly splits: Splits;
  /** Categories of the target that are neither known nor new. */
  readonly leftOut: readonly string[];
  readonly problems: readonly Problem[];
}

type Adaptation = Pick<AdaptationConfiguration, 'newCategories' | 'annotated' | 'unannotated' | 'categoryMap'>;

/**
 * @param known the source model's categories.
 * @throws GraftError where a new category is named twice, is known already, or is not in the target corpus.
 */
export function targetCorpus(splits: Splits, known: readonly string[], adaptation: Adaptation): TargetCorpus {
  const { newCategories, annotated, unannotated, categoryMap } = adaptation;
  const renamed = mapSplits(splits, (corpus) => mapCategories(corpus, categoryMap));
  const there = categoriesIn(renamed);
  checkNewCategories(newCategories, known, there);
  const wanted = new Set([...known, ...newCategories]);
  const leftOut = there.filter((category) => !wanted.has(category));
  const removal = Object.fromEntries(leftOut.map((category) => [category, null]));
  const kept = mapSplits(renamed, (corpus) => mapCategories(corpus, removal));
  const lookedFor =
    annotated === 'corpus'
      ? believeExamples(kept, known, newCategories)
      : { splits: restricted(kept, annotated), assumed: [] };
  // One for all: a corpus of other categories would bury what else is said.
  const problems: Problem[] = leftOut.slice(0, 1).map((first) => ({
    code: 'category-left-out',
    message:
      leftOut.length === 1
        ? `${first} is in the target corpus, but the model does not know it and it was not picked as new.`
        : `${leftOut.length} categories are in the target corpus, but the model does not know them and they were not picked as new: ${leftOut.join(', ')}.`,
    remedy: 'Such spans count as O. Pick a category as new (--new), or map it to one of the model (--map).',
  }));
  problems.push(...forgettingProblems(lookedFor, { known, newCategories, unannotated }));
  return { splits: lookedFor.splits, leftOut, problems };
}

/**
 * What the user says was looked for holds in every part: elsewhere the model is neither right nor wrong. Dev and test
 * sentences that hold spans of a further category were looked through for it, and are measured against it as well.
 */
function restricted({ train, dev, test }: Splits, annotated: readonly string[]): Splits {
  const measured = (corpus: Corpus) => restrictAnnotated(corpus, [...annotated, ...annotationCounts(corpus).keys()]);
  return { train: restrictAnnotated(train, annotated), dev: measured(dev), test: measured(test) };
}

/**
 * The target corpus as an adaptation scores a model on it: the model that came of it, or, without the new categories, the
 * source model. What is found out about either later is then held against the same annotations.
 * @param categories those of the model.
 */
export function asScored(splits: Splits, categories: readonly string[], adaptation: Adaptation): Splits {
  const { newCategories } = adaptation;
  const known = categories.filter((category) => !newCategories.includes(category));
  const target = targetCorpus(splits, known, adaptation).splits;
  const unheardOf = newCategories.filter((category) => !categories.includes(category));
  return unheardOf.length > 0 ? mapSplits(target, (corpus) => withoutCategories(corpus, unheardOf)) : target;
}

/** The corpus as a model sees it that has never heard of these categories. A tag of one a token has nothing to become. */
export function withoutCategories(corpus: Corpus, categories: readonly string[]): Corpus {
  return corpus.kind === 'tags' ? corpus : hideCategories(corpus, categories);
}

function checkNewCategories(
  newCategories: readonly string[],
  known: readonly string[],
  there: readonly string[],
): void {
  const twice = newCategories.find((category, index) => newCategories.indexOf(category) < index);
  if (twice !== undefined) {
    throw new GraftError({
      code: 'category-twice',
      message: `${twice} stands twice among the new categories.`,
      remedy: 'Name it once: a category has one set of rows in the output layer.',
    });
  }
  for (const category of newCategories) {
    if (known.includes(category)) {
      throw new GraftError({
        code: 'category-known',
        message: `${category} is not new: the source model knows it already (${known.join(', ')}).`,
        remedy: 'Leave it out of the new categories; it goes on learning from the target’s examples.',
      });
    }
    if (!there.includes(category)) {
      throw new GraftError({
        code: 'category-not-in-corpus',
        message: `The target corpus holds no ${category}. It holds ${there.join(', ') || 'no category'}.`,
        remedy: 'Pick one of those, or map one of them to the new name.',
      });
    }
  }
}

/** In order of first appearance over the parts. */
export function categoriesIn(splits: Splits): string[] {
  return [...new Set(partNames.flatMap((part) => splits[part].categories))];
}

/** What an adaptation would do to the source model, told before it is done. */
import type { Tagger } from '../models/tagger.ts';
import type { AdaptationPlan } from '../protocol/adaptationPlan.ts';
import type { AdaptConfiguration } from '../protocol/configuration.ts';
import type { Corpus, Splits } from '../protocol/corpus.ts';
import { outputKinds } from '../protocol/specification.ts';
import { sentencesOf } from '../text/examples.ts';
import { atLabellingRate } from '../text/labellingRate.ts';
import { isLookedFor } from '../text/lookedFor.ts';
import { createRandom } from '../text/random.ts';
import { tagParts } from '../text/schemes.ts';
import { annotationCounts } from '../text/statistics.ts';
import { tagNames } from '../text/tagNames.ts';
import { targetCorpus } from '../transfer/targetCorpus.ts';
import { checkKinds, checkPartial } from './runs/checks.ts';
import { unknownIn } from './runs/material.ts';

/** @throws GraftError where the new categories do not go with model and corpus. */
export function planAdaptation(
  source: Tagger,
  splits: Splits,
  { adaptation, seed, labellingRate = 1 }: AdaptConfiguration,
): AdaptationPlan {
  const { categories: known, scheme, output, encoder } = source;
  const { newCategories } = adaptation;
  const target = targetCorpus(splits, known, adaptation);
  checkKinds(adaptation, known);
  const drawn = (corpus: Corpus) => atLabellingRate(corpus, labellingRate, createRandom(seed).fork('labelling rate'));
  const train = drawn(target.splits.train);
  const categories = [...known, ...newCategories];
  const { description } = source;
  checkPartial(description.specification, train, { categories, unknown: unknownIn(adaptation), adapting: true });
  const counts = annotationCounts(train);
  const leftOutCounts = annotationCounts(drawn(splits.train));
  const before = output.tags;
  const after = tagNames(categories, scheme);
  const added = after.slice(before.length);
  const row = (
    name: string,
    state: AdaptationPlan['categories'][number]['state'],
    examples = counts.get(name) ?? 0,
  ) => ({
    name,
    state,
    examples,
    annotated: isLookedFor(train, name),
    newTags: added.filter((tag) => (scheme === 'tags' ? tag === name : tagParts(tag).category === name)),
  });
  const side = (tags: readonly string[]) => (tags.length + 2) ** 2;
  const hasTransitions = outputKinds[output.specification.kind].order === 'chain';
  return {
    tagsBefore: before.length,
    tagsAfter: after.length,
    transitions: hasTransitions ? { before: side(before), after: side(after) } : null,
    categories: [
      ...known.map((name) => row(name, counts.has(name) ? 'known' : 'not-in-target')),
      ...newCategories.map((name) => row(name, 'new')),
      ...target.leftOut.map((name) => row(name, 'left-out', leftOutCounts.get(name) ?? 0)),
    ],
    newWords: encoder.countNewWords(sentencesOf(train)),
    problems: target.problems,
  };
}

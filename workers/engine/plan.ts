/** What an adaptation would do to the source model, told before it is done. */
import type { Tagger } from '../models/tagger.ts';
import type { AdaptationConfiguration } from '../protocol/configuration.ts';
import type { Corpus, Splits } from '../protocol/corpus.ts';
import type { AdaptationPlan } from '../protocol/engine.ts';
import { tagParts, tagSet } from '../text/schemes.ts';
import { extendVocabulary } from '../text/vocabulary.ts';
import { targetCorpus } from '../transfer/targetCorpus.ts';
import { sentencesOf, spanCounts } from './run.ts';

/** @throws GraftError where the new categories do not go with model and corpus. */
export function planAdaptation(source: Tagger, splits: Splits, configuration: AdaptationConfiguration): AdaptationPlan {
  const { categories: known, scheme } = source.description;
  const { newCategories } = configuration;
  const target = targetCorpus(splits, known, configuration);
  const { train } = target.splits;
  const counts = train.kind === 'spans' ? spanCounts(train) : tagCounts(train);
  const before = source.output.tags;
  const all = [...known, ...newCategories];
  const after = scheme === 'tags' ? [...before, ...newCategories] : tagSet(all, scheme);
  const added = after.slice(before.length);
  const isAnnotated = (category: string) =>
    train.documents.every(({ annotated }) => annotated === 'all' || annotated.includes(category));
  const row = (name: string, state: AdaptationPlan['categories'][number]['state']) => ({
    name,
    state,
    examples: counts[name] ?? 0,
    annotated: isAnnotated(name),
    newTags: added.filter((tag) => tag === name || tagParts(tag).category === name),
  });
  const side = (tags: readonly string[]) => (tags.length + 2) ** 2;
  const hasTransitions = 'crf.transitions' in source.parameters;
  return {
    tagsBefore: before.length,
    tagsAfter: after.length,
    transitions: hasTransitions ? { before: side(before), after: side(after) } : null,
    categories: [
      ...known.map((name) => row(name, counts[name] ? 'known' : 'not-in-target')),
      ...newCategories.map((name) => row(name, 'new')),
      ...target.leftOut.map((name) => ({ ...row(name, 'left-out'), examples: countIn(splits.train, name) })),
    ],
    newWords:
      extendVocabulary(source.vocabulary, sentencesOf(train), null).words.length - source.vocabulary.words.length,
    problems: target.problems,
  };
}

function countIn(corpus: Corpus, category: string): number {
  return spanCounts(corpus)[category] ?? 0;
}

function tagCounts(corpus: Corpus): Record<string, number> {
  const counts: Record<string, number> = Object.create(null);
  for (const { sentences } of corpus.documents) {
    for (const { tags = [] } of sentences) for (const tag of tags) counts[tag] = (counts[tag] ?? 0) + 1;
  }
  return counts;
}

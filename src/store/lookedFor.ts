/**
 * Which categories count as looked for in the target. What the user says goes first, then the corpus's own record. Where
 * neither says anything, a category without an example in the training sentences was probably not looked for: to call all
 * its mentions O would teach the model to forget it. The engine goes by the same rule; here it is known at once.
 */
import type { AdaptationConfiguration } from '../../workers/protocol/configuration.ts';
import type { CorpusSummary } from '../../workers/protocol/engine.ts';
import type { ModelSummary } from '../../workers/protocol/model.ts';

type Corpus = Pick<CorpusSummary, 'kind' | 'categories' | 'annotated' | 'parts'>;
type Source = Pick<ModelSummary, 'categories'>;
type CategoryMap = AdaptationConfiguration['categoryMap'];

/** What the model calls a category of the corpus; null where it is left out. */
export function nameInModelOf(category: string, categoryMap: CategoryMap): string | null {
  return Object.hasOwn(categoryMap, category) ? (categoryMap[category] ?? null) : category;
}

/** What the corpus calls a category of the model. */
export function namesInCorpusOf(name: string, corpus: Pick<Corpus, 'categories'>, categoryMap: CategoryMap): string[] {
  return corpus.categories.filter((category) => nameInModelOf(category, categoryMap) === name);
}

/** The categories of the model to come that count as looked for; all of its own and the new ones are asked about. */
export function lookedFor(
  { annotated, categoryMap, newCategories }: AdaptationConfiguration,
  corpus: Corpus,
  source: Source,
): readonly string[] {
  const asked = [...new Set([...source.categories, ...newCategories])];
  if (annotated !== 'corpus') return asked.filter((name) => annotated.includes(name));
  // One tag a token: whoever gave a token its tag looked at it.
  if (corpus.kind === 'tags') return asked;
  const recorded = corpus.annotated;
  return asked.filter((name) => {
    const here = namesInCorpusOf(name, corpus, categoryMap);
    // Whoever picks a category as new says that it was looked for.
    if (recorded === 'all' && newCategories.includes(name)) return true;
    if (recorded === 'all') return here.some((category) => (corpus.parts.train.categories[category] ?? 0) > 0);
    // The record may also name a category that no span has.
    return here.length > 0 ? here.every((category) => recorded.includes(category)) : recorded.includes(name);
  });
}

/**
 * Which categories count as looked for in the target. What the user says goes first, then the corpus's own record. Where
 * neither says anything, a category without a single example in any part was probably not looked for: to call all its
 * mentions O would teach the model to forget it.
 */
import type { AdaptationConfiguration } from '../../workers/protocol/configuration.ts';
import { partNames } from '../../workers/protocol/corpus.ts';
import type { CorpusSummary, ModelSummary } from '../../workers/protocol/engine.ts';

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
    if (recorded === 'all') return here.some((category) => hasExample(corpus, category));
    // The record may also name a category that no span has.
    return here.length > 0 ? here.every((category) => recorded.includes(category)) : recorded.includes(name);
  });
}

/** The same as a run takes it: `corpus` where the corpus's own record says all there is to say. */
export function annotatedForRun(
  adaptation: AdaptationConfiguration,
  corpus: Corpus,
  source: Source,
): AdaptationConfiguration['annotated'] {
  const { annotated, newCategories } = adaptation;
  if (annotated !== 'corpus' || corpus.kind === 'tags' || corpus.annotated !== 'all') return annotated;
  const found = lookedFor(adaptation, corpus, source);
  // What was picked as new and is not there is refused for that, not for this.
  const missing = source.categories.some((name) => !found.includes(name));
  return missing ? [...new Set([...found, ...newCategories])] : 'corpus';
}

/** In any part. */
export function hasExample({ parts }: Pick<Corpus, 'parts'>, category: string): boolean {
  return partNames.some((part) => (parts[part].categories[category] ?? 0) > 0);
}

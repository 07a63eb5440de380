/**
 * T-A of paper 3 (section 3.2.1): tasks that share even their output, under a map of labels. The one tagger speaks the
 * target's labels. A label of a source may be one of several of the target's, as ORG may be a company or a team: then its
 * tokens are known as a set of tags. Labels of a source that mean nothing of the target's are learned beside them.
 */
import type { AnnotatedCategories, Corpus, Splits } from '../protocol/corpus.ts';
import { GraftError } from '../protocol/errors.ts';
import { mapCategories } from '../text/categories.ts';
import { mapSplits } from '../text/splits.ts';
import { categoriesIn } from './targetCorpus.ts';

export interface SharedLabels {
  /** The target's, then those that only sources have. */
  readonly categories: readonly string[];
  /** What a category of a source may be among these; others are themselves. */
  readonly meanings: ReadonlyMap<string, readonly string[]>;
  readonly target: Splits;
  readonly sources: readonly SharedSource[];
}

export interface SharedSource {
  /** Its categories under their own names; what was looked for under the shared ones. */
  readonly train: Corpus;
  /** Under the shared names; null where a label may mean several, since nobody knows which one was right. */
  readonly dev: Corpus | null;
}

/**
 * @param labelMap for a category of a source, what of the target's it may be.
 * @throws GraftError where the map names a category that is in no corpus.
 */
export function shareLabels(
  target: Splits,
  sources: readonly Splits[],
  labelMap: Readonly<Record<string, readonly string[]>>,
): SharedLabels {
  const meanings = new Map(Object.entries(labelMap));
  const known = categoriesIn(target);
  const theirs = new Set(sources.flatMap(categoriesIn));
  for (const [from, to] of meanings) {
    if (!theirs.has(from)) throw notThere(from, 'source', [...theirs]);
    const missing = to.find((category) => !known.includes(category));
    if (missing !== undefined) throw notThere(missing, 'target', known);
  }
  const meant = (category: string) => meanings.get(category) ?? [category];
  const own = [...theirs].filter((category) => !meanings.has(category) && !known.includes(category));
  const categories = [...known, ...own];
  const lookedFor = own.length > 0 ? (corpus: Corpus) => withAnnotated(corpus, known, (names) => names) : undefined;
  return {
    categories,
    meanings,
    target: lookedFor ? mapSplits(target, lookedFor) : target,
    sources: sources.map((source) => sharedSource(source, categories, meant)),
  };
}

function sharedSource(
  source: Splits,
  categories: readonly string[],
  meant: (category: string) => readonly string[],
): SharedSource {
  const theirs = categoriesIn(source);
  /** A category was looked for where all were that may mean it. */
  const shared = (names: readonly string[]) =>
    categories.filter((category) => {
      const sayingSo = theirs.filter((each) => meant(each).includes(category));
      return sayingSo.length > 0 && sayingSo.every((each) => names.includes(each));
    });
  const isExact = theirs.every((category) => meant(category).length === 1);
  const renaming = Object.fromEntries(theirs.map((category) => [category, meant(category)[0] as string]));
  return {
    train: withAnnotated(source.train, theirs, shared),
    dev: isExact ? withAnnotated(mapCategories(source.dev, renaming), shared(theirs), (names) => names) : null,
  };
}

/** @param all what `all` stands for. @param shared the categories under their shared names. */
function withAnnotated(
  corpus: Corpus,
  all: readonly string[],
  shared: (names: readonly string[]) => readonly string[],
): Corpus {
  if (corpus.kind === 'tags') return corpus;
  const of = (annotated: AnnotatedCategories) => [...shared(annotated === 'all' ? all : annotated)];
  const documents = corpus.documents.map((document) => ({ ...document, annotated: of(document.annotated) }));
  return { ...corpus, documents };
}

function notThere(category: string, role: 'source' | 'target', there: readonly string[]): GraftError {
  return new GraftError({
    code: 'label-map',
    message: `The label map names ${category}, which no ${role} corpus holds (${role}: ${there.join(', ')}).`,
    remedy: 'Write a label of a source, a tab, and a label of the target in each line.',
  });
}

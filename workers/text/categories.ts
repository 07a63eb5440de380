/**
 * Makes two corpora speak of the same things: categories are renamed, merged or left out, and a corpus is told which
 * of them anybody looked for. Offsets stay as they are.
 */
import type { AnnotatedCategories, Corpus, Sentence, Span } from '../protocol/corpus.ts';
import { GraftError } from '../protocol/errors.ts';
import { nameFault } from './categoryNames.ts';
import { allSpans, withSpans } from './spans.ts';

/** The new name of a category, or null to leave it out. Categories that are not listed keep their name. */
export type CategoryMapping = Readonly<Record<string, string | null>>;

/**
 * Renames, merges (two categories to one name) and leaves out categories. Neighbouring spans that get the same
 * category stay two spans. Where the longer of two overlapping spans is left out, training sees the other. A merged
 * category counts as annotated where all that went into it were. What was rejected goes with its category, as spans do.
 * @throws GraftError for an empty name, or where a corpus of tags would lose a token's tag.
 */
export function mapCategories(corpus: Corpus, mapping: CategoryMapping): Corpus {
  const rename = (category: string) => (Object.hasOwn(mapping, category) ? (mapping[category] ?? null) : category);
  for (const category of corpus.categories) checkName(corpus, category, rename(category));
  const isSame = (category: string) => rename(category) === category;
  if (corpus.categories.every(isSame)) return corpus;
  return {
    ...corpus,
    categories: distinct(corpus.categories.flatMap((category) => rename(category) ?? [])),
    ...(corpus.guidelines && { guidelines: mapGuidelines(corpus.guidelines, rename) }),
    documents: corpus.documents.map((document) => {
      const mapped = (spans: readonly Span[]) =>
        spans.flatMap((span) => {
          const category = rename(span.category);
          return category === null ? [] : [{ ...span, category }];
        });
      const { rejected, ...others } = document;
      const left = mapped(rejected ?? []);
      const sentences = document.sentences.map((sentence) => withTags(sentence, rename));
      const annotated = mapAnnotated(document.annotated, corpus.categories, rename);
      const kept = { ...others, sentences, annotated, ...(left.length > 0 && { rejected: left }) };
      return withSpans(kept, mapped(allSpans(document)));
    }),
  };
}

/** The corpus's name for what a mapping calls a category; of several the first. */
export function namesBack(mapping: CategoryMapping): (category: string) => string {
  const names = new Map(
    Object.entries(mapping)
      .map(([name, category]) => [category, name] as const)
      .reverse(),
  );
  return (category) => names.get(category) ?? category;
}

/** Where two categories become one, what is said of both stays. */
function mapGuidelines(
  guidelines: Readonly<Record<string, string>>,
  rename: (category: string) => string | null,
): Record<string, string> {
  const mapped = new Map<string, string>();
  for (const [category, text] of Object.entries(guidelines)) {
    const name = rename(category);
    const before = name === null ? undefined : mapped.get(name);
    if (name !== null) mapped.set(name, before === undefined ? text : `${before}\n${text}`);
  }
  return Object.fromEntries(mapped);
}

/** The corpus with what annotators go by for a category; an empty text takes it away. */
export function withGuideline({ guidelines = {}, ...corpus }: Corpus, category: string, text: string): Corpus {
  const { [category]: _, ...others } = guidelines;
  return { ...corpus, guidelines: text.trim() === '' ? others : { ...others, [category]: text } };
}

function checkName({ kind, name }: Corpus, category: string, renamed: string | null): void {
  const isNew = renamed !== null && renamed !== category;
  const fault = isNew && (kind === 'spans' || renamed.trim() === '') ? nameFault(renamed) : undefined;
  if (fault) {
    throw new GraftError({
      code: 'category-name',
      message: `The category ${category} of ${name} would have ${fault}.`,
      remedy: 'Give it another name, or null to leave it out.',
    });
  }
  if (renamed === null && kind === 'tags') {
    throw new GraftError({
      code: 'corpus-kind',
      message: `The tag ${category} of ${name} cannot be left out: each token needs a tag.`,
      remedy: 'Map it to another tag.',
    });
  }
}

function withTags(sentence: Sentence, rename: (category: string) => string | null): Sentence {
  return sentence.tags ? { ...sentence, tags: sentence.tags.map((tag) => rename(tag) ?? tag) } : sentence;
}

function mapAnnotated(
  annotated: AnnotatedCategories,
  categories: readonly string[],
  rename: (category: string) => string | null,
): AnnotatedCategories {
  if (annotated === 'all') return 'all';
  const partly = new Set(categories.filter((category) => !annotated.includes(category)).map(rename));
  return distinct(annotated.flatMap((category) => rename(category) ?? [])).filter((category) => !partly.has(category));
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)];
}

/**
 * The corpus as if only these categories had been looked for: spans of others are gone, and what is not annotated is
 * unknown rather than O. The list of categories stays.
 */
export function restrictAnnotated(corpus: Corpus, categories: readonly string[]): Corpus {
  if (corpus.kind === 'tags') {
    throw new GraftError({
      code: 'corpus-kind',
      message: `The corpus ${corpus.name} has one tag a token: all of its tags were looked for.`,
      remedy: 'Leave the annotated categories to the corpus.',
    });
  }
  const annotated = distinct(categories);
  return {
    ...corpus,
    documents: corpus.documents.map((document) =>
      withSpans(
        { ...document, annotated },
        allSpans(document).filter(({ category }) => annotated.includes(category)),
      ),
    ),
  };
}

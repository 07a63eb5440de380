/** Texts that a model tagged, as a corpus. */
import type { TaggedFiles } from '../protocol/batch.ts';
import type { Corpus, Document } from '../protocol/corpus.ts';
import type { TaggedText } from '../protocol/evaluation.ts';
import type { ModelSummary } from '../protocol/model.ts';
import { writeCorpus } from './formats/write.ts';
import { inReviewOrder, reviewOf } from './leastSure.ts';

type Model = Pick<ModelSummary, 'kind' | 'categories'>;

/** @property name of the file that the text is from. */
export type NamedText = TaggedText & { readonly name: string };

/**
 * A document a text, named as its file, with the file's own text: offsets count in it.
 * @param unchecked names of those that somebody has yet to look through: they count as looked through for nothing.
 */
export function corpusOfTexts(
  { name, kind, categories }: Model & { readonly name: string },
  texts: readonly NamedText[],
  unchecked: ReadonlySet<string> = new Set(),
): Corpus {
  const documents = texts.map(
    ({ name: id, text, sentences, spans }): Document => ({
      id,
      text,
      sentences,
      spans: spans.map(({ start, end, category }) => ({ start, end, category })),
      annotated: unchecked.has(id) ? [] : 'all',
    }),
  );
  return { name, kind, categories, documents };
}

/** The corpus as a file, and which of its documents somebody should look at. */
export function taggedFilesOf(
  model: Model,
  texts: readonly NamedText[],
  reviewBelow: number,
): Omit<TaggedFiles, 'problems' | 'assumed'> {
  const review = inReviewOrder(texts.flatMap((text) => reviewOf(text.name, text, reviewBelow) ?? []));
  const unchecked = new Set(review.map(({ documentId }) => documentId));
  const corpus = corpusOfTexts({ ...model, name: 'tagged' }, texts, unchecked);
  return {
    corpus: new TextEncoder().encode(writeCorpus(corpus, 'jsonl')),
    documents: texts.length,
    spans: texts.reduce((sum, { spans }) => sum + spans.length, 0),
    review,
  };
}

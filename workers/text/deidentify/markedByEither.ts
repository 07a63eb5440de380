/**
 * A corpus as its annotators and a model mark it together: what only one of them marked is replaced as well. Where both marked the
 * same words, the category is the annotators', if they looked for the model's. What else overlaps stays, of either.
 */
import type { Corpus, Document, Span } from '../../protocol/corpus.ts';
import { allSpans, withSpans } from '../spans.ts';

/**
 * @param given as it was annotated.
 * @param tagged the same documents with the model's spans alone, in the same order; documents without words may be missing.
 */
export function markedByEither(given: Corpus, tagged: Corpus): Corpus {
  const categories = [...new Set([...given.categories, ...tagged.categories])];
  let place = 0;
  const documents = given.documents.map((document) => {
    const twin = tagged.documents[place];
    if (twin?.id !== document.id || twin.text !== document.text) return document;
    place++;
    return joined(document, twin, { known: given.categories, ofModel: tagged.categories, all: categories });
  });
  return { ...given, kind: 'spans', categories, documents };
}

function joined(
  document: Document,
  { sentences, spans: found }: Document,
  { known, ofModel, all }: Readonly<Record<'known' | 'ofModel' | 'all', readonly string[]>>,
): Document {
  const marked = allSpans(document);
  const looked = document.annotated === 'all' ? known : document.annotated;
  const added = found.filter((span) => !(looked.includes(span.category) && marked.some((each) => isSame(each, span))));
  const lookedFor = new Set([...looked, ...ofModel]);
  const annotated = all.every((category) => lookedFor.has(category)) ? 'all' : [...lookedFor];
  // Of those that cover the same words the first gives them their category.
  return withSpans({ ...document, sentences, annotated }, [...marked, ...added]);
}

const isSame = (one: Span, other: Span) => one.start === other.start && one.end === other.end;

/**
 * A corpus with edited documents in the place of others. Everything else is shared with the corpus as it was, so that an edit of
 * one document among 100,000 copies their list and no more.
 */
import type { Corpus, Document, PartName, Splits } from '../protocol/corpus.ts';
import { partNames } from '../protocol/corpus.ts';
import type { DocumentChange } from '../protocol/documents.ts';
import { GraftError } from '../protocol/errors.ts';
import { documentWithId, placesOf, placesStay } from './documentPlaces.ts';
import { editedDocument } from './editedDocument.ts';
import { categoriesOf } from './formats/read.ts';

/** @throws GraftError where a part has no such document, or an edit does not agree with its text or with the corpus. */
export function withReplaced(splits: Splits, changes: readonly DocumentChange[]): Splits {
  const { kind, categories } = splits.train;
  const edited = changes.map(({ part, document }) => ({
    part,
    document: editedDocument(
      isWhole(document) ? document : { ...textOf(splits, part, document.id), ...document },
      kind,
    ),
  }));
  const named = categoriesOf(
    kind,
    edited.map(({ document }) => document),
  );
  const joined = [...new Set([...categories, ...named])];
  const hasNew = joined.length > categories.length;
  const replaced = partNames.map((part) => {
    const ofPart = new Map(edited.filter((each) => each.part === part).map(({ document }) => [document.id, document]));
    const documents = replacedIn(splits[part], part, ofPart);
    return hasNew
      ? {
          ...splits[part],
          categories: joined,
          documents: documents.map((each) => lookedForOnly(each, ofPart, categories)),
        }
      : documents === splits[part].documents
        ? splits[part]
        : { ...splits[part], documents };
  });
  const [train, dev, test] = replaced as [Corpus, Corpus, Corpus];
  return { train, dev, test };
}

function replacedIn(
  { name, documents }: Corpus,
  part: PartName,
  edited: ReadonlyMap<string, Document>,
): readonly Document[] {
  if (edited.size === 0) return documents;
  const places = placesOf(documents);
  const replaced = documents.slice();
  for (const [id, document] of edited) {
    const place = places.get(id);
    if (place === undefined) throw unknownDocument(name, part, id);
    replaced[place] = document;
  }
  placesStay(documents, replaced);
  return replaced;
}

const isWhole = (document: DocumentChange['document']): document is Document =>
  document.text !== undefined && document.sentences !== undefined;

/** What an edit says nothing of: the text and its tokens, and nothing that was annotated. */
function textOf(splits: Splits, part: PartName, documentId: string): Pick<Document, 'text' | 'sentences'> {
  const { text, sentences } = documentIn(splits, part, documentId);
  return { text, sentences };
}

/** @throws GraftError where the part has none of that id. */
export function documentIn(splits: Splits, part: PartName, documentId: string): Document {
  const { name, documents } = splits[part];
  const found = documentWithId(documents, documentId);
  if (!found) throw unknownDocument(name, part, documentId);
  return found;
}

function unknownDocument(corpus: string, part: PartName, documentId: string): GraftError {
  return new GraftError({
    code: 'unknown-document',
    message: `The part ${part} of ${corpus} has no document ${documentId}.`,
    remedy: 'Take the id from one of its sentences.',
  });
}

/** Nobody looked there for a category that came later; whoever made the edit says what was looked for in its document. */
const lookedForOnly = (
  document: Document,
  edited: ReadonlyMap<string, Document>,
  categories: readonly string[],
): Document =>
  document.annotated === 'all' && edited.get(document.id) !== document
    ? { ...document, annotated: categories }
    : document;

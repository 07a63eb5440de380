/** Pages of a part's documents, each in short, for lists that show only what is in view. */
import type { Corpus, Document } from '../protocol/corpus.ts';
import type { DocumentPage, DocumentQuery } from '../protocol/documents.ts';
import { allSpans } from './spans.ts';

/** Characters of a text that are shown of it. */
const shown = 120;

export function documentPage({ documents, categories }: Corpus, query: DocumentQuery): DocumentPage {
  const { unfinished, offset, limit } = query;
  const found = documents.flatMap((document, place) =>
    unfinished && isFinished(document, categories) ? [] : [{ document, place }],
  );
  return {
    total: found.length,
    documents: found.slice(offset, offset + limit).map(({ document, place }) => ({
      ...{ id: document.id, place, annotated: document.annotated },
      beginning: document.text.slice(0, shown).trim(),
      spans: allSpans(document).length,
    })),
  };
}

/** Whether all of the categories were looked for in it; where there is none yet, nothing was. */
const isFinished = ({ annotated }: Document, categories: readonly string[]): boolean =>
  annotated === 'all' || (categories.length > 0 && categories.every((category) => annotated.includes(category)));

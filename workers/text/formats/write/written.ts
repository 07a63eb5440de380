/** What several writers need. */
import type { Corpus, Document, ExportFormatName, Span } from '../../../protocol/corpus.ts';
import { GraftError } from '../../../protocol/errors.ts';
import { exportFormats } from '../../../protocol/exportFormats.ts';

/** The names that will stand in the file: categories of the spans, or the tags where there is one a token. */
export function namesIn({ kind, documents }: Corpus, spansOf: (document: Document) => readonly Span[]): Set<string> {
  return new Set(
    documents.flatMap((document) =>
      kind === 'spans'
        ? spansOf(document).map(({ category }) => category)
        : document.sentences.flatMap(({ tags = [] }) => tags),
    ),
  );
}

/** A corpus whose documents are all single sentences comes from a file that knew no documents. */
export function hasDocuments({ documents }: Corpus): boolean {
  return documents.some(({ sentences }) => sentences.length > 1);
}

/** A byte-order mark within a text is escaped: readers take those that stand bare for seams of files. */
export function jsonOf(record: object): string {
  return JSON.stringify(record).replaceAll('\ufeff', '\\ufeff');
}

export function jsonLines(records: readonly object[]): string {
  return records.map((record) => `${jsonOf(record)}\n`).join('');
}

/** @throws GraftError `format-holds-no-tags` where the corpus has one tag a token. */
export function refuseTags({ kind, name }: Corpus, format: ExportFormatName): void {
  if (kind === 'spans') return;
  throw new GraftError({
    code: 'format-holds-no-tags',
    message: `${name} has one tag a token, and ${exportFormats[format].label.split(':')[0]} can hold spans alone. Nothing was written.`,
    remedy: 'Choose conll-iob2, jsonl, webanno, spacy or huggingface.',
  });
}

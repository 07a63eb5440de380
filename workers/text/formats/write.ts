/**
 * Corpora as files that other tools read. CoNLL has the word and its tag; where a word or a category holds a space the
 * columns are parted by tabs, otherwise by a space, as the shared tasks did. JSONL is doccano's, offsets in code
 * points as there, with tokens and sentences beside so that Graft reads back exactly what it wrote.
 */
import type { Corpus, Document, ExportFormatName, Sentence, Span } from '../../protocol/corpus.ts';
import { GraftError } from '../../protocol/errors.ts';
import { checkColumnNames, checkNames } from '../categoryNames.ts';
import { sentenceTags } from '../schemes.ts';
import { allSpans } from '../spans.ts';
import { documentStart } from './columns.ts';
import { hasAstral, offsetsInCodePoints } from './offsets.ts';

/**
 * @throws GraftError `unknown-format`; `category-name` where a category could not be read back out of the format; or
 *   where a span does not lie on token boundaries.
 */
export function writeCorpus(corpus: Corpus, format: ExportFormatName): string {
  if (format === 'jsonl') {
    checkNames(namesIn(corpus.documents, allSpans), corpus);
    return corpus.documents.map((document) => `${JSON.stringify(jsonRecord(document))}\n`).join('');
  }
  if (format === 'conll-iob2') return writeConll(corpus, 'iob2');
  if (format === 'conll-bioes') return writeConll(corpus, 'bioes');
  throw new GraftError({
    code: 'unknown-format',
    message: `There is no export format called “${format}”.`,
    remedy: 'Choose conll-iob2, conll-bioes or jsonl.',
  });
}

function namesIn(documents: readonly Document[], spansOf: (document: Document) => readonly Span[]): Set<string> {
  return new Set(documents.flatMap((document) => spansOf(document).map(({ category }) => category)));
}

function writeConll(corpus: Corpus, scheme: 'iob2' | 'bioes'): string {
  const { kind, documents } = corpus;
  const tags = () => new Set(documents.flatMap(({ sentences }) => sentences.flatMap(({ tags = [] }) => tags)));
  checkColumnNames(kind === 'tags' ? tags() : namesIn(documents, ({ spans }) => spans), corpus);
  // A corpus whose documents are all single sentences comes from a file that knew no documents.
  const hasDocuments = documents.some(({ sentences }) => sentences.length > 1);
  const lines: [word: string, tag: string][][] = [];
  let needsTabs = false;
  for (const document of documents) {
    if (hasDocuments) lines.push([[documentStart, 'O']]);
    for (const sentence of document.sentences) {
      const rows = conllRows(document, sentence, scheme);
      needsTabs ||= rows.some(([word, tag]) => /\s/.test(word) || /\s/.test(tag));
      if (rows.length > 0) lines.push(rows);
    }
  }
  const separator = needsTabs ? '\t' : ' ';
  return lines.map((rows) => `${rows.map((row) => row.join(separator)).join('\n')}\n\n`).join('');
}

function conllRows(document: Document, sentence: Sentence, scheme: 'iob2' | 'bioes'): [word: string, tag: string][] {
  const tags = sentenceTags(document, sentence, scheme);
  return sentence.tokens.map(({ start, end }, index) => [
    wordColumn(document.text.slice(start, end)),
    tags[index] ?? 'O',
  ]);
}

/** Tabs and line ends part columns and rows, so inside a word they become spaces. */
const wordColumn = (text: string) => text.replace(/[\t\n\r\v\f\u2028\u2029]+/g, ' ');

function jsonRecord(document: Document): object {
  const { id, text, sentences, annotated, group } = document;
  const point = offsetsInCodePoints(text);
  const pair = ({ start, end }: { start: number; end: number }) => [point(start), point(end)] as const;
  let first = 0;
  const ranges = sentences.map(({ tokens }) => {
    const begin = first;
    first += tokens.length;
    return [begin, first];
  });
  const isTagged = sentences.some(({ tags }) => tags !== undefined);
  return {
    id,
    text,
    label: allSpans(document).map((span) => [...pair(span), span.category]),
    tokens: sentences.flatMap(({ tokens }) => tokens.map(pair)),
    sentences: ranges,
    ...(isTagged ? { tags: sentences.flatMap(({ tags = [] }) => tags) } : {}),
    ...(annotated === 'all' ? {} : { annotated }),
    ...(group === undefined ? {} : { group }),
    ...(hasAstral(text) ? { offsets: 'code-points' } : {}),
  };
}

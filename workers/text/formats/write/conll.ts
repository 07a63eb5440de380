/**
 * A word and its tag a line. Where a word or a category holds a space the columns are parted by tabs, otherwise by a
 * space, as the shared tasks did.
 */
import type { Corpus, Document, Sentence, TaggingScheme } from '../../../protocol/corpus.ts';
import { checkColumnNames } from '../../categoryNames.ts';
import { sentenceTags } from '../../schemes.ts';
import { documentStart } from '../columns.ts';
import { hasDocuments, namesIn } from './written.ts';

/** @throws GraftError `category-name` where a name could not be read back out of a column. */
export function writeConll(corpus: Corpus, scheme: TaggingScheme): string {
  const { documents } = corpus;
  checkColumnNames(
    namesIn(corpus, ({ spans }) => spans),
    corpus,
  );
  const marksDocuments = hasDocuments(corpus);
  const lines: [word: string, tag: string][][] = [];
  let needsTabs = false;
  for (const document of documents) {
    if (marksDocuments) lines.push([[documentStart, 'O']]);
    for (const sentence of document.sentences) {
      const rows = conllRows(document, sentence, scheme);
      needsTabs ||= rows.some(([word, tag]) => /\s/.test(word) || /\s/.test(tag));
      if (rows.length > 0) lines.push(rows);
    }
  }
  const separator = needsTabs ? '\t' : ' ';
  return lines.map((rows) => `${rows.map((row) => row.join(separator)).join('\n')}\n\n`).join('');
}

function conllRows(document: Document, sentence: Sentence, scheme: TaggingScheme): [word: string, tag: string][] {
  const tags = sentenceTags(document, sentence, scheme);
  return sentence.tokens.map(({ start, end }, index) => [
    wordColumn(document.text.slice(start, end)),
    tags[index] ?? 'O',
  ]);
}

/** Tabs and line ends part columns and rows, so inside a word they become spaces. */
const wordColumn = (text: string) => text.replace(/[\t\n\r\v\f\u2028\u2029]+/g, ' ');

/**
 * CoNLL columns: a word and its tag in a line, an empty line between sentences. The shared tasks from 2000 on made it
 * the common tongue of taggers, and everybody speaks it a little differently; see columns.ts and tagged.ts for how the
 * differences are told apart.
 *
 * Documents are what `-DOCSTART-` (or `# newdoc`) parts. A file without them has one document a sentence, since
 * nothing is known to hold its sentences together.
 */
import { splitLines } from '../decode.ts';
import { type ColumnLayout, columnLayout, documentStart, isBlankLine, isComment, splitColumns } from './columns.ts';
import { readComment } from './comments.ts';
import type { Reading, ReadLog, ReadOptions } from './reading.ts';
import { readingFromTagged, type TaggedDocument, type TaggedSentence } from './tagged.ts';

/** @throws GraftError where the file has no columns, or not those asked for. */
export function readConll(text: string, options: ReadOptions, log: ReadLog): Reading {
  const lines = splitLines(text);
  const layout = columnLayout(lines, options, log);
  const collector = new SentenceCollector();
  let comments = 0;
  lines.forEach((line, index) => {
    if (isBlankLine(line)) {
      collector.endSentence();
      return;
    }
    const row = splitColumns(line, layout.tabs);
    if (isComment(line, row, layout)) {
      comments++;
      const { key, value } = readComment(line);
      if (/^newdoc\b/.test(key)) collector.beginDocument(key === 'newdoc id' ? value || undefined : undefined);
    } else if (row[0] === documentStart || row[layout.wordColumn] === documentStart) collector.beginDocument();
    else readRow(row, index + 1, layout, collector, log);
  });
  if (comments > 0) log.assume(`${comments} comment lines (beginning with #) skipped`);
  return readingFromTagged(collector.finish(), options, log);
}

function readRow(row: string[], line: number, layout: ColumnLayout, collector: SentenceCollector, log: ReadLog): void {
  const { columns, wordColumn, tagColumn } = layout;
  let word = row[wordColumn] ?? '';
  let tag = row[tagColumn] ?? '';
  if (columns === 2 && row.length > 2) {
    // Only the word can have held the space: the tag is at its end of the line.
    [word, tag] =
      tagColumn === 0 ? [row.slice(1).join(' '), row[0] ?? ''] : [row.slice(0, -1).join(' '), row.at(-1) ?? ''];
  } else if (row.length !== columns) {
    log.problem(
      {
        code: 'broken-line',
        message: `The line has ${row.length} ${row.length === 1 ? 'column' : 'columns'} where the others have ${columns}; the line was left out.`,
        remedy: 'Add what is missing, or take out what is too much.',
        line,
      },
      { lines: 1 },
    );
    return;
  }
  if (word === '' || tag === '') {
    log.problem(
      {
        code: 'broken-line',
        message: `The line has no ${word === '' ? 'word' : 'tag'} in column ${(word === '' ? wordColumn : tagColumn) + 1}; the line was left out.`,
        remedy: 'Fill the column, or remove the line.',
        line,
      },
      { lines: 1 },
    );
    return;
  }
  collector.addWord(word, tag, line);
}

/** Gathers words into sentences and sentences into documents. */
class SentenceCollector {
  private readonly documents: { id?: string; sentences: TaggedSentence[] }[] = [];
  private sentences: TaggedSentence[] = [];
  private sentence: TaggedSentence = { words: [], tags: [], lines: [] };
  private hasDocuments = false;

  addWord(word: string, tag: string, line: number): void {
    this.sentence.words.push(word);
    this.sentence.tags.push(tag);
    this.sentence.lines.push(line);
  }

  endSentence(): void {
    if (this.sentence.words.length === 0) return;
    this.sentences.push(this.sentence);
    this.sentence = { words: [], tags: [], lines: [] };
  }

  beginDocument(id?: string): void {
    this.endSentence();
    if (!this.hasDocuments && this.sentences.length > 0) this.documents.push({ sentences: this.sentences });
    this.hasDocuments = true;
    this.sentences = [];
    this.documents.push(id === undefined ? { sentences: this.sentences } : { id, sentences: this.sentences });
  }

  finish(): TaggedDocument[] {
    this.endSentence();
    if (!this.hasDocuments)
      return this.sentences.map((sentence, index) => ({ id: `${index + 1}`, sentences: [sentence] }));
    const filled = this.documents.filter(({ sentences }) => sentences.length > 0);
    return filled.map(({ id, sentences }, index) => ({ id: id ?? `${index + 1}`, sentences }));
  }
}

/**
 * CoNLL columns: a word and its tag in a line, an empty line between sentences. The shared tasks from 2000 on made it
 * the common tongue of taggers, and everybody speaks it a little differently; see columns.ts, columnRoles.ts and
 * tagSpelling.ts for how the differences are told apart.
 *
 * Documents are what `-DOCSTART-` (or `# newdoc`, or `#begin document`) parts. A file without them has one document a
 * sentence, since nothing is known to hold its sentences together.
 */
import { counted } from '../counted.ts';
import { splitLines } from '../decode.ts';
import { readBrackets } from './brackets.ts';
import { type ColumnLayout, columnLayout, isBlankLine, isComment, isDocumentStart, splitColumns } from './columns.ts';
import { readComment } from './comments.ts';
import type { Reading, ReadLog, ReadOptions } from './reading.ts';
import { isRule, rulesSkipped } from './rules.ts';
import { SentenceNumbers } from './sentenceNumbers.ts';
import { joinedTags } from './splitTags.ts';
import { readingFromTagged, type TaggedDocument, type TaggedSentence } from './tagged.ts';
import { hasPrefix, looksLikeSpanTag } from './tagSpelling.ts';
import { withoutAffixes } from './wordAffixes.ts';

/** @throws GraftError where the file has no columns, or not those asked for. */
export function readConll(text: string, options: ReadOptions, log: ReadLog): Reading {
  const lines = withPlainBlanks(splitLines(text), log);
  const layout = columnLayout(lines, options, log);
  const collector = new SentenceCollector();
  const numbers = layout.sentences && new SentenceNumbers(layout.sentences, log);
  let comments = 0;
  lines.forEach((line, index) => {
    if (isBlankLine(line)) {
      collector.endSentence();
      return;
    }
    if (index === layout.header?.line) return;
    const row = splitColumns(line, layout.tabs, layout.emptyIsOutside);
    if (isComment(line, row, layout)) {
      comments++;
      const { key, value } = readComment(line);
      if (/^newdoc\b/.test(key)) collector.beginDocument(key === 'newdoc id' ? value || undefined : undefined);
      else if (/^begin document\b/.test(key)) collector.beginDocument(/\((.+?)\)/.exec(line)?.[1]);
      else if (/\bdocument_id$/.test(key)) collector.beginDocument(value);
    } else if (isDocumentStart(row, layout.wordColumn)) collector.beginDocument();
    else if (isRule(row)) log.assume(rulesSkipped);
    else readRow({ line, row, number: index + 1 }, { layout, numbers }, collector, log);
  });
  if (comments > 0) log.assume(`${comments} comment lines (beginning with #) skipped`);
  const documents = withoutAffixes(collector.finish(), log);
  const { wordColumn, tagColumn, bracketed, header, sample } = layout;
  if (tagColumn < 0) {
    log.assume('a word a line and no tags: nothing is annotated');
    return readingFromTagged(documents, { categoriesAnnotated: [], ...options, kind: 'spans' }, log);
  }
  if (bracketed && options.kind !== 'tags') readBracketColumn(documents, log);
  const columns = { wordColumn, tagColumn, rows: sample, ...(header ? { header: header.cells } : {}) };
  return { ...readingFromTagged(documents, options, log, !/[\n\r]$/.test(text)), columns };
}

const oddBlank = /[\u00a0\u2000-\u200a\u202f\u3000]+(?=(?:O|[BIESLUM][-_]\S+)$)/;

/** No-break and other wide blanks are part of words, unless nothing else parts these from their tags. */
function withPlainBlanks(lines: string[], log: ReadLog): string[] {
  const first = lines.find((line) => !isBlankLine(line));
  if (first === undefined || /[ \t]/.test(first) || !oddBlank.test(first)) return lines;
  const filled = lines.filter((line) => !isBlankLine(line));
  if (filled.some((line) => /\S[ \t]+\S/.test(line) || !oddBlank.test(line))) return lines;
  log.assume('no-break or wide blanks part the columns');
  return lines.map((line) => line.replace(oddBlank, '\t'));
}

function readRow(
  { line, row, number }: { line: string; row: readonly string[]; number: number },
  { layout, numbers }: { layout: ColumnLayout; numbers: SentenceNumbers | undefined },
  collector: SentenceCollector,
  log: ReadLog,
): void {
  const { wordColumn, tagColumn, categoryColumn, sentenceEndColumn } = layout;
  const fault = faultOf(line, row, layout);
  if (fault) {
    log.problem(
      {
        code: 'broken-line',
        message: `${fault}; the line was left out.`,
        remedy: 'Add what is missing, or take out what is too much.',
        line: number,
      },
      { lines: 1 },
    );
    return;
  }
  if (row.length > layout.columns) {
    log.problem({
      code: 'further-cells',
      message: `The line has ${counted(row.length, 'column')} where the others have ${layout.columns}: “${row.slice(layout.columns).join(' ')}” was left out.`,
      remedy: 'Take it out, if it is not part of the word or of its tag.',
      line: number,
    });
  }
  if (numbers?.begins(row, number)) collector.endSentence();
  const category = categoryColumn === undefined ? undefined : (row[categoryColumn] ?? '');
  collector.addWord(row[wordColumn] ?? '', row[tagColumn] ?? 'O', number, category);
  if (sentenceEndColumn !== undefined && row[sentenceEndColumn]?.includes('EndOfSentence')) collector.endSentence();
}

/** Why a row cannot be read. Cells are never joined: nobody can say which of them belong to the word. */
function faultOf(line: string, row: readonly string[], layout: ColumnLayout): string | undefined {
  const { columns, wordColumn, tagColumn, tabs, tags, emptyIsOutside } = layout;
  const hasTabs = !tabs || line.includes('\t');
  const isWhole = row.length === columns;
  if (row[wordColumn] && (row[tagColumn] || tagColumn < 0 || (emptyIsOutside && isWhole))) {
    if (isWhole && hasTabs) return undefined;
    const tag = row[tagColumn] ?? '';
    // The word is missing, and what stands behind it has moved up.
    if (row.length < columns && hasPrefix(row[wordColumn] ?? ''))
      return `The line has ${counted(row.length, 'column')} where the others have ${columns}, and a tag where its word should stand`;
    // Where tabs part the columns a cell's place is sure, whatever stands behind it.
    if ((tabs || isWhole) && (tags.has(tag) || looksLikeSpanTag(tag))) return undefined;
  } else if (isWhole) {
    return row[wordColumn]
      ? `The line has no tag in column ${tagColumn + 1}`
      : `The line has no word in column ${wordColumn + 1}`;
  }
  return `The line has ${row.length} ${row.length === 1 ? 'column' : 'columns'} where the others have ${columns}`;
}

/** Puts spans in the place of the brackets that stand where tags should. */
function readBracketColumn(documents: readonly TaggedDocument[], log: ReadLog): void {
  log.assume('names as brackets over a column: (PER* … *)');
  for (const { sentences } of documents) {
    for (const [index, sentence] of sentences.entries()) {
      const { spans, faults } = readBrackets(sentence.tags);
      for (const { token, fault } of faults) {
        log.problem({
          code: 'broken-brackets',
          message: `${fault} It was left out.`,
          remedy: 'Open each bracket once and close it in the same sentence.',
          ...(sentence.lines[token] === undefined ? {} : { line: sentence.lines[token] }),
        });
      }
      sentences[index] = { ...sentence, tags: sentence.tags.map(() => 'O'), spans };
    }
  }
}

/** Gathers words into sentences and sentences into documents. */
class SentenceCollector {
  private readonly documents: { id?: string; sentences: TaggedSentence[] }[] = [];
  private sentences: TaggedSentence[] = [];
  private sentence: TaggedSentence = { words: [], tags: [], lines: [] };
  /** Of the words of the sentence, where they stand apart from their prefixes. */
  private categories: string[] = [];
  private hasDocuments = false;

  addWord(word: string, tag: string, line: number, category: string | undefined): void {
    if (category !== undefined) this.categories.push(category);
    this.sentence.words.push(word);
    this.sentence.tags.push(tag);
    this.sentence.lines.push(line);
  }

  endSentence(): void {
    if (this.sentence.words.length === 0) return;
    const { tags } = this.sentence;
    const isSplit = this.categories.length > 0;
    this.sentences.push(isSplit ? { ...this.sentence, tags: joinedTags(tags, this.categories) } : this.sentence);
    this.categories = [];
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

/**
 * WebAnno TSV 3, which WebAnno and INCEpTION export: a file is one document. Before each sentence stands its text, then
 * a row a token: its number, its offsets, the word and a column for each feature of each layer. A cell names what the
 * token carries: `_` nothing, `PER` a span of this token alone, `PER[3]` a part of the span with that number, and
 * `PER[3]|LOC[4]` two at once. Rows such as `1-2.1` are parts of words, and their annotations spans within the word.
 */

import type { CorpusKind, Document } from '../../protocol/corpus.ts';
import { nameFault } from '../categoryNames.ts';
import { clip } from '../clip.ts';
import { counted } from '../counted.ts';
import { splitLines } from '../decode.ts';
import { documentFromText } from '../documents.ts';
import type { RawSpan } from './offsets.ts';
import type { Reading, ReadLog, ReadOptions } from './reading.ts';
import { splitUnescaped, unescapeText, unescapeValue } from './webannoEscapes.ts';
import { type AnnotationColumn, chooseColumn, readHeader } from './webannoHeader.ts';
import { type WebannoRow, WebannoText } from './webannoText.ts';

/** @throws GraftError where the file is of an older version, or several layers could be meant. */
export function readWebanno(text: string, options: ReadOptions, log: ReadLog): Reading {
  const files = filesIn(splitLines(text));
  log.assume('WebAnno TSV: one document a file');
  if (files.length > 1) log.assume(`${files.length} files were joined in this one: a document each`);
  const name = (log.file.split(/[/\\]/).at(-1) ?? log.file).replace(/\.tsv$/i, '');
  let kind = options.kind;
  const documents = files.flatMap(({ lines, before }, index) => {
    const header = readHeader(lines, log);
    const sentences = readRows(lines, before, header.byNumber, log);
    const column = chooseColumn(header, sentences, options, log);
    kind ??= column?.isTag ? 'tags' : 'spans';
    const id = files.length > 1 ? `${name}-${index + 1}` : name;
    const document = documentOf(id, sentences, column, kind, options, log);
    return document.sentences.length > 0 ? [document] : [];
  });
  return { kind: kind ?? 'spans', documents };
}

/** Files that were joined end to end each begin with their format. */
function filesIn(lines: readonly string[]): { lines: string[]; before: number }[] {
  const files: { lines: string[]; before: number }[] = [{ lines: [], before: 0 }];
  lines.forEach((line, index) => {
    const current = files.at(-1);
    if (line.startsWith('#FORMAT=') && current?.lines.some((other) => other.trim() !== ''))
      files.push({ lines: [line], before: index });
    else current?.lines.push(line);
  });
  return files;
}

function documentOf(
  id: string,
  sentences: readonly WebannoSentence[],
  column: AnnotationColumn | undefined,
  kind: CorpusKind,
  { categoriesAnnotated }: ReadOptions,
  log: ReadLog,
): Document {
  const words = new WebannoText(log);
  const annotation = new CellReader(column, log);
  for (const { texts, rows } of sentences) {
    words.beginSentence(texts, rows);
    for (const row of rows) annotation.read(row, words.place(row));
  }
  return documentFromText(
    {
      id,
      text: words.text(),
      spans: kind === 'spans' ? annotation.spans() : [],
      annotated: categoriesAnnotated ?? (column ? 'all' : []),
      tokens: words.tokens,
      sentences: words.sentences(),
      ...(kind === 'tags' ? { tags: annotation.tags() } : {}),
    },
    ({ code, message, remedy, droppedSpans }) => log.problem({ code, message, remedy }, { spans: droppedSpans }),
  );
}

interface WebannoSentence {
  /** The lines of its text, without escapes; empty where the file gives none. */
  readonly texts: string[];
  readonly rows: WebannoRow[];
}

/** @param before lines of the file before these. */
function readRows(lines: readonly string[], before: number, byNumber: boolean, log: ReadLog): WebannoSentence[] {
  const sentences: WebannoSentence[] = [];
  let current: WebannoSentence = { texts: [], rows: [] };
  const close = () => {
    if (current.rows.length > 0) sentences.push(current);
    if (current.rows.length > 0 || current.texts.length > 0) current = { texts: [], rows: [] };
  };
  lines.forEach((line, index) => {
    if (line.trim() === '') {
      close();
      return;
    }
    if (line.startsWith('#Text=')) {
      if (current.rows.length > 0) close();
      current.texts.push(unescapeText(line.slice('#Text='.length), byNumber));
      return;
    }
    const cells = line.split('\t');
    const number = /^(\d+)-(\d+)(\.\d+)?$/.exec(cells[0] ?? '');
    const place = /^(\d+)-(\d+)$/.exec(cells[1] ?? '');
    if (number && place && cells.length >= 3) {
      // Some tools leave out the empty line between two sentences.
      const last = current.rows.at(-1);
      if (last && last.sentence !== number[1]) close();
      current.rows.push({
        sentence: number[1] ?? '',
        isPart: number[3] !== undefined,
        start: Number(place[1]),
        end: Number(place[2]),
        word: unescapeText(cells[2] ?? '', byNumber),
        cells,
        line: before + index + 1,
      });
      return;
    }
    // Headers, and `#Sentence.id=…`; a word that begins with # has its number before it.
    if (line.startsWith('#')) return;
    log.problem(
      {
        code: 'broken-line',
        message: `“${clip(line)}” is no row of WebAnno TSV; the line was left out.`,
        remedy: 'A row has the token’s number (1-1), its offsets (0-3) and the word, parted by tabs.',
        line: before + index + 1,
      },
      { lines: 1 },
    );
  });
  close();
  tellUneven(
    sentences.flatMap(({ rows }) => rows),
    log,
  );
  return sentences;
}

/** A cell too many or too few moves what stands behind it into another column. */
function tellUneven(rows: readonly WebannoRow[], log: ReadLog): void {
  const widths = new Map<number, number>();
  for (const { cells } of rows) widths.set(cells.length, (widths.get(cells.length) ?? 0) + 1);
  const [usual] = [...widths].sort((one, other) => other[1] - one[1])[0] ?? [0];
  for (const { cells, line } of rows) {
    if (cells.length === usual) continue;
    log.problem({
      code: 'broken-line',
      message: `The row has ${counted(cells.length, 'cell')} where the others have ${usual}; its annotation may stand in a wrong column.`,
      remedy: 'Add the tab that is missing, or take out the one too many.',
      line,
    });
  }
}

interface Piece {
  readonly start: number;
  readonly end: number;
}

/** Gathers what the cells of the chosen column say. */
class CellReader {
  private readonly single: RawSpan[] = [];
  private readonly numbered = new Map<string, { category: string; start: number; end: number }>();
  private readonly tagOfToken: string[] = [];
  private unnamed = 0;

  constructor(
    private readonly column: AnnotationColumn | undefined,
    private readonly log: ReadLog,
  ) {}

  /** @param piece where the row's token or part stands in the document. */
  read(row: WebannoRow, piece: Piece): void {
    const { column } = this;
    if (!column) return;
    const cell = row.cells[column.index];
    if (cell === undefined) {
      this.log.problem(
        {
          code: 'broken-line',
          message: `The row ends before column ${column.index}, ${column.name}; it was read without annotation.`,
          remedy: 'Export the file again, or fill the row.',
          line: row.line,
        },
        { lines: 1 },
      );
    }
    if (!row.isPart) this.tagOfToken.push(tagIn(cell ?? '_'));
    if (cell === undefined || cell === '' || cell === '_') return;
    for (const item of splitUnescaped(cell, '|')) this.readItem(item, row, piece, column);
  }

  private readItem(item: string, { line }: WebannoRow, piece: Piece, { layer }: AnnotationColumn): void {
    const [, value = item, number] = /^(.*?)(?:\[(\d+)\])?$/s.exec(item) ?? [];
    if (value === '_' || value === '') return;
    // A layer without a feature, or an annotation without a value: the layer's own name is what is known.
    const category = value === '*' ? layer : unescapeValue(value);
    const fault = nameFault(category);
    if (fault) {
      this.log.problem(
        {
          code: 'category-name',
          message: `The category of “${clip(item)}” has ${fault}; it was left out.`,
          remedy: 'Give it another name in the file, such as “Other”.',
          line,
        },
        { spans: 1 },
      );
      return;
    }
    if (value === '*') this.unnamed++;
    if (number === undefined) {
      this.single.push({ ...piece, category });
      return;
    }
    const key = `${number} ${category}`;
    const known = this.numbered.get(key);
    if (known) {
      known.start = Math.min(known.start, piece.start);
      known.end = Math.max(known.end, piece.end);
    } else this.numbered.set(key, { category, start: piece.start, end: piece.end });
  }

  spans(): RawSpan[] {
    if (this.unnamed > 0 && this.column)
      this.log.assume(`annotations without a value (*) are called by their layer, ${this.column.layer}`);
    return [...this.single, ...this.numbered.values()].sort((one, other) => one.start - other.start);
  }

  tags(): string[] {
    return this.tagOfToken;
  }
}

/** The first value of a cell, for a layer that gives every token one. */
function tagIn(cell: string): string {
  const [first = '_'] = splitUnescaped(cell, '|');
  const value = first.replace(/\[\d+\]$/, '');
  return value === '' || value === '_' || value === '*' ? '_' : unescapeValue(value);
}

/**
 * brat's standoff annotation: the text in one file, `T1⇥Person 0 8⇥Ida Holm` in another. Only such lines are spans;
 * relations, events, attributes and notes say more about them than a tagger learns, and are counted.
 *
 * brat counts code points and takes CRLF for one character, other tools count otherwise: since each line repeats what it
 * covers, the way of counting in which most of a document's lines fit is the right one.
 */
import type { Document } from '../../protocol/corpus.ts';
import { GraftError } from '../../protocol/errors.ts';
import { clip } from '../clip.ts';
import { decodeText, splitLines } from '../decode.ts';
import { documentFromText } from '../documents.ts';
import { type BratSpan, bratCounting, placesIn } from './bratOffsets.ts';
import type { Reading, ReadLog, ReadOptions } from './reading.ts';
import { linesEndSentences } from './text.ts';

export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A document's files; without annotation files nobody annotated it, which is not the same as an empty one. */
export interface BratDocument {
  readonly id: string;
  readonly text: NamedBytes;
  readonly annotations: readonly NamedBytes[];
}

/** The category and its places; a category with spaces in it is not brat's, but happens. */
const categoryAndPlaces = /^(.*?\S) +(\d+ +\d+(?:;\d+ +\d+)*)(?: +(.*))?$/s;
/** Nobody's category and places are longer, and a search through a megabyte would take its time. */
const longestHead = 2000;
const otherKinds: readonly (readonly [begin: RegExp, one: string, several: string])[] = [
  [/^R\S*\s/, 'relation', 'relations'],
  [/^\*\s/, 'equivalence', 'equivalences'],
  [/^E\S*\s/, 'event', 'events'],
  [/^[AM]\S*\s/, 'attribute', 'attributes'],
  [/^N\S*\s/, 'link to a knowledge base', 'links to knowledge bases'],
  [/^#/, 'note', 'notes'],
];

/** Whether lines are those of brat's annotation files. */
export function looksLikeBratAnnotation(lines: readonly string[]): boolean {
  const spans = lines.filter((line) => line.includes('\t') && readSpan(line)).length;
  const others = lines.filter((line) => otherKinds.some(([begin]) => begin.test(line)) && line.includes('\t')).length;
  return spans > 0 && spans + others >= 0.8 * lines.length;
}

/** @throws GraftError always: such a file has no text of its own. */
export function refuseBratAnnotation(_text: string, _options: ReadOptions, log: ReadLog): Reading {
  throw new GraftError({
    code: 'annotation-without-text',
    message: 'It is a brat annotation file (.ann), and its text is missing. Nothing was read.',
    remedy: 'Give the .txt file of the same name together with it, or a zip of both.',
    file: log.file,
  });
}

/** All documents of a folder. @throws GraftError where a file is binary or its encoding does not exist. */
export function readBrat(documents: readonly BratDocument[], options: ReadOptions, log: ReadLog): Reading {
  const folder = new FolderReader(options, log);
  const read = documents.flatMap((document) => folder.read(document));
  folder.sumUp();
  return { kind: 'spans', documents: read };
}

class FolderReader {
  private unannotated = 0;
  private inPieces = 0;
  private triggers = 0;
  private readonly others = new Map<string, number>();
  private readonly units = new Map<string, number>();
  private readonly encodings = new Map<string, number>();

  constructor(
    private readonly options: ReadOptions,
    private readonly log: ReadLog,
  ) {}

  /** The document; none where its text is empty. */
  read({ id, text, annotations }: BratDocument): Document[] {
    const { log } = this;
    const content = this.contentOf(text);
    if (content.trim() === '') {
      const message = 'The text is empty; the document was left out.';
      log.problem({ code: 'empty-text', message, remedy: 'Remove it, or give it a text.', file: text.name });
      return [];
    }
    if (annotations.length === 0) this.unannotated++;
    const droppedBefore = log.droppedSpans;
    let twice = 0;
    const given = annotations.flatMap((file) => this.spanLines(file));
    const marked = text.bytes[0] === 0xef && text.bytes[1] === 0xbb && text.bytes[2] === 0xbf;
    const { unit, offset } = bratCounting(content, given, marked);
    if (unit) count(this.units, unit);
    const placed = placesIn(content, given, offset, log);
    const [first] = given;
    if (first && placed.spans.length === 0) {
      log.looksAnnotated({
        message: `None of the annotation files’ spans could be kept: they lie in pieces, or do not fit their texts; the first is in line ${first.line} of ${first.file}. Nothing was read.`,
        remedy: 'Check that the .txt files are those that were annotated, unchanged.',
      });
    }
    this.inPieces += placed.inPieces;
    const document = documentFromText(
      {
        id,
        text: content.replace(/\r(?!\n)/g, '\n'),
        spans: placed.spans,
        annotated: this.options.categoriesAnnotated ?? (annotations.length > 0 ? 'all' : []),
        newlineEnds: linesEndSentences(content),
      },
      ({ code, message, remedy, droppedSpans }) => {
        if (code === 'sentence-end-inside-span') return;
        if (code === 'duplicate-span') twice += droppedSpans;
        log.problem({ code, message, remedy, file: text.name }, { spans: droppedSpans });
      },
    );
    if (document.sentences.length === 0) return [];
    const unread = log.droppedSpans - droppedBefore - twice;
    return [unread > 0 ? { ...document, unread } : document];
  }

  /** Says once what was found in many files. */
  sumUp(): void {
    const { log } = this;
    log.assume('brat standoff annotation; sentences and words were found by rules');
    for (const [words, files] of this.encodings) log.assume(`${some(files, 'file')} ${words}`);
    for (const [unit, documents] of this.units) log.assume(`offsets of ${some(documents, 'document')} count ${unit}`);
    if (this.unannotated > 0) {
      const texts = this.unannotated === 1 ? '1 text has' : `${this.unannotated} texts have`;
      log.assume(`${texts} no .ann file: what stands there is unknown, not O`);
    }
    const others = otherKinds.flatMap(([, one, several]) => {
      const lines = this.others.get(one) ?? 0;
      return lines > 0 ? [`${lines} ${lines === 1 ? one : several}`] : [];
    });
    if (others.length > 0) log.assume(`left out: ${others.join(', ')}`);
    if (this.triggers > 0) log.assume('words that name an event (its trigger) were kept as spans');
    if (this.inPieces > 0)
      log.assume(`${some(this.inPieces, 'span')} in several pieces left out: a span of Graft has no gap`);
  }

  private contentOf({ name, bytes }: NamedBytes): string {
    if (bytes.length === 0) return '';
    const { text, assumed, problems } = decodeText(bytes, name, this.options.encoding);
    // Behind the colon stands the line, which is another in each file.
    if (assumed) count(this.encodings, assumed.split(':')[0] ?? assumed);
    for (const problem of problems) this.log.problem(problem);
    return text;
  }

  private spanLines(file: NamedBytes): BratSpan[] {
    if (file.bytes.every((byte) => byte === 10 || byte === 13 || byte === 32)) return [];
    return splitLines(this.contentOf(file)).flatMap((line, index): BratSpan[] => {
      if (line.trim() === '') return [];
      const span = readSpan(line);
      if (span) return [{ ...span, file: file.name, line: index + 1 }];
      const kind = otherKinds.find(([begin]) => begin.test(line));
      if (kind) {
        count(this.others, kind[1]);
        if (line.startsWith('E')) this.triggers++;
      } else {
        this.log.problem(
          {
            code: 'broken-line',
            message: `“${clip(line)}” is no line of brat; it was left out.`,
            remedy: 'A span is written T1, a tab, its category, start and end, a tab, and the words.',
            file: file.name,
            line: index + 1,
          },
          { lines: 1, spans: line.startsWith('T') ? 1 : 0 },
        );
      }
      return [];
    });
  }
}

/** `T1⇥Person 0 8⇥Ida Holm`; some files have spaces for tabs, or leave out the words. */
function readSpan(line: string): Omit<BratSpan, 'file' | 'line'> | undefined {
  const [start, key, body = ''] = /^(T[^\t ]*)[\t ](.*)$/s.exec(line) ?? [];
  if (start === undefined || key === undefined) return undefined;
  const tab = body.indexOf('\t');
  const head = (tab < 0 ? body : body.slice(0, tab)).trim();
  const [, category, places, behind] = (head.length > longestHead ? null : categoryAndPlaces.exec(head)) ?? [];
  if (category === undefined || places === undefined) return undefined;
  const covered = tab < 0 ? behind : body.slice(tab + 1);
  const pieces = places.split(';').map((piece) => {
    const [from = 0, to = 0] = piece.split(/ +/).map(Number);
    return { start: from, end: to };
  });
  return { key, category, pieces, ...(covered === undefined ? {} : { covered }) };
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

const some = (number: number, what: string) => `${number} ${number === 1 ? what : `${what}s`}`;

/**
 * PubTator: `12|t|` before a title, `12|a|` before its abstract, and below them a row for each span, with the number of
 * the document, the places, the words, the category and an identifier. Places count through title and abstract, with
 * one character between them. Rows of relations have no places and are left out.
 */
import { clip } from '../clip.ts';
import { splitLines } from '../decode.ts';
import type { Reading, ReadLog, ReadOptions } from './reading.ts';
import { type LocatedRecord, readingFromRecords } from './recordDocuments.ts';

const textLine = /^([^\s|]+)\|([ta])\|(.*)$/;

interface PubtatorDocument {
  readonly id: string;
  readonly line: number;
  readonly parts: string[];
  readonly entities: { start: number; end: number; text: string; label: string }[];
}

/** Texts are there, of which the first begins the file. */
export function looksLikePubtator(filled: readonly string[]): boolean {
  return textLine.test(filled[0] ?? '');
}

export function readPubtator(text: string, options: ReadOptions, log: ReadLog): Reading {
  const documents = new Map<string, PubtatorDocument>();
  let relations = 0;
  for (const [index, line] of splitLines(text).entries()) {
    if (line.trim() === '') continue;
    const [, id, , part = ''] = textLine.exec(line) ?? [];
    if (id !== undefined) {
      const document = documents.get(id);
      if (document) document.parts.push(part);
      else documents.set(id, { id, line: index + 1, parts: [part], entities: [] });
      continue;
    }
    const [of = '', start = '', end = '', mention = '', label = ''] = line.split('\t');
    const document = documents.get(of);
    const isPlaced = /^\d+$/.test(start) && /^\d+$/.test(end);
    if (document && isPlaced && mention !== '' && label !== '')
      document.entities.push({ start: Number(start), end: Number(end), text: mention, label });
    else if (document && start !== '' && !/\d/.test(start) && !isPlaced) relations++;
    else tellBroken(line, index + 1, documents.has(of), log);
  }
  if (relations > 0) log.assume(`${relations} ${relations === 1 ? 'relation' : 'relations'} left out`);
  return readingFromRecords(recordsOf(documents.values()), options, log);
}

function* recordsOf(documents: Iterable<PubtatorDocument>): Generator<LocatedRecord> {
  for (const { id, line, parts, entities } of documents)
    yield { value: { id, text: parts.join(' '), entities }, line: () => line };
}

function tellBroken(line: string, number: number, hasText: boolean, log: ReadLog): void {
  log.problem(
    {
      code: 'broken-line',
      message: `“${clip(line, 60)}” ${hasText ? 'is no row of places, words and category' : 'belongs to no text above it'}; it was left out.`,
      remedy:
        'A row holds the number of its text, two places, the words, the category and an identifier, with tabs between.',
      line: number,
    },
    { lines: 1 },
  );
}

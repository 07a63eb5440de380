/** What tests of records and tables share: a small file read, and its spans in words. */
import type { ReadResult } from '../../../protocol/corpus.ts';
import { allSpans } from '../../spans.ts';
import { readCorpus } from '../read.ts';
import type { ReadOptions } from '../reading.ts';

export const readFile = (name: string, text: string, options?: ReadOptions): ReadResult =>
  readCorpus({ name, bytes: new TextEncoder().encode(text) }, options);
export const readLines = (...records: unknown[]) =>
  readFile('a.jsonl', records.map((record) => `${JSON.stringify(record)}\n`).join(''));
export const readJson = (value: unknown) => readFile('a.json', JSON.stringify(value, null, 1));

/** By document, each span as `CATEGORY:text`; those within others too. */
export const spanTexts = ({ corpus }: ReadResult) =>
  corpus.documents.map((document) =>
    allSpans(document).map(({ start, end, category }) => `${category}:${document.text.slice(start, end)}`),
  );
export const annotatedIn = ({ corpus }: ReadResult) => corpus.documents.map(({ annotated }) => annotated);
export const codesOf = ({ problems }: ReadResult) => problems.map(({ code, line }) => [code, line]);
export const tokenTexts = ({ corpus }: ReadResult) =>
  corpus.documents.flatMap(({ text, sentences }) =>
    sentences.map(({ tokens }) => tokens.map(({ start, end }) => text.slice(start, end))),
  );

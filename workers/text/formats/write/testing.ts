/** Invented corpora for the tests of what is written, and the way back. */
import fc from 'fast-check';
import type { Corpus, Document, ExportFormatName, FormatName, ReadResult, Span } from '../../../protocol/corpus.ts';
import { documentFromText, documentFromWords } from '../../documents.ts';
import { unzipFiles } from '../../zip.ts';
import type { BratDocument } from '../brat.ts';
import { categoriesOf, readBratFolder, readCorpus } from '../read.ts';
import type { ReadOptions } from '../reading.ts';
import { writeCorpus } from '../write.ts';

export const corpusOf = (documents: readonly Document[], kind: Corpus['kind'] = 'spans'): Corpus => ({
  name: 'made.up',
  kind,
  documents,
  categories: categoriesOf(kind, documents),
});

export const reread = (text: string, options?: ReadOptions): ReadResult =>
  readCorpus({ name: 'made.up', bytes: new TextEncoder().encode(text) }, options);

const readAs: Readonly<Record<Exclude<ExportFormatName, 'brat'>, FormatName>> = {
  jsonl: 'jsonl',
  'conll-iob2': 'conll',
  'conll-bioes': 'conll',
  webanno: 'webanno',
  'label-studio': 'json',
  spacy: 'jsonl',
  huggingface: 'jsonl',
};

/** Written and read again, as the format that it is. */
export function throughFormat(corpus: Corpus, format: ExportFormatName, options: ReadOptions = {}): ReadResult {
  if (format === 'brat') return readBratFolder('made.up', bratDocuments(writeCorpus(corpus, 'brat')), options);
  return reread(writeCorpus(corpus, format), { ...options, format: readAs[format] });
}

function bratDocuments(zip: Uint8Array): BratDocument[] {
  const { entries } = unzipFiles('made.up', zip);
  return entries.flatMap(({ path, bytes }) => {
    if (!path.endsWith('.txt')) return [];
    const id = path.slice(0, -'.txt'.length);
    const annotation = entries.find((entry) => entry.path === `${id}.ann`);
    const annotations = annotation ? [{ name: annotation.path, bytes: annotation.bytes }] : [];
    return [{ id, text: { name: path, bytes }, annotations }];
  });
}

/** Words as they can stand in a column: no tabs and line ends, and not what begins a document. */
const word = fc.oneof(
  fc.constantFrom(
    'Kim',
    '🙂',
    '👩‍👩‍👧',
    'e\u0301te\u0301',
    '#',
    '#late',
    'O',
    'B-PER',
    '"',
    '{',
    '[',
    '_',
    '*',
    '\\',
    'a|b[1]',
    '->',
    '\\n',
    'a b',
    'a\u00a0b',
    '1/2',
    '-',
  ),
  fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 6 })
    .filter((text) => text.trim() === text && !/[\t\n\r\v\f\u2028\u2029]/.test(text)),
);
const wordSentence = fc
  .array(fc.tuple(word, fc.nat(3), fc.constantFrom('PER', 'LOC', 'a-b', 'two words')), { minLength: 1, maxLength: 8 })
  .map((parts) => {
    const spans: Span[] = [];
    let free = 0;
    parts.forEach(([, length, category], start) => {
      if (start < free || length === 0) return;
      free = Math.min(parts.length, start + length);
      spans.push({ start, end: free, category });
    });
    return { words: parts.map(([text]) => text), spans };
  });

/** Documents of words, with spans that do not overlap. */
export const wordDocuments = fc
  .array(fc.array(wordSentence, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 })
  .map((all) => all.map((sentences, index) => documentFromWords({ id: `${index + 1}`, annotated: 'all' }, sentences)));

/** Documents from texts with white space of any kind, spans wherever they may lie, and partial annotation. */
export const textDocuments = fc.array(
  fc
    .record({
      parts: fc.array(
        fc.constantFrom('Kim', ' ', '  ', '\n', '\n\n', '🙂', 'e\u0301', '.', "n't", 'Łódź', '\u00a0', '5.0', '👍🏽'),
        { minLength: 1, maxLength: 20 },
      ),
      spans: fc.array(fc.record({ start: fc.nat(30), end: fc.nat(30), category: fc.constantFrom('A', 'B b', 'C') }), {
        maxLength: 8,
      }),
      annotated: fc.constantFrom('all' as const, [], ['A']),
      group: fc.constantFrom(undefined, 'g1', '7'),
      id: fc.constantFrom('1', 'x y', 'ü', 'a/b', '..'),
    })
    .map(({ parts, spans, annotated, group, id }) =>
      documentFromText(
        { id, text: parts.join(''), spans, annotated, ...(group === undefined ? {} : { group }) },
        () => undefined,
      ),
    )
    .filter(({ sentences }) => sentences.length > 0),
  { minLength: 1, maxLength: 4 },
);

export const anyDocuments = fc.oneof(wordDocuments, textDocuments);

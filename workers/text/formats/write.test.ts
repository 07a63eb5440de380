import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Corpus, Document, Span } from '../../protocol/corpus.ts';
import { documentFromText, documentFromWords } from '../documents.ts';
import { offsetsInCodePoints } from './offsets.ts';
import { categoriesOf, readCorpus } from './read.ts';
import type { ReadOptions } from './reading.ts';
import { writeCorpus } from './write.ts';

const corpusOf = (documents: readonly Document[], kind: Corpus['kind'] = 'spans'): Corpus => ({
  name: 'made.up',
  kind,
  documents,
  categories: categoriesOf(kind, documents),
});
const reread = (text: string, options?: ReadOptions) =>
  readCorpus({ name: 'made.up', bytes: new TextEncoder().encode(text) }, options);

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
const documents = fc
  .array(fc.array(wordSentence, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 })
  .map((all) => all.map((sentences, index) => documentFromWords({ id: `${index + 1}`, annotated: 'all' }, sentences)));

/** Documents from texts with white space of any kind, spans wherever they may lie, and partial annotation. */
const textDocuments = fc.array(
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
      id: fc.constantFrom('1', 'x y', 'ü'),
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

describe('writeCorpus', () => {
  const sample = corpusOf([
    documentFromWords({ id: '1', annotated: 'all' }, [
      { words: ['Kim', 'Lee', 'left'], spans: [{ start: 0, end: 2, category: 'PER' }] },
      { words: ['Oslo'], spans: [{ start: 0, end: 1, category: 'LOC' }] },
    ]),
  ]);

  it('writes IOB2 and BIOES with documents where there were documents', () => {
    expect(writeCorpus(sample, 'conll-iob2')).toBe('-DOCSTART- O\n\nKim B-PER\nLee I-PER\nleft O\n\nOslo B-LOC\n\n');
    expect(writeCorpus(sample, 'conll-bioes')).toBe('-DOCSTART- O\n\nKim B-PER\nLee E-PER\nleft O\n\nOslo S-LOC\n\n');
    const single = corpusOf([documentFromWords({ id: '1', annotated: 'all' }, [{ words: ['left'] }])]);
    expect(writeCorpus(single, 'conll-iob2')).toBe('left O\n\n');
  });

  it('writes JSON Lines with offsets in code points, as Python tools read them', () => {
    const text = '🙂 Kim left';
    const document = documentFromText(
      { id: '9', text, annotated: 'all', spans: [{ start: 3, end: 6, category: 'PER' }] },
      () => undefined,
    );
    expect(JSON.parse(writeCorpus(corpusOf([document]), 'jsonl'))).toEqual({
      id: '9',
      text,
      label: [[2, 5, 'PER']],
      tokens: [
        [0, 1],
        [2, 5],
        [6, 10],
      ],
      sentences: [[0, 3]],
      offsets: 'code-points',
    });
    expect(offsetsInCodePoints(text)(3)).toBe(2);
  });

  it.each(['conll-iob2', 'conll-bioes'] as const)('gives back the same documents through %s', (format) => {
    fc.assert(
      fc.property(documents, fc.boolean(), (made, crlf) => {
        const written = writeCorpus(corpusOf(made), format);
        const { corpus, problems, dropped } = reread(crlf ? written.replaceAll('\n', '\r\n') : written, {
          format: 'conll',
        });
        expect(problems).toEqual([]);
        expect(dropped).toEqual({ lines: 0, spans: 0 });
        expect(corpus).toEqual(corpusOf(made));
      }),
      { numRuns: 200 },
    );
  });

  it('gives back the same documents through JSON Lines, whatever their text', () => {
    fc.assert(
      fc.property(fc.oneof(documents, textDocuments), (made) => {
        const { corpus, problems, kept, dropped } = reread(writeCorpus(corpusOf(made), 'jsonl'), { format: 'jsonl' });
        expect(corpus).toEqual(corpusOf(made));
        expect(problems.map(({ code }) => code)).toEqual(new Array(kept.furtherSpans).fill('overlapping-spans'));
        expect(dropped).toEqual({ lines: 0, spans: 0 });
      }),
      { numRuns: 300 },
    );
  });

  it('writes all spans of a file to JSON Lines with their offsets, and to columns those that training sees', () => {
    const text = 'Kim Lee-Park of the University of Oslo';
    const label = [
      [0, 12, 'PER'],
      [0, 3, 'FIRST'],
      [4, 7, 'LAST'],
      [8, 12, 'LAST'],
      [20, 38, 'ORG'],
      [20, 38, 'PLACE'],
      [16, 30, 'ODD'],
      [34, 38, 'LOC'],
    ];
    const { corpus } = reread(JSON.stringify({ text, label }), { format: 'jsonl' });
    const written = JSON.parse(writeCorpus(corpus, 'jsonl'));
    const sorted = (spans: unknown[]) => spans.map((span) => JSON.stringify(span)).sort();
    expect(sorted(written.label)).toEqual(sorted(label));
    expect(reread(JSON.stringify(written), { format: 'jsonl' }).corpus).toEqual(corpus);
    const columns = reread(writeCorpus(corpus, 'conll-iob2'), { format: 'conll' }).corpus;
    expect(columns.documents[0]?.spans.map(({ category }) => category)).toEqual(['PER', 'ORG']);
  });

  it('gives back tags through every format', () => {
    const tagged = corpusOf(
      [documentFromWords({ id: '1', annotated: 'all' }, [{ words: ['Kim', 'left'], tags: ['NNP', 'VBD'] }])],
      'tags',
    );
    for (const format of ['conll-iob2', 'conll-bioes', 'jsonl'] as const) {
      expect(reread(writeCorpus(tagged, format)).corpus).toEqual(tagged);
    }
  });

  it('refuses a format that does not exist', () => {
    expect(() => writeCorpus(sample, 'brat' as 'jsonl')).toThrow(/no export format/);
  });
});

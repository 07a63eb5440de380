import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatNames, type ReadResult } from '../../protocol/corpus.ts';
import { GraftError } from '../../protocol/errors.ts';
import { sentenceSpans } from '../schemes.ts';
import { readCorpus } from './read.ts';
import type { ReadOptions } from './reading.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

function readOrRefuse(content: Uint8Array, options: ReadOptions): ReadResult | undefined {
  try {
    return readCorpus({ name: 'any.txt', bytes: content }, options);
  } catch (error) {
    if (error instanceof GraftError) return undefined;
    throw error;
  }
}

/** What the rest of the house takes for granted about a corpus. */
function expectSound({ corpus, kept }: ReadResult): void {
  let spanCount = 0;
  for (const document of corpus.documents) {
    let end = 0;
    for (const { tokens, tags } of document.sentences) {
      expect(tokens.length).toBeGreaterThan(0);
      if (corpus.kind === 'tags') expect(tags ?? tokens).toHaveLength(tokens.length);
      for (const token of tokens) {
        expect(token.start).toBeGreaterThanOrEqual(end);
        expect(token.end).toBeGreaterThan(token.start);
        end = token.end;
      }
    }
    expect(end).toBeLessThanOrEqual(document.text.length);
    // Throws where a span is not on token boundaries; counts fewer where one lies across sentences.
    for (const sentence of document.sentences) spanCount += sentenceSpans(document, sentence).length;
    for (const span of document.furtherSpans ?? []) {
      const alone = { ...document, spans: [span] };
      expect(document.sentences.flatMap((sentence) => sentenceSpans(alone, sentence))).toHaveLength(1);
    }
  }
  expect(spanCount).toBe(kept.spans);
  expect(spanCount).toBe(corpus.documents.reduce((sum, { spans }) => sum + spans.length, 0));
}

const piece = fc.constantFrom(
  'Kim',
  'Oslo',
  'B-PER',
  'I-PER',
  'O',
  'S-X',
  'NN',
  '/NN',
  '[',
  ']',
  '{',
  '}',
  '"',
  ':',
  ',',
  '\t',
  ' ',
  '\n',
  '\n\n',
  '\r\n',
  '#',
  '=',
  '1',
  '2-3',
  '-DOCSTART-',
  '🙂',
  'e\u0301',
  '_',
  '(',
  ')',
  "'",
  '[[0,3,"X"]]',
  '{"text":"Kim left","label":[[0,3,"P"],[2,9,"Q"]]}',
  'text',
  'word',
  'tag',
  'spans',
  '\u2028',
  '.',
  '\ufeff',
);
const anyText = fc.array(piece, { minLength: 1, maxLength: 40 }).map((parts) => parts.join(''));

describe('readCorpus', () => {
  it('gives a sound corpus or a GraftError, whatever the text and the format', () => {
    fc.assert(
      fc.property(
        anyText,
        fc.constantFrom(undefined, ...formatNames),
        fc.constantFrom(undefined, 0, -1, 1),
        (text, format, tagColumn) => {
          const options = { ...(format ? { format } : {}), ...(tagColumn === undefined ? {} : { tagColumn }) };
          const result = readOrRefuse(bytes(text), options);
          if (result) expectSound(result);
        },
      ),
      { numRuns: 1500 },
    );
  });

  it('gives a sound corpus or a GraftError, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (content) => {
        const result = readOrRefuse(content, {});
        if (result) expectSound(result);
      }),
      { numRuns: 500 },
    );
  });

  it('reads CRLF and a byte-order mark as it reads LF, in every format of lines', () => {
    const samples = [
      'Kim B-PER\nleft O\n\nOslo B-LOC\n',
      '# text = Go on\n1\tGo\t_\tV\tV\t_\t0\t_\t_\t_\n2\ton\t_\tP\tP\t_\t0\t_\t_\t_\n',
      'Kim/NNP left/VBD ./.\nOslo/NNP\n',
      '{"text":"In Oslo","label":[[3,7,"LOC"]]}\n{"text":"Kim","label":[]}\n',
      '[\n{"text":"In Oslo","label":[[3,7,"LOC"]]}\n]\n',
      'word,tag\nKim,B-PER\n\nOslo,B-LOC\n',
      'Kim left.\nIt rained.\n\nThen not.\n',
    ];
    for (const text of samples) {
      const plain = readCorpus({ name: 'a', bytes: bytes(text) });
      const windows = readCorpus({ name: 'a', bytes: bytes(`\ufeff${text.replaceAll('\n', '\r\n')}`) });
      expect(windows.corpus).toEqual(plain.corpus);
      expect(windows.format).toBe(plain.format);
    }
  });

  it('accounts for what it kept and dropped', () => {
    const { kept, dropped, problems } = readCorpus({
      name: 'a.jsonl',
      bytes: bytes('{"text":"In Oslo. Yes.","label":[[3,7,"LOC"],[3,99,"X"]]}\n{broken\n{"text":"Kim","label":[]}\n'),
    });
    expect(kept).toEqual({ documents: 2, sentences: 3, spans: 1, furtherSpans: 0 });
    expect(dropped).toEqual({ lines: 1, spans: 1 });
    expect(problems.map(({ file, line }) => [file, line])).toEqual([
      ['a.jsonl', 1],
      ['a.jsonl', 2],
    ]);
  });
});

it('says that a chosen column has no effect where the format has its own', () => {
  const told = (name: string, text: string) =>
    readCorpus({ name, bytes: bytes(text) }, { wordColumn: 2, tagColumn: 3 }).problems.map(({ message }) => message);
  expect(told('a.conllu', '1\tAda\tAda\tPROPN\tNNP\t_\t0\troot\t_\t_\n\n')).toEqual([
    'The file was read as conllu, in which the words have their own column: the chosen column (--word-column) has no effect.',
  ]);
  expect(told('a.jsonl', '{"text":"Ada left","label":[[0,3,"PER"]]}\n')).toHaveLength(2);
});

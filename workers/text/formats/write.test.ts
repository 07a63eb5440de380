import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentFromText, documentFromWords } from '../documents.ts';
import { offsetsInCodePoints } from './offsets.ts';
import { corpusOf, reread, textDocuments, throughFormat, wordDocuments } from './write/testing.ts';
import { writeCorpus } from './write.ts';

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
      fc.property(wordDocuments, fc.boolean(), (made, crlf) => {
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
      fc.property(fc.oneof(wordDocuments, textDocuments), (made) => {
        const written = writeCorpus(corpusOf(made), 'jsonl');
        written.split('\n').forEach((line, index) => {
          if (line === '') return;
          const { label, overlapping = [] } = JSON.parse(line);
          expect(label.every(([start]: [number], at: number) => at === 0 || start >= label[at - 1][1])).toBe(true);
          expect(label.length).toBe(made[index]?.spans.length);
          expect(overlapping.length).toBe(made[index]?.furtherSpans?.length ?? 0);
        });
        const { corpus, problems, kept, dropped } = reread(written, { format: 'jsonl' });
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
    expect(written.label).toEqual([
      [0, 12, 'PER'],
      [20, 38, 'ORG'],
    ]);
    const sorted = (spans: unknown[]) => spans.map((span) => JSON.stringify(span)).sort();
    expect(sorted([...written.label, ...written.overlapping])).toEqual(sorted(label));
    // Also after a tool that knows nothing of tokens and sentences.
    const { tokens: _, sentences: __, ...passedOn } = written;
    expect(reread(JSON.stringify(passedOn), { format: 'jsonl' }).corpus.documents[0]?.furtherSpans).toEqual(
      corpus.documents[0]?.furtherSpans,
    );
    expect(reread(JSON.stringify(written), { format: 'jsonl' }).corpus).toEqual(corpus);
    const columns = reread(writeCorpus(corpus, 'conll-iob2'), { format: 'conll' }).corpus;
    expect(columns.documents[0]?.spans.map(({ category }) => category)).toEqual(['PER', 'ORG']);
  });

  it('gives back tags through every format', () => {
    const tagged = corpusOf(
      [documentFromWords({ id: '1', annotated: 'all' }, [{ words: ['Kim', 'left'], tags: ['NNP', 'VBD'] }])],
      'tags',
    );
    for (const format of ['conll-iob2', 'conll-bioes', 'jsonl', 'huggingface'] as const)
      expect(reread(writeCorpus(tagged, format)).corpus).toEqual(tagged);
    const { corpus } = throughFormat(tagged, 'webanno');
    expect([corpus.kind, corpus.documents[0]?.sentences]).toEqual(['tags', tagged.documents[0]?.sentences]);
    const record = JSON.parse(writeCorpus(tagged, 'spacy'));
    expect(record.tokens.map(({ tag }: { tag: string }) => tag)).toEqual(['NNP', 'VBD']);
  });

  it.each(['brat', 'label-studio'] as const)('refuses one tag a token in %s, by the reason', (format) => {
    const tagged = corpusOf(
      [documentFromWords({ id: '1', annotated: 'all' }, [{ words: ['Kim'], tags: ['NNP'] }])],
      'tags',
    );
    expect(() => writeCorpus(tagged, format)).toThrow(/one tag a token, and .+ can hold spans alone/);
  });

  it('refuses a format that does not exist', () => {
    expect(() => writeCorpus(sample, 'word' as 'jsonl')).toThrow(/no export format/);
  });
});

/** The real corpora, where they are at hand: every file loads with the counts that its publishers' scorer gives. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Corpus, ReadResult } from '../../protocol/corpus.ts';
import { sentenceSpans } from '../schemes.ts';
import { readCorpus } from './read.ts';
import type { ReadOptions } from './reading.ts';
import { writeCorpus } from './write.ts';

const folder = resolve(process.env.GRAFT_DATA ?? '../shared/data');
const countsFile = resolve(folder, 'counts.txt');
const isThere = existsSync(countsFile);
const counts = isThere
  ? readFileSync(countsFile, 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => line.split(' '))
      .map(([file = '', sentences, entities]) => [file, Number(sentences), Number(entities)] as const)
  : [];

const read = (file: string, options?: ReadOptions): ReadResult =>
  readCorpus({ name: basename(file), bytes: readFileSync(resolve(folder, file)) }, options);
const tokenCount = ({ documents }: Corpus) =>
  documents.reduce((sum, { sentences }) => sum + sentences.reduce((part, { tokens }) => part + tokens.length, 0), 0);

if (!isThere)
  console.warn(`The corpora are not in ${folder} (set GRAFT_DATA to their folder): their tests are skipped.`);

describe.skipIf(!isThere)('the corpora', () => {
  it.each(counts)('%s has %i sentences and %i entities', (file, sentences, entities) => {
    const { kept, dropped, problems, corpus } = read(file);
    expect(kept).toMatchObject({ sentences, spans: entities });
    expect(dropped).toEqual({ lines: 0, spans: 0 });
    expect(problems).toEqual([]);
    expect(corpus.kind).toBe('spans');
  });

  it('reads part-of-speech corpora as tags', () => {
    const expected: [file: string, sentences: number, tokens: number][] = [
      ['ud_ewt/en_ewt-ud-train.conllu', 12_544, 204_577],
      ['ud_ewt/en_ewt-ud-dev.conllu', 2_001, 25_147],
      ['ud_ewt/en_ewt-ud-test.conllu', 2_077, 25_094],
      ['genia_pos/GENIAtrain.pos', 18_508, 450_387],
      ['genia_pos/GENIAtest.pos', 2_036, 50_556],
      ['ritter_twitter/pos.txt', 787, 15_185],
    ];
    for (const [file, sentences, tokens] of expected) {
      const { corpus, kept, problems } = read(file);
      expect([file, corpus.kind, kept.sentences, tokenCount(corpus), problems.length]).toEqual([
        file,
        'tags',
        sentences,
        tokens,
        0,
      ]);
    }
  });

  it('reads the Penn Treebank sample in full, in sentences of sane lengths', () => {
    const { corpus } = read('ptb_sample/wsj_0001-0199.pos');
    const lengths = corpus.documents.flatMap(({ sentences }) => sentences.map(({ tokens }) => tokens.length));
    expect(tokenCount(corpus)).toBe(94_200);
    expect(lengths.length).toBeGreaterThan(3_850);
    expect(lengths.length).toBeLessThan(4_000);
    expect(corpus.categories.length).toBeLessThanOrEqual(46);
  });

  it('reads chunks in lower case', () => {
    expect(read('ritter_twitter/chunk.txt').kept).toMatchObject({ sentences: 788, spans: 8_294 });
  });

  it('reads parts of speech and chunks out of the same file by choice of column', () => {
    expect(read('conll2003/eng.testb', { tagColumn: 1 }).corpus.kind).toBe('tags');
    expect(read('conll2003/eng.testb', { tagColumn: 2 }).corpus.categories).toContain('NP');
  });

  it('keeps every span of the messages with personal data', () => {
    const { corpus, kept, dropped, problems } = read('presidio_pii/synth_dataset_v2.json');
    expect(kept).toMatchObject({ documents: 1_500, spans: 2_863 });
    expect(dropped).toEqual({ lines: 0, spans: 0 });
    expect(corpus.categories).toHaveLength(17);
    expect(new Set(corpus.documents.map(({ group }) => group)).size).toBe(209);
    expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(['span-inside-token']));
    const declared: { full_text: string; spans: { start_position: number; entity_value: string }[] }[] = JSON.parse(
      readFileSync(resolve(folder, 'presidio_pii/synth_dataset_v2.json'), 'utf8'),
    );
    for (const [index, { full_text, spans }] of declared.entries()) {
      const document = corpus.documents[index];
      expect(document?.text).toBe(full_text);
      const values = [...spans]
        .sort((one, other) => one.start_position - other.start_position)
        .map((span) => span.entity_value);
      expect(document?.spans.map(({ start, end }) => full_text.slice(start, end))).toEqual(values);
    }
  });

  it('slices back to the words of the file', () => {
    const words = readFileSync(resolve(folder, 'conll2002/esp.testb'), 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => line.split(' ')[0]);
    const { corpus } = read('conll2002/esp.testb');
    const sliced = corpus.documents.flatMap(({ text, sentences }) =>
      sentences.flatMap(({ tokens }) => tokens.map(({ start, end }) => text.slice(start, end))),
    );
    expect(sliced).toEqual(words);
  });

  it.each(['conll2003/eng.testb', 'kind_it/fiction_test.tsv', 'presidio_pii/synth_dataset_v2.json'])(
    'gives %s back as it was read',
    (file) => {
      const { corpus } = read(file);
      const bytes = (text: string) => new TextEncoder().encode(text);
      const again = readCorpus({ name: corpus.name, bytes: bytes(writeCorpus(corpus, 'jsonl')) }).corpus;
      expect(again).toEqual(corpus);
      const tokens = corpus.documents.flatMap((document) =>
        document.sentences.map((sentence) => sentenceSpans(document, sentence)),
      );
      for (const format of ['conll-iob2', 'conll-bioes'] as const) {
        const { corpus: columns } = readCorpus({ name: corpus.name, bytes: bytes(writeCorpus(corpus, format)) });
        expect(
          columns.documents.flatMap((document) =>
            document.sentences.map((sentence) => sentenceSpans(document, sentence)),
          ),
        ).toEqual(tokens);
      }
    },
  );
});

import { describe, expect, it } from 'vitest';
import type { ReadResult } from '../../protocol/corpus.ts';
import { readCorpus } from './read.ts';
import type { ReadOptions } from './reading.ts';

const readText = (text: string, name: string, options?: ReadOptions) =>
  readCorpus({ name, bytes: new TextEncoder().encode(text) }, options);
const readJson = (value: unknown) => readText(JSON.stringify(value, null, 1), 'a.json');
const readLines = (...records: unknown[]) =>
  readText(records.map((record) => `${JSON.stringify(record)}\n`).join(''), 'a.jsonl');
const spanTexts = ({ corpus }: ReadResult) =>
  corpus.documents.map(({ text, spans }) =>
    spans.map(({ start, end, category }) => `${category}:${text.slice(start, end)}`),
  );
const codes = ({ problems }: ReadResult) => problems.map(({ code, line }) => [code, line]);

describe('records of other tools', () => {
  it.each([
    [
      'doccano, new',
      {
        id: 4,
        text: 'Kim is in Oslo',
        label: [
          [0, 3, 'PER'],
          [10, 14, 'LOC'],
        ],
      },
    ],
    [
      'doccano, labels',
      {
        id: 4,
        text: 'Kim is in Oslo',
        labels: [
          [10, 14, 'LOC'],
          [0, 3, 'PER'],
        ],
      },
    ],
    [
      'doccano, with relations',
      {
        id: 4,
        text: 'Kim is in Oslo',
        entities: [
          { id: 1, label: 'PER', start_offset: 0, end_offset: 3 },
          { id: 2, label: 'LOC', start_offset: 10, end_offset: 14 },
        ],
        relations: [],
      },
    ],
    [
      'doccano, old',
      {
        id: 4,
        text: 'Kim is in Oslo',
        annotations: [
          { label: 'PER', start_offset: 0, end_offset: 3, user: 1 },
          { label: 'LOC', start_offset: 10, end_offset: 14, user: 1 },
        ],
      },
    ],
    [
      'Prodigy',
      {
        text: 'Kim is in Oslo',
        meta: { id: 4 },
        tokens: [
          { text: 'Kim', start: 0, end: 3, id: 0 },
          { text: 'is', start: 4, end: 6, id: 1 },
          { text: 'in', start: 7, end: 9, id: 2 },
          { text: 'Oslo', start: 10, end: 14, id: 3 },
        ],
        spans: [
          { start: 0, end: 3, label: 'PER', token_start: 0, token_end: 0 },
          { start: 10, end: 14, label: 'LOC', token_start: 3, token_end: 3 },
        ],
        answer: 'accept',
      },
    ],
    [
      'Label Studio',
      {
        id: 4,
        data: { text: 'Kim is in Oslo' },
        annotations: [
          {
            id: 9,
            was_cancelled: false,
            result: [
              {
                type: 'labels',
                value: { start: 0, end: 3, text: 'Kim', labels: ['PER'] },
                from_name: 'label',
                to_name: 'text',
              },
              {
                type: 'labels',
                value: { start: 10, end: 14, text: 'Oslo', labels: ['LOC'] },
                from_name: 'label',
                to_name: 'text',
              },
              { type: 'relation', from_id: 'a', to_id: 'b', direction: 'right' },
            ],
          },
        ],
      },
    ],
    [
      'Label Studio, short',
      {
        id: 4,
        text: 'Kim is in Oslo',
        label: [
          { start: 0, end: 3, text: 'Kim', labels: ['PER'] },
          { start: 10, end: 14, text: 'Oslo', labels: ['LOC'] },
        ],
      },
    ],
    [
      'Presidio',
      {
        id: 4,
        full_text: 'Kim is in Oslo',
        spans: [
          { entity_type: 'LOC', entity_value: 'Oslo', start_position: 10, end_position: 14 },
          { entity_type: 'PER', entity_value: 'Kim', start_position: 0, end_position: 3 },
        ],
      },
    ],
    [
      'spaCy',
      [
        'Kim is in Oslo',
        {
          id: 4,
          entities: [
            [0, 3, 'PER'],
            [10, 14, 'LOC'],
          ],
        },
      ],
    ],
    ['tokens and tags', { id: 4, tokens: ['Kim', 'is', 'in', 'Oslo'], ner_tags: ['B-PER', 'O', 'O', 'B-LOC'] }],
  ])('reads %s, as JSON and as JSON Lines', (_tool, record) => {
    for (const result of [readJson([record]), readLines(record, record)]) {
      expect(spanTexts(result)[0]).toEqual(['PER:Kim', 'LOC:Oslo']);
      expect(result.corpus.documents[0]).toMatchObject({ id: '4', annotated: 'all' });
      expect(result.problems).toEqual([]);
    }
  });

  it('finds the records inside an object, and reads a single record', () => {
    const record = { text: 'In Oslo', label: [[3, 7, 'LOC']] };
    expect(spanTexts(readJson({ version: 1, documents: [record] }))).toEqual([['LOC:Oslo']]);
    expect(spanTexts(readJson(record))).toEqual([['LOC:Oslo']]);
  });

  it('keeps the template as the group', () => {
    const { corpus } = readJson([{ full_text: 'In Oslo', spans: [], template_id: 12 }]);
    expect(corpus.documents[0]?.group).toBe('12');
  });

  it('takes a text that nobody annotated for unknown, not for O', () => {
    const { corpus, assumed } = readLines(
      { text: 'In Oslo', label: [[3, 7, 'LOC']] },
      { text: 'In Rome' },
      { data: { text: 'In Bonn' }, annotations: [] },
    );
    expect(corpus.documents.map(({ annotated }) => annotated)).toEqual(['all', [], []]);
    expect(assumed.join()).toContain('2 texts carry no annotation');
  });

  it('takes the first of several annotations, and not a cancelled one', () => {
    const result = (start: number, end: number) => [{ type: 'labels', value: { start, end, labels: ['X'] } }];
    const read = readJson([
      {
        data: { text: 'one two' },
        annotations: [
          { was_cancelled: true, result: result(0, 7) },
          { was_cancelled: false, result: result(0, 3) },
          { was_cancelled: false, result: result(4, 7) },
        ],
      },
    ]);
    expect(spanTexts(read)).toEqual([['X:one']]);
    expect(codes(read)).toEqual([['several-annotations', 2]]);
  });
});

describe('offsets', () => {
  const text = 'Hi 🙂🙂 Kim in Oslo';

  it('count code points where the declared texts agree with that', () => {
    const read = readLines({ text, spans: [{ start: 6, end: 9, label: 'PER', text: 'Kim' }] });
    expect(spanTexts(read)).toEqual([['PER:Kim']]);
    expect(read.corpus.documents[0]?.spans[0]?.start).toBe(8);
    expect(read.assumed.join()).toContain('code points');
  });

  it('count UTF-16 units where the declared texts agree with that', () => {
    const read = readLines({ text, spans: [{ start: 8, end: 11, label: 'PER', text: 'Kim' }] });
    expect(spanTexts(read)).toEqual([['PER:Kim']]);
    expect(read.assumed.join()).toContain('UTF-16');
  });

  it('are settled by where words begin and end when no text is declared', () => {
    expect(
      spanTexts(
        readLines({
          text,
          label: [
            [6, 9, 'PER'],
            [13, 17, 'LOC'],
          ],
        }),
      ),
    ).toEqual([['PER:Kim', 'LOC:Oslo']]);
    expect(
      spanTexts(
        readLines({
          text,
          label: [
            [8, 11, 'PER'],
            [15, 19, 'LOC'],
          ],
        }),
      ),
    ).toEqual([['PER:Kim', 'LOC:Oslo']]);
  });

  it('are settled once for the whole file', () => {
    const read = readLines({ text, label: [[6, 9, 'PER']] }, { text: '🙂 a b c', label: [[2, 3, 'X']] });
    expect(spanTexts(read)).toEqual([['PER:Kim'], ['X:a']]);
  });

  it('are put where the declared text stands where they disagree with it, with a word about it', () => {
    const read = readLines({ text: 'In Oslo', spans: [{ start: 0, end: 2, label: 'LOC', text: 'Oslo' }] });
    expect(spanTexts(read)).toEqual([['LOC:Oslo']]);
    expect(codes(read)).toEqual([['span-text-differs', 1]]);
  });

  it('lose a span whose declared text stands nowhere, or could stand at several places', () => {
    const read = readLines(
      { text: 'Kim is in Oslo', spans: [{ start: 10, end: 14, label: 'LOC', text: 'Oslo' }] },
      { text: 'In Oslo, not in Oslo', spans: [{ start: 8, end: 9, label: 'LOC', text: 'Oslo' }] },
      { text: 'In Rome', spans: [{ start: 3, end: 7, label: 'LOC', text: 'Oslo' }] },
    );
    expect(spanTexts(read)).toEqual([['LOC:Oslo'], [], []]);
    expect(codes(read)).toEqual([
      ['span-text-differs', 2],
      ['span-text-differs', 3],
    ]);
    expect(read.dropped.spans).toBe(2);
    expect(read.corpus.documents.map(({ annotated }) => annotated)).toEqual(['all', [], []]);
  });
});

describe('what is wrong with a file', () => {
  it('costs a broken line of JSON Lines one record', () => {
    const read = readText(
      '{"text":"In Oslo","label":[[3,7,"LOC"]]}\n{"text": "In\n{"text":"In Rome","label":[]}\n',
      'a.jsonl',
    );
    expect(read.kept.documents).toBe(2);
    expect(read.dropped.lines).toBe(1);
    expect(codes(read)).toEqual([['broken-line', 2]]);
  });

  it('stops a broken JSON file, naming the line', () => {
    expect(() => readText('[\n {"text": "a"},\n {"text": }\n]', 'a.json')).toThrow(/a\.json, line 3/);
    expect(() => readText('[\n {"text": "a"}\n', 'a.json')).toThrow(/a\.json, line 2/);
    expect(() => readText('[\n {"text": "a"}\n {"text": "b"}]', 'a.json', { format: 'json' })).toThrow(
      /a\.json, line 3/,
    );
    expect(() => readText('[\n {"text": "a\nb"}]', 'a.json')).toThrow(/a\.json, line 2/);
  });

  it('leaves out records without a text, rejected ones and empty ones, naming the line of each', () => {
    const read = readJson([
      { text: 'In Oslo', label: [[3, 7, 'LOC']] },
      { title: 'no text' },
      { text: 'In Rome', spans: [], answer: 'reject' },
      { text: ' ', label: [] },
    ]);
    expect(read.kept.documents).toBe(1);
    expect(read.dropped.lines).toBe(3);
    expect(read.problems.map(({ code }) => code)).toEqual(['broken-record', 'record-not-accepted', 'empty-text']);
    const lines = JSON.stringify([{ text: 'In Oslo', label: [[3, 7, 'LOC']] }], null, 1).split('\n').length;
    expect(read.problems[0]?.line).toBe(lines);
  });

  it('leaves out spans that are none, and says so', () => {
    const read = readLines({ text: 'In Oslo', label: [[3, 7, 'LOC'], ['x'], [0, 2, null], [0, 99, 'LOC']] });
    expect(spanTexts(read)).toEqual([['LOC:Oslo']]);
    expect(read.dropped.spans).toBe(3);
    expect(codes(read)).toEqual([
      ['broken-span', 1],
      ['span-without-category', 1],
      ['span-outside-text', 1],
    ]);
  });

  it('keeps all of several categories of a span, and shows training the first', () => {
    const read = readLines({ text: 'In Oslo', label: [{ start: 3, end: 7, labels: ['LOC', 'CITY'] }] });
    expect(spanTexts(read)).toEqual([['LOC:Oslo']]);
    expect(read.corpus.documents[0]?.furtherSpans).toEqual([{ start: 3, end: 7, category: 'CITY' }]);
    expect(read.corpus.categories).toEqual(['LOC', 'CITY']);
    expect(codes(read)).toEqual([['overlapping-spans', 1]]);
  });

  it('is an error where nothing at all can be kept', () => {
    expect(() => readLines({ a: 1 }, { b: 2 })).toThrow(/no sentence was found/);
  });

  it.each(['a.json', 'a.jsonl'])('are not read where a comma is missing between two texts: %s', (name) => {
    const text = '{"tokens": ["Kim" "left"], "ner_tags": ["B-PER", "O"]}\n';
    expect(() => readText(text, name)).toThrow(/not valid JSON/);
  });
});

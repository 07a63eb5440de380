/** The records of a file are found wherever they are nested, and what is not understood in them is said. */
import { describe, expect, it } from 'vitest';
import { annotatedIn, codesOf, readFile, readJson, readLines, spanTexts } from './testing.ts';

const text = 'Rosa Lind moved from Bergen to Ghent.';
const both = ['PER:Rosa Lind', 'LOC:Bergen'];
const triples = [
  [0, 9, 'PER'],
  [21, 27, 'LOC'],
];

describe('the records of a file', () => {
  const record = { text, label: triples };
  it.each<[string, unknown]>([
    ['in an object', { version: 2, info: { text_count: 1 }, corpus: { items: [record] } }],
    [
      'of Rasa',
      {
        rasa_nlu_data: {
          common_examples: [
            {
              text,
              intent: 'x',
              entities: [
                { start: 0, end: 9, value: 'R. Lind', entity: 'PER' },
                { start: 21, end: 27, value: 'Bergen', entity: 'LOC' },
              ],
            },
          ],
          entity_synonyms: [{ value: 'R. Lind', synonyms: ['Rosa Lind'] }],
        },
      },
    ],
    ['under their names', { first: record, second: { text: 'It snowed.', label: [] } }],
    [
      'under their names, with words of their own',
      {
        0: { tokens: ['Rosa', 'Lind', 'in', 'Bergen'], ner: ['B-PER', 'I-PER', 'O', 'B-LOC'] },
        1: { tokens: ['It', 'snowed'], ner: ['O', 'O'] },
      },
    ],
    ['by columns', { text: { 0: text, 1: 'It snowed.' }, label: { 0: triples, 1: [] } }],
    ['split from their columns', { columns: ['text', 'label'], index: [0], data: [[text, triples]] }],
    [
      'as pairs',
      [
        [text, { entities: triples }],
        ['It snowed.', { entities: [] }],
      ],
    ],
    [
      'as passages of documents',
      {
        documents: [
          {
            id: 'd',
            passages: [
              {
                offset: 0,
                text,
                annotations: [
                  { infons: { type: 'PER' }, text: 'Rosa Lind', locations: [{ offset: 0, length: 9 }] },
                  { infons: { type: 'LOC' }, text: 'Bergen', locations: [{ offset: 21, length: 6 }] },
                ],
              },
            ],
          },
        ],
      },
    ],
  ])('are found %s', (_, value) => {
    expect(spanTexts(readJson(value))[0]).toEqual(both);
  });

  it.each([
    ['of the document', 3],
    ['of its sentence', 0],
  ])('may give the spans of each sentence, whose numbers count the words %s', (_, before) => {
    const ner = [[[0, 1, 'PER']], [], [[before + 2, before + 2, 'LOC']]];
    const sentences = [['Rosa', 'Lind'], ['left'], ['She', 'likes', 'Bergen', '.']];
    const read = readLines({ doc_key: 'd', sentences, ner, relations: [[], [], []] });
    expect(spanTexts(read)).toEqual([both]);
    expect(read.kept.sentences).toBe(3);
    expect(codesOf(read)).toEqual([]);
  });

  it('are those of all parts', () => {
    const read = readJson({
      train: [record],
      dev: [{ text: 'Bergen', label: [[0, 6, 'LOC']] }],
      labels: [{ id: 1, text: 'PER' }],
    });
    expect(spanTexts(read)).toEqual([both, ['LOC:Bergen']]);
  });

  it('have their lines, wherever they are nested', () => {
    const read = readFile(
      'a.json',
      `{"data": {"items": [\n ${JSON.stringify(record)},\n {"text": "Bergen",\n "label": [[0, 60, "LOC"]]}]}}`,
    );
    expect(codesOf(read)).toEqual([['span-outside-text', 3]]);
  });

  it('lack a text only where none is called so and the spans fit into none', () => {
    expect(() =>
      readLines({ file: 'a.txt', Entities: [{ Begin: 0, End: 9, Text: 'Rosa Lind', Type: 'PER' }] }),
    ).toThrow(/it has no text: its keys are “file”, “Entities”/);
  });
});

describe('annotation that is not understood', () => {
  it.each<[string, object, RegExp]>([
    ['stretches without a category', { text, found: [{ start: 0, end: 9 }] }, /“found” holds stretches/],
    [
      'other things under the name of spans',
      { text, entities: [{ a: 1, b: { c: 'x' } }] },
      /“entities” is not understood/,
    ],
    ['texts without categories', { text, entities: ['Rosa Lind', 'Bergen'] }, /“entities” is not understood/],
    [
      'places in words',
      { text, spans: [{ start: 'one', end: 'nine', label: 'PER' }] },
      /its keys: “start”, “end”, “label”/,
    ],
    [
      'words under names that nobody knows',
      { text, funde: [{ wort: 'Rosa Lind', sorte: 'PER' }] },
      /“funde” holds words/,
    ],
    [
      'places and categories in texts of their own',
      { text, labels: ['0:9:PER', '21:27:LOC'] },
      /“labels” is not understood/,
    ],
    ['words under the name of a category', { text, PER: ['Rosa Lind'], LOC: [] }, /“PER” holds words/],
    ['marks in the text', { text: '<PER>Rosa Lind</PER> moved.' }, /marks such as “<PER>/],
    ['spans that all lie outside', { text, label: [[100, 109, 'PER']] }, /lies outside the text/],
  ])('is refused by its key: %s', (_, record, message) => {
    expect(() => readLines(record)).toThrow(message);
  });

  it.each<[unknown]>([[{ x: 1 }], ['LOC'], [[[3, 'LOC']]], [[[3.5, 7, 'LOC']]]])(
    'is told under the key where other records have spans, whatever that is called: %j',
    (found) => {
      const read = readLines({ text, label: triples }, { text: 'She is in Oslo.', label: found });
      expect(annotatedIn(read)).toEqual(['all', []]);
      expect(codesOf(read)).toEqual([['annotation-not-understood', 2]]);
    },
  );

  it('is told with its line where other records are read, and their texts are unknown', () => {
    const read = readLines(
      { text, entities: triples },
      { text: 'In Oslo', entities: 'LOC' },
      { text: 'In Rome', entities: [[99, 104, 'LOC']] },
    );
    expect(annotatedIn(read)).toEqual(['all', [], []]);
    expect(codesOf(read)).toEqual([
      ['annotation-not-understood', 2],
      ['span-outside-text', 3],
    ]);
  });
});

/** Texts and spans are found by shape, whatever the keys are called and however they are nested. */
import { describe, expect, it } from 'vitest';
import { annotatedIn, codesOf, readLines, spanTexts, tokenTexts } from './testing.ts';

const text = 'Rosa Lind moved from Bergen to Ghent.';
const both = ['PER:Rosa Lind', 'LOC:Bergen'];
const triples = [
  [0, 9, 'PER'],
  [21, 27, 'LOC'],
];

describe('spans under other keys and in other shapes', () => {
  it('are read where nobody says that all were looked for, as sparse annotation has it', () => {
    const read = readLines({ text, annotated: [], label: triples }, { text, annotated: [], label: [] });
    expect(spanTexts(read)).toEqual([both, []]);
    expect(annotatedIn(read)).toEqual([[], []]);
    expect(codesOf(read)).toEqual([]);
    expect(read.assumed.filter((each) => each.includes('no annotation'))).toEqual([
      '1 text carries no annotation: what it holds is unknown, not O',
    ]);
  });

  it.each<[string, object]>([
    [
      'names that nobody knows',
      {
        satz: text,
        funde: [
          { von: 0, bis: 9, sorte: 'PER' },
          { von: 21, bis: 27, sorte: 'LOC' },
        ],
      },
    ],
    ['a singular', { text, annotation: triples }],
    [
      'the name of a control',
      {
        text,
        people_and_places: [
          { start: 0, end: 9, labels: ['PER'] },
          { start: 21, end: 27, labels: ['LOC'] },
        ],
      },
    ],
    [
      'start and length',
      {
        text,
        entities: [
          { offset: 0, length: 9, category: 'PER' },
          { offset: 21, length: 6, category: 'LOC' },
        ],
      },
    ],
    [
      'numbers in quotation marks',
      {
        text,
        spans: [
          ['0', '9', 'PER'],
          ['21', '27', 'LOC'],
        ],
      },
    ],
    [
      'capitals',
      {
        text,
        Entities: [
          { BeginOffset: 0, EndOffset: 9, Type: 'PER' },
          { BeginOffset: 21, EndOffset: 27, Type: 'LOC' },
        ],
      },
    ],
    [
      'a group of words',
      {
        text,
        output: [
          { entity_group: 'PER', word: 'rosa lind', start: 0, end: 9 },
          { entity_group: 'LOC', word: 'bergen', start: 21, end: 27 },
        ],
      },
    ],
    [
      'tags of single words',
      {
        text,
        output: [
          { entity: 'B-PER', word: 'Rosa', start: 0, end: 4 },
          { entity: 'I-PER', word: 'Lind', start: 5, end: 9 },
          { entity: 'B-LOC', word: 'Bergen', start: 21, end: 27 },
        ],
      },
    ],
    [
      'a nested pair and a name',
      {
        text,
        denotations: [
          { id: 'T1', span: { begin: 0, end: 9 }, obj: 'PER' },
          { id: 'T2', span: { begin: 21, end: 27 }, obj: 'LOC' },
        ],
      },
    ],
    [
      'several stretches, as DataTurks',
      {
        content: text,
        annotation: [
          { label: ['PER'], points: [{ start: 0, end: 8, text: 'Rosa Lind' }] },
          { label: ['LOC'], points: [{ start: 21, end: 26, text: 'Bergen' }] },
        ],
      },
    ],
    [
      'lists within lists',
      {
        text,
        entities: [
          ['T1', 'PER', [[0, 9]]],
          ['T2', 'LOC', [[21, 27]]],
        ],
      },
    ],
    [
      'the category first',
      {
        text,
        entities: [
          ['PER', 0, 9],
          ['LOC', 21, 27],
        ],
      },
    ],
    [
      'the words first',
      {
        text,
        entities: [
          ['Rosa Lind', 0, 9, 'PER'],
          ['Bergen', 21, 27, 'LOC'],
        ],
      },
    ],
    [
      'a category as an object',
      {
        text,
        spans: [
          { start: 0, end: 9, label: { id: 1, name: 'PER' } },
          { start: 21, end: 27, label: { id: 2, name: 'LOC' } },
        ],
      },
    ],
    ['one list for each part', { text, entities: { start: [0, 21], end: [9, 27], label: ['PER', 'LOC'] } }],
    ['a mapping to stretches', { text, entities: { PER: [[0, 9]], LOC: [[21, 27]] } }],
    ['a mapping to objects', { text, entities: { PER: [{ start: 0, end: 9 }], LOC: [{ start: 21, end: 27 }] } }],
    ['a mapping to texts', { text, entities: { PER: ['Rosa Lind'], LOC: 'Bergen' } }],
    ['a mapping from texts', { text, labels: { 'Rosa Lind': 'PER', Bergen: 'LOC' } }],
    [
      'texts without offsets',
      {
        text,
        entities: [
          { text: 'Rosa Lind', type: 'PER' },
          { text: 'Bergen', type: 'LOC' },
        ],
      },
    ],
    ['a list kept as a text', { text, entities: JSON.stringify(triples) }],
    [
      'an answer of Argilla 2',
      {
        fields: { text },
        suggestions: { s: { value: [{ start: 0, end: 4, label: 'X' }] } },
        responses: {
          s: [
            {
              value: [
                { start: 0, end: 9, label: 'PER' },
                { start: 21, end: 27, label: 'LOC' },
              ],
              user_id: 'u',
            },
          ],
        },
      },
    ],
    [
      'an annotation of Argilla 1',
      {
        text,
        tokens: ['Rosa', 'Lind'],
        prediction: [['X', 0, 4]],
        annotation: [
          ['PER', 0, 9],
          ['LOC', 21, 27],
        ],
      },
    ],
    [
      'a document of spaCy',
      {
        text,
        ents: [
          { start: 0, end: 9, label: 'PER' },
          { start: 21, end: 27, label: 'LOC' },
        ],
        sents: [{ start: 0, end: 37 }],
        tokens: [{ id: 0, start: 0, end: 4, tag: 'NNP' }],
      },
    ],
    [
      'text in pieces',
      {
        data: [
          { text: 'Rosa Lind', entity: 'PER' },
          { text: ' moved from ' },
          { text: 'Bergen', entity: 'LOC' },
          { text: ' to Ghent.' },
        ],
      },
    ],
  ])('are read: %s', (_, record) => {
    expect(spanTexts(readLines(record))).toEqual([both]);
  });

  it('say which keys were taken, where these have no usual names', () => {
    expect(readLines({ satz: text, funde: triples }).assumed).toContain('texts under “satz”, spans under “funde”');
    expect(readLines({ text, label: triples }).assumed).toEqual([]);
  });

  it('are those of the filled list, and of another record in another', () => {
    const read = readLines(
      { text, labels: [], entities: triples },
      { text: 'It snowed.', labels: [], entities: [] },
      { text: 'Bergen', labels: [[0, 6, 'LOC']], entities: [] },
    );
    expect(spanTexts(read)).toEqual([both, [], ['LOC:Bergen']]);
    expect(annotatedIn(read)).toEqual(['all', 'all', 'all']);
    expect(read.assumed.join()).toMatch(/spans under “labels”.*“entities”/);
  });

  it('stand beside a class, relations and sentences, which are none', () => {
    const record = { text, label: 'travel', relations: [{ id: 1, from_id: 0, to_id: 1, type: 'in' }], spans: triples };
    expect(spanTexts(readLines(record))).toEqual([both]);
    expect(spanTexts(readLines({ ...record, spans: [], relations: [] }))).toEqual([[]]);
  });

  it('are not what a program predicts', () => {
    const read = readLines({ text, predictions: [{ start: 0, end: 9, label: 'PER' }] });
    expect([spanTexts(read), annotatedIn(read)]).toEqual([[[]], [[]]]);
    expect(read.assumed.join()).toContain('“predictions” is a program');
  });

  it('are found everywhere by a text alone, but not within another', () => {
    const read = readLines({ text: 'York is not New York. York!', entities: { LOC: ['York', 'New York'] } });
    expect(spanTexts(read)).toEqual([['LOC:York', 'LOC:New York', 'LOC:York']]);
    expect(codesOf(readLines({ text: 'In York', entities: { LOC: ['York', 'Bath'] } }))).toEqual([['broken-span', 1]]);
  });

  it('count words where the record has words and no text', () => {
    const words = ['Rosa', 'Lind', 'left', 'Bergen'];
    const exclusive = readLines({
      tokens: words,
      entities: [
        { start: 0, end: 2, type: 'PER' },
        { start: 3, end: 4, type: 'LOC' },
      ],
    });
    const inclusive = readLines({
      tokenized_text: words,
      ner: [
        [0, 1, 'PER'],
        [3, 3, 'LOC'],
      ],
    });
    for (const read of [exclusive, inclusive]) expect(spanTexts(read)).toEqual([both]);
    expect(inclusive.assumed.join()).toContain('the end of a span is its last word');
    const sentences = readLines({
      doc_key: 'x',
      sentences: [
        ['Rosa', 'Lind', 'left'],
        ['Bergen', 'slept'],
      ],
      ner: [[[0, 1, 'PER']], [[3, 3, 'LOC']]],
    });
    expect(spanTexts(sentences)).toEqual([both]);
    expect(tokenTexts(sentences)).toHaveLength(2);
  });

  it('have categories without blanks at their ends', () => {
    expect(
      readLines({
        text,
        label: [
          [0, 9, ' PER'],
          [21, 27, 'PER '],
        ],
      }).corpus.categories,
    ).toEqual(['PER']);
  });
});

describe('spans of numbers', () => {
  it('cover a number that is no offset', () => {
    const text = 'Born in 1999 or 5.0';
    for (const label of [
      [
        { start: 8, end: 12, text: '1999', label: 'DATE' },
        { start: 16, end: 19, text: '5.0', label: 'X' },
      ],
      [
        ['1999', 8, 12, 'DATE'],
        ['5.0', 16, 19, 'X'],
      ],
      [
        { start: '8', end: '12', text: '1999', label: 'DATE' },
        { start: '16', end: '19', text: '5.0', label: 'X' },
      ],
    ]) {
      const read = readLines({ text, label });
      expect(spanTexts(read)).toEqual([['DATE:1999', 'X:5.0']]);
      expect(read.problems).toEqual([]);
    }
  });
});

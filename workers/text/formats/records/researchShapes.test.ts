/** Shapes in which data sets of papers are kept, each with its own way to place a span. */
import { describe, expect, it } from 'vitest';
import { codesOf, readFile, readJson, readLines, spanTexts } from './testing.ts';

const words = ['Ida', 'Moss', 'left', 'New', 'Ulm', '.'];
const text = 'Ida Moss left New Ulm.';

describe('spans over words', () => {
  const named = [['PER:Ida Moss', 'LOC:New Ulm']];

  it.each([
    [
      'GLiNER',
      {
        tokenized_text: words,
        ner: [
          [0, 1, 'PER'],
          [3, 4, 'LOC'],
        ],
      },
    ],
    [
      'CrossRE',
      {
        doc_key: 'a',
        sentence: words,
        ner: [
          [0, 1, 'PER'],
          [3, 4, 'LOC'],
        ],
        relations: [],
      },
    ],
    [
      'DyGIE',
      {
        doc_key: 'a',
        sentences: [words],
        ner: [
          [
            [0, 1, 'PER'],
            [3, 4, 'LOC'],
          ],
        ],
      },
    ],
  ])('include their last word where they are lists, though none of them has one word: %s', (_, record) => {
    const read = readLines(record);
    expect(spanTexts(read)).toEqual(named);
    expect(read.assumed.join()).toContain('the end of a span is its last word');
  });

  it('end behind their last word where they are objects, or where one ends behind the last word of all', () => {
    const entities = [
      { type: 'PER', start: 0, end: 2 },
      { type: 'LOC', start: 3, end: 5 },
    ];
    expect(spanTexts(readJson([{ tokens: words, entities }]))).toEqual(named);
    const whole = readJson([
      {
        tokens: words.slice(0, 5),
        ner: [
          [0, 2, 'PER'],
          [3, 5, 'LOC'],
        ],
      },
    ]);
    expect(spanTexts(whole)).toEqual(named);
    expect(whole.assumed.join()).toContain('the word behind it');
  });

  it('name all of their words in W2NER; those in pieces are told', () => {
    const ner = [
      { index: [0, 1], type: 'PER' },
      { index: [3, 4], type: 'LOC' },
      { index: [0, 2], type: 'X' },
    ];
    const read = readJson([{ sentence: words, ner, word: [] }]);
    expect(spanTexts(read)).toEqual(named);
    expect(codesOf(read)).toEqual([['span-in-pieces', 2]]);
    expect(read.dropped.spans).toBe(1);
  });

  it('count in their sentence in DocRED', () => {
    const vertexSet = [
      [
        { name: 'Ida Moss', pos: [0, 2], sent_id: 0, type: 'PER' },
        { name: 'She', pos: [0, 1], sent_id: 1, type: 'PER' },
      ],
      [{ name: 'New Ulm', pos: [3, 5], sent_id: 0, type: 'LOC' }],
    ];
    const read = readJson([{ title: 'x', sents: [words, ['She', 'ran', '.']], vertexSet, labels: [] }]);
    expect(spanTexts(read)).toEqual([['PER:Ida Moss', 'LOC:New Ulm', 'PER:She']]);
    expect(read.kept.sentences).toBe(2);
  });

  it('are the bare tags of TACRED, whose key is said', () => {
    const read = readJson([
      {
        id: 'a',
        token: words,
        stanford_ner: ['PERSON', 'PERSON', 'O', 'CITY', 'CITY', 'O'],
        stanford_pos: words.map(() => 'NN'),
      },
      { id: 'b', token: ['No', 'name'], stanford_ner: ['O', 'O'], stanford_pos: ['DT', 'NN'] },
    ]);
    expect(spanTexts(read)).toEqual([['PERSON:Ida Moss', 'CITY:New Ulm'], []]);
    expect(read.assumed).toContain('tags under “stanford_ner”');
  });
});

describe('records that ask for one category', () => {
  it('become one text in UIE, with the prompts as categories', () => {
    const read = readLines(
      { content: text, prompt: 'person', result_list: [{ text: 'Ida Moss', start: 0, end: 8 }] },
      { content: text, prompt: 'place', result_list: [{ text: 'New Ulm', start: 14, end: 21 }] },
      { content: text, prompt: 'date', result_list: [] },
    );
    expect(spanTexts(read)).toEqual([['person:Ida Moss', 'place:New Ulm']]);
    expect(read.assumed.join()).toMatch(/asks for the spans of one category.*3 records repeat a text/);
  });

  it('become one text where a query stands beside its context', () => {
    const asked = (label: string, starts: number[], ends: number[]) => ({
      context: words.join(' '),
      query: `find each ${label}`,
      entity_label: label,
      start_position: starts,
      end_position: ends,
      impossible: starts.length === 0,
      qas_id: `0.${label}`,
    });
    const read = readJson([asked('PER', [0], [1]), asked('LOC', [3], [4]), asked('ORG', [], [])]);
    expect(spanTexts(read)).toEqual([['PER:Ida Moss', 'LOC:New Ulm']]);
    expect(read.problems).toEqual([]);
  });
});

describe('spans by category', () => {
  it('have places under what they cover in CLUENER, the last character included', () => {
    const read = readLines(
      { text, label: { name: { 'Ida Moss': [[0, 7]] }, address: { 'New Ulm': [[14, 20]], New: [[14, 16]] } } },
      {
        text: 'Bo ran, and Bo fell.',
        label: {
          name: {
            Bo: [
              [0, 1],
              [12, 13],
            ],
          },
        },
      },
      { text: 'Nobody.', label: {} },
    );
    expect(spanTexts(read)).toEqual([['name:Ida Moss', 'address:New Ulm', 'address:New'], ['name:Bo', 'name:Bo'], []]);
    expect(read.assumed.join()).toContain('last character');
  });
});

describe('what only seems to be a text', () => {
  it('is none where spans of another file’s text stand beside it', () => {
    const azure = {
      metadata: { projectKind: 'CustomEntityRecognition' },
      assets: {
        documents: [
          { location: 'a.txt', entities: [{ regionOffset: 0, labels: [{ category: 'PER', offset: 0, length: 8 }] }] },
        ],
      },
    };
    expect(() => readJson(azure)).toThrow(/its texts stand in the files that it names/);
    const tagtog = {
      annotatable: { parts: ['s1v1'] },
      anncomplete: true,
      entities: [{ classId: 'e_1', part: 's1v1', offsets: [{ start: 0, text: 'Ida Moss' }] }],
    };
    expect(() => readJson(tagtog)).toThrow();
    const beside = { source: text, labels: { entities: [{ label: 'PER', startOffset: 0, endOffset: 8 }] } };
    expect(spanTexts(readJson({ ...beside, meta: { type: 'groundtruth/text-span' } }))).toEqual([['PER:Ida Moss']]);
  });

  it('is none where it is a message to a model, a question or the number of a sentence', () => {
    const messages = [
      { role: 'user', content: `Find the names in: ${text}` },
      { role: 'assistant', content: '{"PER": ["Ida Moss"]}' },
    ];
    expect(() => readLines({ messages })).toThrow(/message of a conversation/);
    const answers = [{ text: 'Ida Moss', answer_start: 0 }];
    expect(() =>
      readJson({ data: [{ paragraphs: [{ context: text, qas: [{ question: 'Who?', answers }] }] }] }),
    ).toThrow(/no category/);
    const table =
      "Sentence #,Sentence,Tag\nSentence: 1,Ida Moss left,\"['B-per', 'I-per', 'O']\"\nSentence: 2,Bo ran,\"['B-per', 'O']\"\n";
    expect(spanTexts(readFile('a.csv', table))).toEqual([['per:Ida Moss'], ['per:Bo']]);
  });
});

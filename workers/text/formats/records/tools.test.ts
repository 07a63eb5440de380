/** Habits of single tools: answers, several annotators, pages and dialogues, repeated texts, numbers for names. */
import { describe, expect, it } from 'vitest';
import { annotatedIn, codesOf, readFile, readJson, readLines, spanTexts, tokenTexts } from './testing.ts';

const text = 'Rosa Lind moved to Ghent.';
const label = (start: number, end: number, category: string, more: object = {}) => ({
  value: { start, end, text: text.slice(start, end), labels: [category] },
  from_name: 'any',
  to_name: 'text',
  type: 'labels',
  ...more,
});

describe('Label Studio', () => {
  const task = (...annotations: object[]) => ({
    id: 7,
    data: { text },
    annotations,
    predictions: [{ result: [label(0, 4, 'X')] }],
  });

  it('counts the ground truth, else the latest, else the most complete annotation', () => {
    const short = { id: 1, result: [label(0, 4, 'PER')] };
    const whole = { id: 2, result: [label(0, 9, 'PER'), label(19, 24, 'LOC')] };
    const cases: [object[], string[], number][] = [
      [[whole, { ...short, ground_truth: true }], ['PER:Rosa'], 0],
      [
        [
          { ...whole, updated_at: '2024-05-01T00:00:00Z' },
          { ...short, updated_at: '2024-06-01T00:00:00Z' },
        ],
        ['PER:Rosa'],
        1,
      ],
      [[short, whole], ['PER:Rosa Lind', 'LOC:Ghent'], 1],
      [[{ ...whole, was_cancelled: true }, short], ['PER:Rosa'], 0],
    ];
    for (const [annotations, spans, problems] of cases) {
      const read = readJson([task(...annotations)]);
      expect(spanTexts(read)).toEqual([spans]);
      expect(read.problems.map(({ code }) => code)).toEqual(new Array(problems).fill('several-annotations'));
    }
  });

  it('takes a task without annotation, or with cancelled ones, for unknown, and one with an empty result for read', () => {
    const read = readJson([task(), task({ was_cancelled: true, result: [label(0, 4, 'PER')] }), task({ result: [] })]);
    expect(annotatedIn(read)).toEqual([[], [], 'all']);
  });

  it('says in a document how many of its spans could not be read', () => {
    const read = readJson([
      task({ result: [label(0, 9, 'PER'), label(90, 99, 'PER'), label(0, 9, 'PER')] }),
      task({ result: [label(0, 9, 'PER')] }),
      task({ result: [label(90, 99, 'PER')] }),
    ]);
    expect(read.corpus.documents.map(({ unread }) => unread)).toEqual([1, undefined, 1]);
  });

  it('takes choices, notes and relations for no spans', () => {
    const result = [
      label(0, 9, 'PER', { id: 'a' }),
      { type: 'choices', value: { choices: ['x'] } },
      { type: 'textarea', id: 'a', value: { start: 0, end: 9, text: ['she'] } },
      { type: 'relation', from_id: 'a', to_id: 'b', labels: ['x'] },
    ];
    const read = readJson([task({ result })]);
    expect([spanTexts(read), read.problems]).toEqual([[['PER:Rosa Lind']], []]);
  });

  it('reads the short form under the control’s own name, in which an empty annotation is left out', () => {
    const read = readJson([
      { id: 1, mail: text, names_in_it: [{ start: 0, end: 9, text: 'Rosa Lind', labels: ['PER'] }], annotation_id: 4 },
      { id: 2, mail: 'It snowed.', annotation_id: 5 },
    ]);
    expect(spanTexts(read)).toEqual([['PER:Rosa Lind'], []]);
    expect(annotatedIn(read)).toEqual(['all', 'all']);
  });

  it('keeps labels that are numbers, and takes no region without labels for one', () => {
    const read = readJson([
      task({ result: [label(0, 9, '0'), { ...label(10, 15, 'x'), value: { start: 10, end: 15, labels: [] } }] }),
    ]);
    expect(spanTexts(read)).toEqual([['0:Rosa Lind']]);
    expect(read.problems.map(({ code }) => code)).toEqual(['span-without-category']);
  });

  it('finds the text under any key of the data', () => {
    const read = readJson([
      { id: 1, data: { source: 'a', r_BODY: text }, annotations: [{ result: [label(0, 9, 'PER')] }] },
    ]);
    expect(spanTexts(read)).toEqual([['PER:Rosa Lind']]);
  });

  const region = (path: string, covered: string) => ({
    type: 'hypertextlabels',
    value: {
      start: path,
      end: path,
      startOffset: 0,
      endOffset: covered.length,
      text: covered,
      hypertextlabels: ['PER'],
    },
  });

  it('places a region of a page only where its text stands once, and in no tag', () => {
    const html = '<p title="Bo">Rosa and Bo met Bo and Rosa.</p><b>Lind</b>';
    const read = readJson([
      {
        id: 1,
        data: { html },
        annotations: [{ result: [region('/p[1]/text()[1]', 'Bo'), region('/b[1]/text()[1]', 'Lind')] }],
      },
    ]);
    expect(spanTexts(read)).toEqual([['PER:Lind']]);
    expect(codesOf(read)).toEqual([['broken-span', 1 + JSON.stringify([{}], null, 1).indexOf('{') - 2]]);
    const lost = () =>
      readJson([
        { id: 1, data: { html: '<i>A &amp; B</i>' }, annotations: [{ result: [region('/i[1]/text()[1]', 'A & B')] }] },
      ]);
    expect(lost).toThrow(/path into HTML/);
  });

  it('reads a dialogue as lines, and counts its offsets from the utterance', () => {
    const value = { start: '1', end: '1', startOffset: 5, endOffset: 14, text: 'Rosa Lind', paragraphlabels: ['PER'] };
    const read = readJson([
      {
        id: 1,
        data: {
          title: 'a talk',
          talk: [
            { who: 'A', text: 'Hi.' },
            { who: 'B', text: 'I am Rosa Lind' },
          ],
        },
        annotations: [{ result: [{ type: 'paragraphlabels', value }] }],
      },
    ]);
    expect(spanTexts(read)).toEqual([['PER:Rosa Lind']]);
    expect(tokenTexts(read)).toEqual([
      ['Hi', '.'],
      ['I', 'am', 'Rosa', 'Lind'],
    ]);
  });
});

describe('answers', () => {
  it('of records: what was rejected, ignored or discarded is left out, with its line', () => {
    const span = [{ start: 0, end: 4, label: 'PER' }];
    const read = readLines(
      { text, spans: span, answer: 'accept' },
      { text, spans: span, answer: 'reject' },
      { text, spans: span, answer: 'ignore' },
      { text, spans: span, status: 'Discarded' },
    );
    expect(read.kept.documents).toBe(1);
    expect(codesOf(read)).toEqual([2, 3, 4].map((line) => ['record-not-accepted', line]));
  });

  it('of spans: what was rejected is no span, and the text is looked at', () => {
    const read = readLines(
      {
        text,
        spans: [
          { start: 0, end: 9, label: 'PER', answer: 'accept' },
          { start: 19, end: 24, label: 'PER', answer: 'reject' },
        ],
      },
      { text: 'In Oslo', spans: [{ start: 3, end: 7, label: 'PER', accepted: false }] },
    );
    expect(spanTexts(read)).toEqual([['PER:Rosa Lind'], []]);
    expect(annotatedIn(read)).toEqual(['all', 'all']);
    expect(read.assumed.join()).toContain('2 spans that annotators rejected');
  });
});

describe('one text in several records', () => {
  const at = (start: number, end: number, category: string) => [{ start, end, label: category }];

  it('is one document where each record is one span', () => {
    const read = readLines(
      { text, _input_hash: 1, _task_hash: 1, spans: at(0, 9, 'PER') },
      { text, _input_hash: 1, _task_hash: 2, spans: at(19, 24, 'LOC') },
      { text: 'In Oslo', _input_hash: 2, spans: at(3, 7, 'LOC') },
    );
    expect(spanTexts(read)).toEqual([['PER:Rosa Lind', 'LOC:Ghent'], ['LOC:Oslo']]);
    expect(read.assumed.join()).toContain('2 records repeat a text');
  });

  it.each<[string, object[]]>([
    [
      'contradict each other',
      [
        { text, spans: at(0, 9, 'PER') },
        { text, spans: at(0, 9, 'ORG') },
      ],
    ],
    [
      'come from two people',
      [
        { text, spans: at(0, 9, 'PER'), _annotator_id: 'a' },
        { text, spans: at(19, 24, 'LOC'), _annotator_id: 'b' },
      ],
    ],
    [
      'have names of their own',
      [
        { id: 1, text, spans: at(0, 9, 'PER') },
        { id: 2, text, spans: at(19, 24, 'LOC') },
      ],
    ],
  ])('stays apart, with a word about it, where records %s', (_, records) => {
    const read = readLines(...records);
    expect(read.kept.documents).toBe(2);
    expect(codesOf(read)).toEqual([['repeated-text', 2]]);
  });

  it('is nothing to speak of where the annotation is the same', () => {
    const read = readLines({ text, spans: at(0, 9, 'PER') }, { text, spans: at(0, 9, 'PER') });
    expect([read.kept.documents, read.problems]).toEqual([2, []]);
  });
});

describe('tokens', () => {
  it('are no white space', () => {
    const tokens = [
      ['Rosa', 0, 4],
      [' ', 5, 6],
      ['ran', 6, 9],
      ['\n', 9, 10],
      ['.', 10, 11],
    ].map(([word, start, end]) => ({ text: word, start, end }));
    const read = readLines({ text: 'Rosa  ran\n.', tokens, spans: [{ start: 0, end: 4, label: 'PER' }] });
    expect(tokenTexts(read)).toEqual([['Rosa', 'ran', '.']]);
    expect(read.problems).toEqual([]);
  });
});

describe('words with their tags', () => {
  const words = ['Rosa', 'Lind', 'left', 'Ghent'];
  const tags = ['B-PER', 'I-PER', 'O', 'B-LOC'];
  const both = [['PER:Rosa Lind', 'LOC:Ghent']];

  it.each<[string, unknown]>([
    ['under other names', { mots: words, etiquettes: tags }],
    [
      'beside other tags',
      { tokens: words, pos_tags: ['N', 'N', 'V', 'N'], chunk_tags: ['B-NP', 'I-NP', 'O', 'B-NP'], ner_tags: tags },
    ],
    ['as a text and a list', { text: 'Rosa Lind left Ghent', tags }],
    ['as two texts', { sentence: 'Rosa Lind left Ghent', tags: tags.join(' ') }],
    ['as objects', { tokens: words.map((word, index) => ({ text: word, ner: tags[index] })) }],
    ['as pairs', words.map((word, index) => [word, tags[index]])],
    ['with sentences', { sentences: [words], ner: [tags] }],
    [
      'as spaCy’s older format',
      {
        id: 3,
        paragraphs: [
          {
            raw: 'Rosa Lind left Ghent',
            sentences: [
              { tokens: words.map((orth, index) => ({ orth, ner: ['B-PER', 'L-PER', 'O', 'U-LOC'][index] })) },
            ],
          },
        ],
      },
    ],
  ])('are read %s', (_, record) => {
    const read = readJson([record]);
    expect(spanTexts(read)).toEqual(both);
    expect(tokenTexts(read)).toEqual([words]);
  });

  it('keep the text that is beside them', () => {
    const { corpus } = readJson([{ text: 'Rosa left.', tokens: ['Rosa', 'left', '.'], ner_tags: ['B-PER', 'O', 'O'] }]);
    expect(corpus.documents[0]?.text).toBe('Rosa left.');
  });

  const numbers = [1, 2, 0, 3];
  const names = ['O', 'B-PER', 'I-PER', 'B-LOC'];

  it.each<[string, unknown]>([
    ['as numbers', [{ tokens: words, ner_tags: numbers }]],
    ['as numbers in quotation marks', [{ tokens: words, ner_tags: numbers.map(String) }]],
    ['as numbers beside a text', [{ text: 'Rosa Lind left Ghent', tokens: words, ner_tags: numbers }]],
  ])('are refused %s, and their names are asked for', (_, records) => {
    expect(() => readJson(records)).toThrow(/“ner_tags” are numbers, and the names.*label_names/);
  });

  it.each<[string, unknown]>([
    [
      'a class label',
      {
        features: { ner_tags: { feature: { names, _type: 'ClassLabel' } } },
        rows: [{ row_idx: 0, row: { tokens: words, ner_tags: numbers } }],
      },
    ],
    [
      'a mapping',
      { id2label: { 0: 'O', 1: 'B-PER', 2: 'I-PER', 3: 'B-LOC' }, data: [{ tokens: words, ner_tags: numbers }] },
    ],
    [
      'a mapping to numbers',
      { label2id: { O: 0, 'B-PER': 1, 'I-PER': 2, 'B-LOC': 3 }, data: [{ tokens: words, ner_tags: numbers }] },
    ],
    ['a list', { label_names: names, data: [{ tokens: words, ner_tags: numbers }] }],
    ['a list in the record', [{ tokens: words, ner_tags: numbers, tag_names: names }]],
  ])('have the names of %s', (_, value) => {
    expect(spanTexts(readJson(value))).toEqual(both);
  });

  it('have the names of a header of JSON Lines', () => {
    expect(spanTexts(readLines({ label_names: names }, { tokens: words, ner_tags: numbers }))).toEqual(both);
  });

  it('do not count where there are not as many, with both counts', () => {
    const read = readLines({ tokens: words, ner_tags: ['B-PER', 'O'] }, { tokens: words, ner_tags: tags });
    expect(spanTexts(read)).toEqual(both);
    expect(read.problems).toMatchObject([
      { code: 'uneven-tags', line: 1, message: expect.stringContaining('4 words and 2 tags') },
    ]);
  });

  it('are told where spaCy says that nobody looked', () => {
    const tokens = (ner: string[]) => ({
      sentences: [{ tokens: ner.map((tag, index) => ({ orth: `w${index}`, ner: tag })) }],
    });
    expect(readJson([tokens(['U-PER', '-', 'O'])]).problems).toMatchObject([{ code: 'missing-tags' }]);
  });
});

describe('categories that are numbers', () => {
  const record = { text, annotations: [{ label: 7, start_offset: 0, end_offset: 9, user: 1 }] };

  it('are kept with a warning', () => {
    const read = readLines(record);
    expect(spanTexts(read)).toEqual([['7:Rosa Lind']]);
    expect(codesOf(read)).toEqual([['numbered-categories', undefined]]);
  });

  it('have the names that the file gives them', () => {
    expect(spanTexts(readJson({ label_types: [{ id: 7, text: 'PER' }], examples: [record] }))).toEqual([
      ['PER:Rosa Lind'],
    ]);
  });
});

describe('Python source', () => {
  it('gives the lists that it assigns', () => {
    const source = `import spacy\n\n# examples\nTRAIN_DATA = [\n    ("O'Neil and 'Bo'", {"entities": [(0, 6, "PER")]}),  # one\n    ('In '\n     'Ghent', {'entities': [(3, 8, 'LOC')]}),\n]\n\ndef main():\n    print(TRAIN_DATA[0])\n`;
    for (const name of ['train.py', 'train.txt'])
      expect(spanTexts(readFile(name, source))).toEqual([["PER:O'Neil"], ['LOC:Ghent']]);
  });

  it('is refused with the line where it holds more than literals, or no examples', () => {
    expect(() => readFile('a.py', 'A = 1\nDATA = [\n  ("Bo", {"entities": [(0, 2, NAME)]}),\n]\n')).toThrow(
      /a\.py, line 3: .*Python source/,
    );
    expect(() => readFile('a.py', 'print(1)\n')).toThrow(/Python source/);
  });

  it('is read line by line, too', () => {
    expect(
      spanTexts(
        readFile('a.jsonl', `{'text': "O'Neil", 'label': [(0, 6, 'PER')], 'x': None}\n{'text': 'Bo', 'label': []}\n`),
      ),
    ).toEqual([["PER:O'Neil"], []]);
    expect(
      spanTexts(
        readFile('a.txt', `("Bo ran", {"entities": [(0, 2, "PER")]}),\n("Al ran", {"entities": [(0, 2, "PER")]}),\n`),
      ),
    ).toEqual([['PER:Bo'], ['PER:Al']]);
  });
});

/** Columns are told by what they hold: any spelling of tags, in any order of columns, comes back the same. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GraftError } from '../../protocol/errors.ts';
import { allSpans } from '../spans.ts';
import { readCorpus } from './read.ts';
import type { ReadOptions } from './reading.ts';

const read = (text: string, options?: ReadOptions, name = 'sample.conll') =>
  readCorpus({ name, bytes: new TextEncoder().encode(text) }, options);
type Read = ReturnType<typeof read>;
const spansIn = ({ corpus }: Read) =>
  corpus.documents.flatMap((document) =>
    allSpans(document).map(({ start, end, category }) => `${category}:${document.text.slice(start, end)}`),
  );
const sentencesIn = ({ corpus }: Read) =>
  corpus.documents.flatMap(({ text, sentences }) =>
    sentences.map(({ tokens }) => tokens.map(({ start, end }) => text.slice(start, end)).join(' ')),
  );
const names = ['PER:Ada Moss', 'LOC:Ulm'];

describe('cells in quotation marks', () => {
  const rows = [
    ['Ada', 'B-PER'],
    ['Moss', 'I-PER'],
    ['"', 'O'],
    ['Ulm', 'B-LOC'],
  ];

  it.each([
    ["'", ' '],
    ["'", '\t'],
    ['"', ' '],
    ['"', '\t'],
  ])('are read without them: %s, parted by “%s”', (mark, sign) => {
    const quoted = (cell: string) => `${mark}${cell === mark ? cell + cell : cell}${mark}`;
    const text = `${rows.map((row) => row.map(quoted).join(sign)).join('\n')}\n`;
    const result = read(text, undefined, 'a.txt');
    expect(spansIn(result)).toEqual(names);
    expect(sentencesIn(result)[0]).toMatch(/^Ada Moss "{1,2} Ulm$/);
  });
});

describe('which column holds what', () => {
  it.each<[what: string, rows: string]>([
    ['a running number before the word', '1\tAda\tB-PER\n2\tMoss\tI-PER\n3\tleft\tO\n\n1\tUlm\tB-LOC\n2\twaits\tO\n'],
    ['a number that counts through the file', '0 Ada B-PER\n1 Moss I-PER\n2 left O\n\n3 Ulm B-LOC\n4 waits O\n'],
    ['a confidence behind the tag', 'Ada B-PER 0.98\nMoss I-PER 0.7\nleft O 1.0\n\nUlm B-LOC 0.9\nwaits O 0.99\n'],
    ['the tag first', 'B-PER\tAda\nI-PER\tMoss\nO\tleft\n\nB-LOC\tUlm\nO\twaits\n'],
    ['remarks that are mostly empty', 'Ada\tB-PER\t_\nMoss\tI-PER\tsic\nleft\tO\t_\n\nUlm\tB-LOC\t_\nwaits\tO\t_\n'],
    ['tabs at the ends', 'Ada\tB-PER\t\nMoss\tI-PER\t\nleft\tO\n\nUlm\tB-LOC\t\t\nwaits\tO\t\n'],
    ['a header', 'Word\tPOS\tTag\nAda\tNNP\tB-PER\nMoss\tNNP\tI-PER\nleft\tVBD\tO\n\nUlm\tNNP\tB-LOC\nwaits\tVBZ\tO\n'],
    ['a header of other names', 'w\tmy_ner\nAda\tB-PER\nMoss\tI-PER\nleft\tO\n\nUlm\tB-LOC\nwaits\tO\n'],
    [
      'the document before the words',
      'd1 0 Ada B-PER\nd1 1 Moss I-PER\nd1 2 left O\nd1 3 . O\n\nd2 0 Ulm B-LOC\nd2 1 waits O\n',
    ],
    [
      'inner names in the last column',
      '1\tAda\tB-PER\tO\n2\tMoss\tI-PER\tB-LOC\n3\tleft\tO\tO\n\n1\tUlm\tB-LOC\tO\n2\twaits\tO\tO\n',
    ],
    ['the language before each word', 'en:Ada B-PER\nen:Moss I-PER\nen:left O\n\nen:Ulm B-LOC\nen:waits O\n'],
    [
      'parts of speech before the words',
      'NN\tAda\tB-PER\nNN\tMoss\tI-PER\nNN\tleft\tO\n\nNN\tUlm\tB-LOC\nNN\twaits\tO\n',
    ],
    [
      'letters before a running number',
      'T1\tAda\tB-PER\nT2\tMoss\tI-PER\nT3\tleft\tO\n\nT1\tUlm\tB-LOC\nT2\twaits\tO\n',
    ],
    ['numbers of sentences', '0\tAda\tB-PER\n0\tMoss\tI-PER\n0\tleft\tO\n1\tUlm\tB-LOC\n1\twaits\tO\n'],
    ['cells that are empty outside of names', 'Ada\tPER\nMoss\tPER\nleft\t\n\nUlm\tLOC\nwaits\t\n'],
    ['tags of which those outside are empty', 'Ada\tB-PER\nMoss\tI-PER\nleft\t\n\nUlm\tB-LOC\nwaits\t\n'],
    ['offsets, the tag before them', 'B-PER 0 3 Ada\nI-PER 4 8 Moss\nO 9 13 left\n\nB-LOC 14 17 Ulm\nO 18 23 waits\n'],
    [
      'ranges, as WebAnno has them, without its head',
      '1-1\t0-3\tAda\tB-PER\n1-2\t4-8\tMoss\tI-PER\n1-3\t9-13\tleft\tO\n\n2-1\t14-17\tUlm\tB-LOC\n2-2\t18-23\twaits\tO\n',
    ],
    ['a comma behind each word', 'Ada, B-PER\nMoss, I-PER\nleft, O\n\nUlm, B-LOC\nwaits, O\n'],
    ['a colon behind each word', 'Ada: B-PER\nMoss: I-PER\nleft: O\n\nUlm: B-LOC\nwaits: O\n'],
    [
      'features of CRFsuite',
      'B-PER\tw[0]=Ada\tp=N\nI-PER\tw[0]=Moss\tp=N\nO\tw[0]=left\tp=V\n\nB-LOC\tw[0]=Ulm\tp=N\nO\tw[0]=waits\tp=V\n',
    ],
    ['None for O', 'Ada\tPER\nMoss\tPER\nleft\tNone\n\nUlm\tLOC\nwaits\tNone\n'],
    ['prefixes written out', 'Ada BEGIN-PER\nMoss INSIDE-PER\nleft O\n\nUlm BEGIN-LOC\nwaits O\n'],
    ['brackets over a column', 'Ada NNP (PER*\nMoss NNP *)\nleft VBD *\n\nUlm NNP (LOC*)\nwaits VBZ *\n'],
  ])('finds words and tags beside %s', (_, rows) => {
    const result = read(rows);
    expect(spansIn(result)).toEqual(names);
    expect(sentencesIn(result).map((sentence) => sentence.replace(' .', ''))).toEqual(['Ada Moss left', 'Ulm waits']);
  });

  it.each(['|', ';', ',', '/', '+', '&'])(
    'reads tags stacked by %s behind a blank, whatever the file is called',
    (sign) => {
      const rows = `Ada B-PER${sign}B-X\nMoss I-PER${sign}O\nleft O${sign}O\n\nUlm B-LOC${sign}B-X\nwaits O${sign}O\n`;
      expect(spansIn(read(rows, undefined, 'a.txt')).sort()).toEqual(['LOC:Ulm', 'PER:Ada Moss', 'X:Ada', 'X:Ulm']);
    },
  );

  it('does not take numbers for words because one of them is broken', () => {
    const rows = '1 Ada B-PER\n2 Moss I-PER\n3" left O\n\n1 Ulm B-LOC\n2 waits O\n3 . O\n';
    expect(spansIn(read(rows))).toEqual(names);
  });

  it('tells of a row whose word is missing, and does not take its tag for one', () => {
    const rows = '1\tAda\tB-PER\tO\n2\tleft\tO\tO\n3\tB-LOC\tO\n4\t.\tO\tO\n';
    const result = read(rows);
    expect(sentencesIn(result)).toEqual(['Ada left .']);
    expect(result.problems.map(({ code, line }) => [code, line])).toEqual([['broken-line', 3]]);
  });

  it('leaves the language out before all words where one has none, and tells of that one', () => {
    const words = Array.from({ length: 12 }, (_, at) => (at === 5 ? 'Ulm' : `de:w${at}`));
    const result = read(words.map((word, at) => `${word} ${at === 5 ? 'B-LOC' : 'O'}\n`).join(''));
    expect(spansIn(result)).toEqual(['LOC:Ulm']);
    expect(sentencesIn(result)[0]).toMatch(/^w0 w1/);
    expect(result.problems.map(({ code, line }) => [code, line])).toEqual([['no-language', 6]]);
  });

  it('gives the columns, the header and the first rows, to choose others', () => {
    const { columns } = read('token ner\nAda B-PER\nleft O\n');
    expect(columns).toEqual({
      wordColumn: 0,
      tagColumn: 1,
      header: ['token', 'ner'],
      rows: [
        ['Ada', 'B-PER'],
        ['left', 'O'],
      ],
    });
  });

  it('reads names of the tasks of 2012, beside parses and arguments in brackets too', () => {
    const rows = [
      'd 0 0 Ada NNP (TOP(S(NP* - (PER* (ARG0*',
      'd 0 1 Moss NNP *) - *) *)',
      'd 0 2 left VBD (VP*))) leave * (V*)',
      'd 0 3 Ulm NNP (NP*) - (LOC) *',
    ];
    const { corpus, assumed } = read(`#begin document (d); part 000\n${rows.join('\n')}\n\n#end document\n`);
    expect(spansIn({ corpus } as Read)).toEqual(names);
    expect(assumed).toContain('words in column 4');
  });

  it('takes the column of nothing but O for the tags, whatever words look like', () => {
    const { corpus } = read('- O\nAda O\nO O\n');
    expect(sentencesIn({ corpus } as Read)).toEqual(['- Ada O']);
    expect(corpus.categories).toEqual([]);
  });

  it('says which other column could be meant', () => {
    const { assumed } = read('Ada B-NP B-PER\nleft B-VP O\nUlm B-NP B-LOC\n');
    expect(assumed).toContain('tags in column 3 of 3 (column 2 could be meant too)');
  });

  it('never joins cells, and tells each row that has too many or too few', () => {
    const tabs = read('Ada\tB-PER\nleft\tO\nBo\tB-PER\tO\nLind\tI-PER\tO\nran\tO\nalone\nUlm\tB-LOC\n');
    expect(sentencesIn(tabs)).toEqual(['Ada left Bo Lind ran Ulm']);
    expect(tabs.problems.map(({ code, line }) => [code, line])).toEqual([
      ['further-cells', 3],
      ['further-cells', 4],
      ['broken-line', 6],
    ]);
    const spaces = read('Ada B-PER\nleft O\nfor O\nNew York B-LOC\nUlm B-LOC\n');
    expect(sentencesIn(spaces)).toEqual(['Ada left for Ulm']);
    expect(spaces.problems.map(({ line }) => line)).toEqual([4]);
    expect(spaces.dropped.lines).toBe(1);
  });

  it('keeps stacked tags as spans within spans', () => {
    const result = read('mild O\nzinc B-CHEM|B-ILL\nfever I-ILL\n. O\n');
    expect(spansIn(result)).toEqual(['ILL:zinc fever', 'CHEM:zinc']);
    expect(result.kept).toMatchObject({ spans: 1, furtherSpans: 1 });
  });

  it('says that empty lines are missing, and finds sentences by their final marks if asked to', () => {
    const rows = 'Ada B-PER\nleft O\n. O\nUlm B-LOC\nwaits O\n! O\n" O\n'.repeat(100);
    const whole = read(rows);
    expect(whole.kept.sentences).toBe(1);
    expect(whole.problems[0]?.message).toMatch(/has 700 words: empty lines/);
    const divided = read(rows, { sentenceEnds: 'marks' });
    expect(divided.problems).toEqual([]);
    expect(sentencesIn(divided).slice(0, 2)).toEqual(['Ada left .', 'Ulm waits ! "']);
  });

  it('refuses what is neither tags nor parts of speech', () => {
    const rows = Array.from({ length: 400 }, (_, index) => `word${index} other${index}`);
    expect(() => read(rows.join('\n'))).toThrow(/these are no tags/);
  });

  it('refuses tags that are numbers, and asks for their names', () => {
    expect(() => read('Ada\t1\nMoss\t2\nleft\t0\nUlm\t3\n', undefined, 'a.tsv')).toThrow(/are numbers, such as 1/);
    expect(read('Ada\t0\nleft\t0\n').kept.spans).toBe(0);
  });

  it('tells names in brackets from phrases', () => {
    expect(spansIn(read('Ada NNP (S* - (PER*)\nleft VBD *) leave *\n'))).toEqual(['PER:Ada']);
  });

  it('refuses texts with a label each, and spans with places whose text is missing', () => {
    expect(() => read('a good film\tGOOD\na bad film\tBAD\nso so\tBAD\n')).toThrow(/most cells hold several/);
    expect(() => read('Ada\t0\t3\tPER\nUlm\t9\t12\tLOC\nBo\t20\t22\tPER\n')).toThrow(/the text is not in the file/);
    expect(read('New York\tB-LOC\nleft\tO\nme\tO\n').kept.spans).toBe(1);
  });

  it('names a column that does not exist', () => {
    expect(() => read('Ada B-PER\n', { wordColumn: 5 })).toThrow(/no column 5 for the word/);
  });
});

const prefix = fc.constantFrom(
  (letter: string, category: string) => `${letter}-${category}`,
  (letter: string, category: string) => `${letter}_${category}`,
  (letter: string, category: string) => `${letter}:${category}`,
  (letter: string, category: string) => `${category}-${letter}`,
  (letter: string, category: string) => `${letter.toLowerCase()}-${category}`,
);
const middles = fc.constantFrom(
  { I: 'I', E: 'I', S: 'B' },
  { I: 'I', E: 'E', S: 'S' },
  { I: 'M', E: 'E', S: 'S' },
  { I: 'I', E: 'L', S: 'U' },
);
const word = fc.constantFrom('Ada', 'Moss', 'left', 'Ulm', '.', '12', 'é', '山', "don't", 'x-y', 'O');
const chunk = fc.record({
  words: fc.array(word, { minLength: 1, maxLength: 3 }),
  category: fc.constantFrom('', 'PER', 'Old-Name', 'loc'),
});
const sentence = fc.array(chunk, { minLength: 1, maxLength: 5 });

describe('columns as anybody writes them', () => {
  it('come back the same, whatever the prefixes, the order of columns, the outside sign and the line ends', () => {
    fc.assert(
      fc.property(
        fc.array(sentence, { minLength: 2, maxLength: 6 }),
        prefix,
        middles,
        fc.record({
          outside: fc.constantFrom('O', 'o', '0', 'OUT'),
          // Parts of speech before the words are told by their number, in the test above.
          order: fc
            .shuffledSubarray(['number', 'word', 'pos', 'tag'], { minLength: 4 })
            .filter((order) => order.indexOf('word') < order.indexOf('pos')),
          separator: fc.constantFrom('\t', ' '),
          lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
          trailing: fc.constantFrom('', '\t'),
        }),
        (sentences, spell, letters, { outside, order, separator, lineEnd, trailing }) => {
          fc.pre(sentences.flat().filter(({ category }) => category !== '').length > 1);
          const expected: string[] = [];
          const blocks = sentences.map((chunks) => {
            let number = 0;
            return chunks.flatMap(({ words, category }) => {
              if (category !== '') expected.push(`${category}:${words.join(' ')}`);
              return words.map((each, index) => {
                const letter =
                  words.length === 1
                    ? letters.S
                    : index === 0
                      ? 'B'
                      : index === words.length - 1
                        ? letters.E
                        : letters.I;
                const tag = category === '' ? outside : spell(letter, category);
                const cells: Record<string, string> = {
                  number: `${++number}`,
                  word: each,
                  pos: number % 2 ? 'NN' : 'VB',
                  tag,
                };
                return order.map((name) => cells[name]).join(separator) + trailing;
              });
            });
          });
          const result = read(blocks.map((rows) => rows.join(lineEnd)).join(lineEnd + lineEnd), undefined, 'x.txt');
          expect(spansIn(result)).toEqual(expected);
          expect(result.kept.sentences).toBe(sentences.length);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('lose nothing in silence when lines are broken in any way: every row is a word or was told', () => {
    const rows = ['Ada\tNNP\tB-PER', 'Moss\tNNP\tI-PER', 'left\tVBD\tO', 'Ulm\tNNP\tB-LOC', '.\t.\tO'];
    const file = Array.from({ length: 4 }, () => `${rows.join('\n')}\n\n`).join('');
    const change = fc.record({
      kind: fc.constantFrom('cell', 'join', 'cut', 'insert', 'quote'),
      at: fc.nat(file.length - 1),
    });
    const seen = { same: 0, told: 0, refused: 0 };
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        let text = file;
        for (const { kind, at } of changes) {
          const place = Math.min(at, text.length);
          const rest = text.slice(place);
          if (kind === 'cut') text = text.slice(0, place);
          else if (kind === 'cell') text = text.slice(0, place) + rest.replace(/[^\t\n]*\t/, '');
          else if (kind === 'join') text = text.slice(0, place) + rest.replace('\n', '\t');
          else text = `${text.slice(0, place)}${kind === 'quote' ? '"' : '\t'}${rest}`;
        }
        let result: Read;
        try {
          result = read(text);
        } catch (error) {
          expect(error).toBeInstanceOf(GraftError);
          seen.refused++;
          return;
        }
        const lines = text.split('\n').filter((line) => line.trim() !== '').length;
        const words = sentencesIn(result).join(' ').split(' ').length;
        expect(words + result.dropped.lines).toBe(lines);
        const labelled = spansIn(result).length;
        const tags = text.match(/\tB-[A-Z]/g)?.length ?? 0;
        if (labelled < tags) expect(result.problems.length).toBeGreaterThan(0);
        seen[result.problems.length > 0 ? 'told' : 'same']++;
      }),
      { numRuns: 500 },
    );
    expect(Math.min(seen.told, seen.same)).toBeGreaterThan(0);
  });
});

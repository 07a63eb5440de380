import { describe, expect, it } from 'vitest';
import { readCorpus } from './read.ts';

const read = (text: string) => readCorpus({ name: 'a.pos', bytes: new TextEncoder().encode(text) });
const sentences = (text: string) =>
  read(text).corpus.documents.map((document) =>
    document.sentences.map(({ tokens, tags }) =>
      tokens.map(({ start, end }, index) => `${document.text.slice(start, end)}_${tags?.[index]}`).join(' '),
    ),
  );

describe('readWordTag', () => {
  it('reads a sentence a line, the last slash parting word and tag', () => {
    expect(sentences('The/DT Ca2+/calmodulin/NN binds/VBZ ./. \nIt/PRP works/VBZ\n')).toEqual([
      ['The_DT Ca2+/calmodulin_NN binds_VBZ ._.'],
      ['It_PRP works_VBZ'],
    ]);
    expect(read('It/PRP works/VBZ ./.\n')).toMatchObject({ format: 'word-tag', corpus: { kind: 'tags' } });
  });

  it.each([
    ['slashes', 'Ada/B-PER Moss/I-PER left/O\nUlm/B-LOC ./O\n'],
    ['slashes and parts of speech', 'Ada/NNP/B-PER Moss/NNP/I-PER left/VBD/O\nUlm/NNP/B-LOC ././O\n'],
    ['bars', 'Ada|NNP|I-PER Moss|NNP|I-PER left|VBD|O\nUlm|NNP|I-LOC .|.|O\n'],
    ['bars without parts of speech', 'Ada|B-PER Moss|I-PER left|O\nUlm|B-LOC .|O\n'],
    ['underscores', 'Ada_B-PER Moss_I-PER left_O\nUlm_B-LOC ._O\n'],
    ['colons, without prefixes', 'Ada:PER Moss:PER left:O\nUlm:LOC .:O\n'],
    ['slashes, a word a line', 'Ada/B-PER\nMoss/I-PER\nleft/O\n\nUlm/B-LOC\n./O\n'],
    ['colons, a word a line', 'Ada:PER\nMoss:PER\nleft:O\n\nUlm:LOC\n.:O\n'],
  ])('takes tags of spans for spans, glued by %s', (_, text) => {
    const { corpus, format } = readCorpus({ name: 'a.txt', bytes: new TextEncoder().encode(text) });
    expect(format).toBe('word-tag');
    expect(
      corpus.documents.map((document) => [
        document.text,
        ...document.spans.map(({ start, end, category }) => `${category}:${document.text.slice(start, end)}`),
      ]),
    ).toEqual([
      ['Ada Moss left', 'PER:Ada Moss'],
      ['Ulm .', 'LOC:Ulm'],
    ]);
  });

  it('reads parts of speech behind an underscore', () => {
    expect(sentences('Ada_NNP left_VBD ._.\n')).toEqual([['Ada_NNP left_VBD ._.']]);
  });

  it('takes the first of alternative tags and undoes escaped slashes', () => {
    expect(sentences('one/CD 1\\/2/CD setting/VBG|NN\n')).toEqual([['one_CD 1/2_CD setting_VBG']]);
  });

  it('keeps a word with spaces in it as one token', () => {
    expect(
      sentences('many/JJ G + C/NN pairs/NNS here/RB now/RB then/RB so/RB on/IN and/CC on/IN ./. x/X y/Y\n')[0]?.[0],
    ).toContain('G + C_NN');
  });

  it('reports a word without a tag at the end of a line', () => {
    const { problems, dropped } = read('a/DT b/NN c/NN d/NN e/NN f/NN g/NN end\n');
    expect(problems).toMatchObject([{ code: 'word-without-tag', line: 1 }]);
    expect(dropped.lines).toBe(1);
  });

  it('reads Penn Treebank brackets, with sentences over several lines', () => {
    const text = [
      '[ The/DT cat/NN ]',
      'sat/VBD ./. ',
      "''/'' ",
      '[ It/PRP ]',
      'left/VBD on/IN',
      '[ a/DT mat/NN ]',
      '',
      '[ that/WDT ]',
      'lay/VBD ./.',
      '======',
      '[ A/DT title/NN ]',
      '======',
      '[ End/NN ]',
      './.',
      '',
      '',
      '',
      '[ Next/JJ file/NN ]',
      './.',
    ].join('\n');
    expect(sentences(text)).toEqual([
      [
        "The_DT cat_NN sat_VBD ._. ''_''",
        'It_PRP left_VBD on_IN a_DT mat_NN that_WDT lay_VBD ._.',
        'A_DT title_NN',
        'End_NN ._.',
      ],
      ['Next_JJ file_NN ._.'],
    ]);
  });

  it('begins a document where GENIA begins an abstract', () => {
    const text = 'UI/LS -/: 77001/CD \nOne/CD ./.\nUI/LS -/: 77002/CD \nTwo/CD ./.\nThree/CD ./.\n';
    expect(read(text).corpus.documents.map(({ id, sentences: all }) => [id, all.length])).toEqual([
      ['77001', 2],
      ['77002', 3],
    ]);
  });

  it('tells of words that are glued to each other', () => {
    const { problems } = read('Ada|NNP|B-PER left|VBD|O .|.|O\nUlm|NNP|B-LOC is|VBZ|O .|.|OIt|PRP|O rains|VBZ|O\n');
    expect(problems.map(({ code, line }) => [code, line])).toEqual([['glued-words', 2]]);
  });

  it('reads parts of speech behind a colon, of the colon too', () => {
    expect(sentences('Ada:NNP left:VBD :::\nUlm:NNP waits:VBZ .:.\n')).toEqual([
      ['Ada_NNP left_VBD :_:'],
      ['Ulm_NNP waits_VBZ ._.'],
    ]);
  });

  it('knows categories in small letters by the O beside them', () => {
    const { corpus } = read('Ada:name Moss:name left:O today:O\nBo:name ran:O\n');
    expect(corpus.documents.map(({ spans }) => spans.map(({ category }) => category))).toEqual([['name'], ['name']]);
  });

  it('leaves brackets out that stand at the words of a phrase', () => {
    expect(sentences('[Ada/NNP Moss/NNP] left/VBD [Ulm/NNP] ./.\n')).toEqual([
      ['Ada_NNP Moss_NNP left_VBD Ulm_NNP ._.'],
    ]);
    expect(read('[Ada/NNP] left/VBD\n').assumed.join()).toMatch(/brackets around phrases/);
  });

  it('keeps brackets that are words, and tells of one that has no other', () => {
    expect(sentences('[/-LRB- [1]/CD ]/-RRB- see/VB\n')).toEqual([['[_-LRB- [1]_CD ]_-RRB- see_VB']]);
    const { problems } = read('[Ada/NNP left/VBD\nUlm/NNP waits/VBZ ./.\n');
    expect(problems.map(({ code, line }) => [code, line])).toEqual([['glued-bracket', 1]]);
  });
});

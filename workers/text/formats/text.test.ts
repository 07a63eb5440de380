import { describe, expect, it } from 'vitest';
import { readCorpus } from './read.ts';

const read = (text: string) => readCorpus({ name: 'a.txt', bytes: new TextEncoder().encode(text) });
const texts = (text: string) => read(text).corpus.documents.map((document) => document.text);

describe('readText', () => {
  it('makes documents of the blocks between empty lines, their lines paragraphs', () => {
    const result = read('A title\nThe text. It goes on.\n\n\nAnother\n');
    expect(result.format).toBe('text');
    expect(result.corpus.documents.map(({ text, sentences }) => [text, sentences.length])).toEqual([
      ['A title\nThe text. It goes on.', 3],
      ['Another', 1],
    ]);
    expect(result.corpus.documents[0]?.annotated).toEqual([]);
  });

  it('makes a document of every line where no line is empty', () => {
    expect(texts('Where is my order?\nI moved. Send it on.\nThanks!\n')).toEqual([
      'Where is my order?',
      'I moved. Send it on.',
      'Thanks!',
    ]);
  });

  it('does not take the ends of lines that were broken to a width for ends of sentences', () => {
    const result = read(
      'The parcel that was promised for Monday has not come, and the\nneighbours have not seen anybody at the door all day long, so\nthat I wonder whether the street was written right when the\norder was made. Please look.\n',
    );
    expect(result.kept).toEqual({ documents: 1, sentences: 2, spans: 0, furtherSpans: 0 });
  });

  it('reads the same from CRLF as from LF', () => {
    const text = 'One two.\nThree.\n\nFour\n';
    expect(read(text.replaceAll('\n', '\r\n')).corpus).toEqual(read(text).corpus);
  });

  it.each([
    ['<?xml version="1.0"?>\n<doc>Ada</doc>', /XML or HTML document/],
    ['- i am [Ada](name)\n- from [Ulm](city)', /brackets before a category/],
    ['[PER Ada ] lives in [LOC Ulm ] .', /category in brackets, such as “\[PER Ada \]”/],
    ['{{PER:Ada}} lives in {{LOC:Ulm}} .', /category in brackets/],
    ['[NP Ada/NNP Moss/NNP] [VP left/VBD] ./.', /in brackets with their names, such as “\[NP Ada\/NNP”/],
    ['(S (PERSON Ada/NNP) left/VBD ./.)', /trees in brackets/],
    ['( (S (NP-SBJ (NNP Ada)) (VP (VBD left)) (. .)))', /trees in brackets/],
    ['Ada [PERSON] lives in Ulm [LOCATION].', /category in brackets/],
    ['Ada#PER lives in Ulm#LOC .', /glued to them, such as “Ada#PER”/],
    ['Ada lives in Ulm .\n0,1 PER|3,4 LOC\n\nNothing here .\n\n', /places with a category, such as “0,1 PER”/],
    [
      'Ada met Bob .\nMAN O MAN O\nEve is in Ulm today .\nWOMAN O O TOWN O O\n',
      /nothing but tags, such as “MAN O MAN O”/,
    ],
    ['I saw <b>Ada</b> in <i>Ulm</i>.', /markup, such as “<b>Ada<\/b>”/],
    ['So <START:person> Ada <START:place> Ulm <START:place> Lund <END> .', /behind marks such as “<START:place>”/],
    ['First:\n7|t|Ada in Ulm\n', /PubTator/],
    ['<s><w sem="DNA">IL-2</w> gene</s>', /document in markup/],
    ['[@Ada Moss#PER*] lives in Ulm.', /as YEDDA does/],
    ['c="chest pain" 1:2 1:3||t="problem"\n', /concepts of i2b2/],
    ['P1|0 4|IL-2 gene\nP1|9 12|NFkB\n', /as BioCreative/],
    ['Sentence[4]: "Ada in Ulm ." → ["Ada"/PER, "Ulm"/LOC]\n', /a tagger printed/],
    ['   precision    recall  f1-score   support\n\nPER  1.00  1.00  1.00  1\n', /report of scores/],
    ['Ada Moss PER\nNew York LOC\nBo PER\n', /category beside words, such as “Ada Moss PER”/],
    ['LOC New York\nPER Ada Moss\n', /category beside words, such as “LOC New York”/],
    ['Ada Moss\tPERSON\tlives in\nUlm\tLOCATION\t.\n', /hold a category, such as “PERSON”/],
    ['Ada{PER} lives in Ulm{LOC} .', /beside a category in brackets/],
    ['Ada[PER] lives in Ulm[LOC].', /beside a category in brackets/],
    ['**Ada** (PER) lives in **Ulm** (LOC).', /beside a category in brackets/],
    ['(Ada, PER) (left, O) (Ulm, LOC)', /in brackets with a category, such as “\(Ada, PER\)”/],
    ['0 3 PER Ada\n12 15 LOC Ulm\n', /places with a category, such as “0 3 PER”/],
    ['- from [Ulm]{"entity": "city"}\n- to [Lund]{"entity": "city"}\n', /brackets before a category/],
    ['Ada@B-PER left@O .@O\nBo@B-PER ran@O\n', /tags, such as “B-PER”/],

    ["('Ada', 'B-PER'),\n('left', 'O'),\n('Ulm', 'B-LOC'),\n('.', 'O'),\n", /stand tags, such as “B-PER”/],
    ['Ada\tB–PER\nleft\tO\nUlm\tB–LOC\nEve\tB–PERSON\n', /Tabs part its lines into 2 columns/],
    ['Ada\t1\nleft\t0\nUlm\t3\n', /Tabs part its lines into 2 columns/],
    ['Ada (B-PER)  B-PER left\nfor Ulm B-LOC and B-LOC\n', /stand tags, such as “B-PER”/],
  ])('is refused where it is rather something else: %s', (text, message) => {
    const file = { name: 'a.txt', bytes: new TextEncoder().encode(text) };
    expect(() => readCorpus(file)).toThrow(message);
    expect(readCorpus(file, { format: 'text' }).corpus.documents.length).toBeGreaterThan(0);
  });

  it.each([
    'Die E-Mail kam. Mit der U-Bahn fahren. Die S-Bahn und die E-Mail.',
    'Meet 10-12 PM or 9:30 AM. NASA [WHO] and [IMF], A|B, and/or.',
    'name:\tAda\nplace:\tUlm\n\nWhat follows is free.\nIt goes on.\nAnd on.',
    'THE BIG O\nFULL CAPITALS\nHELLO O GREAT WORLD\nAND MORE',
    'See [our page](https://example.org) and [that](https://example.com).',
    'If a < b and b > c, then <b>',
    'The DATE is set (see PER, LOC and ORG), at 10:30 (EST).\nTIME flies.\nNothing else.\nNothing.',
    'Paul (PER) came to ask.\nHe went (on).',
  ])('stays plain text: %s', (text) => {
    expect(readCorpus({ name: 'a.txt', bytes: new TextEncoder().encode(text) }).format).toBe('text');
  });
});

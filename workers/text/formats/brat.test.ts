import { describe, expect, it } from 'vitest';
import { allSpans } from '../spans.ts';
import { readBratFolder, readCorpus } from './read.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const file = (name: string, content: string | Uint8Array) => ({
  name,
  bytes: typeof content === 'string' ? bytes(content) : content,
});
const read = (text: string | Uint8Array, ...annotations: string[]) =>
  readBratFolder('folder', [
    {
      id: 'letter',
      text: file('letter.txt', text),
      annotations: annotations.map((content, index) => file(`letter.ann${index || ''}`, content)),
    },
  ]);
const spansOf = ({ corpus }: ReturnType<typeof read>) =>
  corpus.documents.flatMap((document) =>
    allSpans(document).map(({ start, end, category }) => [category, document.text.slice(start, end)]),
  );

describe('reading brat', () => {
  it('keeps every span, nested ones too, and counts what says more about them', () => {
    const result = read(
      'Bank of Velby fined Ada.',
      'T1\tORG 0 13\tBank of Velby\nT2\tLOC 8 13\tVelby\nT3\tPER 20 23\tAda\nR1\tfines Arg1:T1 Arg2:T3\n#1\tAnnotatorNotes T1\tsure\nA1\tOld T1\nN1\tReference T1 Wiki:1\tVelby\n*\tEquiv T1 T2\n',
    );
    expect(spansOf(result)).toEqual([
      ['ORG', 'Bank of Velby'],
      ['LOC', 'Velby'],
      ['PER', 'Ada'],
    ]);
    expect(result.assumed.join()).toContain(
      'left out: 1 relation, 1 equivalence, 1 attribute, 1 link to a knowledge base, 1 note',
    );
  });

  it('leaves out spans in several pieces and counts them, unless a line end alone parts them', () => {
    const result = read(
      'left and right arm of\nAda Lund',
      'T1\tBody 0 4;15 18\tleft arm\nT2\tBody 9 18\tright arm\nT3\tPER 22 25;26 30\tAda Lund\n',
    );
    expect(spansOf(result)).toEqual([
      ['Body', 'right arm'],
      ['PER', 'Ada Lund'],
    ]);
    expect([result.dropped.spans, result.assumed.join()]).toEqual([1, expect.stringContaining('1 span in several')]);
  });

  it.each([
    ['code points', '😀 Ada', 'T1\tPER 2 5\tAda\n'],
    ['UTF-16 units', '😀 Ada', 'T1\tPER 3 6\tAda\n'],
    ['bytes', 'é Ada', 'T1\tPER 3 6\tAda\n'],
    ['CRLF as two', 'one\r\ntwo Ada', 'T1\tPER 9 12\tAda\n'],
    ['CRLF as one', 'one\r\ntwo Ada', 'T1\tPER 8 11\tAda\n'],
    ['CRLF as one, and UTF-16 units', '😀\r\ntwo Ada', 'T1\tPER 7 10\tAda\n'],
    ['the byte-order mark', '\uFEFFone Ada', 'T1\tPER 5 8\tAda\n'],
  ])('finds out that offsets count %s by what the lines say', (_, text, annotation) => {
    expect(spansOf(read(text, annotation))).toEqual([['PER', 'Ada']]);
  });

  it('tells of lines that do not fit the text, with file and line, and leaves them out', () => {
    const { problems, dropped, corpus } = read(
      'Ada ran.',
      'T1\tPER 0 3\tAda\nT2\tPER 4 7\tBo\nT3\tPER 40 43\tAda\nT4\tPER\nwhat is this\n',
    );
    expect(problems.map(({ code, file: name, line }) => [code, name, line])).toEqual([
      ['span-text-differs', 'letter.ann', 2],
      ['span-outside-text', 'letter.ann', 3],
      ['broken-line', 'letter.ann', 4],
      ['broken-line', 'letter.ann', 5],
    ]);
    expect(dropped).toEqual({ lines: 2, spans: 3 });
    expect(corpus.documents[0]?.spans).toHaveLength(1);
    expect(corpus.documents.map(({ unread }) => unread)).toEqual([3]);
  });

  it('reads spaces for tabs, lines without the words, and entities and triggers in files of their own', () => {
    expect(spansOf(read('Ada Lund ran', 'T1 PER 0 8 Ada Lund\n'))).toEqual([['PER', 'Ada Lund']]);
    expect(spansOf(read('Ada Lund ran', 'T1\tPER 0 8\n'))).toEqual([['PER', 'Ada Lund']]);
    const events = read('p53 binds', 'T1\tProtein 0 3\tp53\n', 'T2\tBinding 4 9\tbinds\nE1\tBinding:T2 Theme:T1\n');
    expect(spansOf(events)).toEqual([
      ['Protein', 'p53'],
      ['Binding', 'binds'],
    ]);
    expect(events.assumed.join()).toContain('1 event');
  });

  it('tells a text that nobody annotated from one with an empty annotation file', () => {
    expect(read('Ada ran.').corpus.documents[0]?.annotated).toEqual([]);
    expect(read('Ada ran.', '').corpus.documents[0]?.annotated).toBe('all');
  });

  it('refuses annotation files that fit none of their texts', () => {
    expect(() => read('Something else.', 'T1\tPER 0 3\tAda\n')).toThrow(/None of the annotation files’ spans/);
  });

  it.each(['letter.ann', 'letter.txt'])('refuses an annotation file alone by what it is, called %s', (name) => {
    const content = 'T1\tPER 0 3\tAda\nT2\tLOC 8 13\tVelby\n';
    expect(() => readCorpus(file(name, content))).toThrow(/brat annotation file \(\.ann\), and its text is missing/);
  });
});

/** CoreNLP's and Stanza's tokens become words in their text. */
import { describe, expect, it } from 'vitest';
import { codesOf, readJson, spanTexts } from './testing.ts';

const words: [word: string, start: number][] = [
  ['Ada', 0],
  ['Bo', 4],
  ['left', 7],
  ['Ulm', 12],
  ['.', 15],
];
const tokens = (tags: string[]) =>
  words.map(([word, start], index) => ({
    index: index + 1,
    word,
    originalText: word,
    characterOffsetBegin: start,
    characterOffsetEnd: start + word.length,
    ner: tags[index] ?? 'O',
  }));
const mention = (at: number, ner: string) => {
  const [text = '', start = 0] = words[at] ?? [];
  return { text, characterOffsetBegin: start, characterOffsetEnd: start + text.length, ner };
};
const tags = ['PERSON', 'PERSON', 'O', 'CITY', 'O'];

describe('tokens of CoreNLP', () => {
  it('are the words of their text, with tags', () => {
    const read = readJson({ docId: 'a.txt', sentences: [{ index: 0, tokens: tokens(tags) }], corefs: {} });
    expect(read.corpus.documents.map(({ id, text }) => [id, text])).toEqual([['a.txt', 'Ada Bo left Ulm.']]);
    expect(spanTexts(read)).toEqual([['PERSON:Ada Bo', 'CITY:Ulm']]);
  });

  it('are parted by mentions where their tags would join two names', () => {
    const entitymentions = [mention(0, 'PERSON'), mention(1, 'PERSON'), mention(3, 'CITY')];
    const read = readJson({ sentences: [{ tokens: tokens(tags), entitymentions }] });
    expect(spanTexts(read)).toEqual([['PERSON:Ada', 'PERSON:Bo', 'CITY:Ulm']]);
    const again = readJson({ sentences: [{ tokens: tokens(tags), entitymentions: [...entitymentions, {}] }] });
    expect(codesOf(again)).toEqual([['broken-span', 1]]);
  });
});

describe('tokens of Stanza', () => {
  const token = (index: number, ner: string) => {
    const [text = '', start = 0] = words[index] ?? [];
    return { id: index + 1, text, ner, start_char: start, end_char: start + text.length };
  };
  const sentence = ['B-PERSON', 'E-PERSON', 'O', 'S-GPE', 'O'].map((ner, index) => token(index, ner));

  it('are the words of a document', () => {
    for (const value of [[sentence], sentence]) {
      const read = readJson(value);
      expect(read.corpus.documents.map(({ text }) => text)).toEqual(['Ada Bo left Ulm.']);
      expect(spanTexts(read)).toEqual([['PERSON:Ada Bo', 'GPE:Ulm']]);
    }
  });

  it('have their places in a note, in older versions', () => {
    const older = sentence.map(({ start_char, end_char, ...rest }) => ({
      ...rest,
      misc: `start_char=${start_char}|end_char=${end_char}`,
    }));
    expect(readJson([older]).corpus.documents[0]?.text).toBe('Ada Bo left Ulm.');
  });
});

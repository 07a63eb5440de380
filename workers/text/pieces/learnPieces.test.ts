import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { learnPieces, learnTokenizer } from './learnPieces.ts';
import { createPieceTokenizer } from './pieceTokenizer.ts';

const cased = (size: number) => ({ size, lowercase: false });
const times = (count: number, word: string) => new Array<string>(count).fill(word);
const special = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];

describe('pieces that a text gives', () => {
  it('are the special ones, all characters in both places, and what stands together most often', () => {
    // hug 10, pug 5, pun 12, bun 4, hugs 5: the example of Hugging Face's course on BPE.
    const words = [
      ...times(10, 'hug'),
      ...times(5, 'pug'),
      ...times(12, 'pun'),
      ...times(4, 'bun'),
      ...times(5, 'hugs'),
    ];
    const pieces = learnPieces(words, cased(100));
    const letters = [...'bghnpsu'];
    expect(pieces.slice(0, 19)).toEqual([...special, ...letters, ...letters.map((letter) => `##${letter}`)]);
    // u·g 20, then p·un and h·ug as u·n has 16: ##ug 20, ##un 16, hug 15, pun 12, ...
    expect(pieces.slice(19)).toEqual(['##ug', '##un', 'hug', 'pun', 'hugs', 'pug', 'bun']);
  });

  it('are no more than asked for, and the same however the words are ordered', () => {
    const words = ['meadow', 'meadows', 'shadow', 'shadows', 'meadow'];
    expect(learnPieces(words, cased(28))).toHaveLength(28);
    expect(learnPieces([...words].reverse(), cased(40))).toEqual(learnPieces(words, cased(40)));
  });

  it('never join what a mark parts, nor what stands together once', () => {
    const pieces = learnPieces(['a-b', 'a-b', 'cd'], cased(100));
    expect(pieces).not.toContain('a-');
    expect(pieces).not.toContain('cd');
  });

  it('joins a letter that is doubled once', () => {
    const pieces = learnPieces(times(3, 'aaaa'), cased(100));
    expect(pieces.slice(-4)).toEqual(expect.arrayContaining(['##aa']));
    expect(pieces).toContain('aaaa');
  });
});

describe('the tokenizer that comes of it', () => {
  it('knows frequent words whole and cuts the others, without an unknown piece', () => {
    const text = [...times(20, 'Meadow'), ...times(9, 'shadow'), ...times(2, 'madhouse')];
    const tokenizer = createPieceTokenizer(learnTokenizer(text, { size: 200, lowercase: true }));
    const spell = (word: string) => tokenizer.piecesOf(word).ids.map((id) => tokenizer.vocabulary[id]);
    expect(spell('MEADOW')).toEqual(['meadow']);
    expect(spell('shadow-meadow')).toEqual(['shadow', '[UNK]', 'meadow']);
    expect(spell('mead')).not.toContain('[UNK]');
  });

  it('tells large letters from small ones where it is to', () => {
    const text = [...times(4, 'Ada'), ...times(4, 'ada')];
    const tokenizer = createPieceTokenizer(learnTokenizer(text, { size: 200, lowercase: false }));
    expect(tokenizer.piecesOf('Ada').ids).not.toEqual(tokenizer.piecesOf('ada').ids);
  });

  it('spells every word of the text by pieces that it has', () => {
    const word = fc.string({ unit: fc.constantFrom(...'abcdéß.-漢'), minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 40 }), fc.boolean(), (words, lowercase) => {
        const tokenizer = createPieceTokenizer(learnTokenizer(words, { size: 120, lowercase }));
        const { unknown } = tokenizer.special;
        return words.every((each) => !tokenizer.piecesOf(each).ids.includes(unknown));
      }),
    );
  });
});

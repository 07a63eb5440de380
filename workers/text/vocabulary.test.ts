import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GraftError } from '../protocol/errors.ts';
import { createRandom } from './random.ts';
import { WordVectors } from './vectors.ts';
import {
  buildVocabulary,
  characterIds,
  extendVocabulary,
  initialWordRows,
  readWord,
  unknownId,
  type VocabularyOptions,
  vocabularyFromJson,
  vocabularyToJson,
  wordId,
  wordsToLookUp,
} from './vocabulary.ts';

const paper: VocabularyOptions = { unknown: 'paper', digitsToZero: true, minimumCount: 2 };
const byVectors: VocabularyOptions = { ...paper, unknown: 'vectors' };
const sentences = ['the parcel left Lyon', 'the van of Zoë left at 14:30', 'call 555 or 777'].map((line) =>
  line.split(' '),
);
const vectors = new WordVectors(['parcel', 'lyon', 'Zoë', '000'], 2, new Float32Array([1, 2, 3, 4, 5, 6, 7, 8]));

describe('buildVocabulary', () => {
  it('keeps words seen twice, digits read as 0, after padding and the unknown', () => {
    expect(buildVocabulary(sentences, null, paper).words).toEqual(['<PAD>', '<UNK>', 'the', 'left', '000']);
  });

  it('does as the papers do with vectors at hand, too', () => {
    expect(buildVocabulary(sentences, vectors, paper).words).toEqual(buildVocabulary(sentences, null, paper).words);
  });

  it('also keeps every word that has a vector, as written or lower-cased', () => {
    const { words } = buildVocabulary(sentences, vectors, byVectors);
    expect(words.slice(2)).toEqual(['the', 'parcel', 'left', 'Lyon', 'Zoë', '000']);
  });

  it('keeps every character, as code points', () => {
    const { characters } = buildVocabulary([['🚲', 'a7']], null, paper);
    expect(characters.slice(2)).toEqual(['🚲', 'a', '0']);
    expect(buildVocabulary([['a7']], null, { ...paper, digitsToZero: false }).characters.slice(2)).toEqual(['a', '7']);
  });
});

describe('looking up', () => {
  const vocabulary = buildVocabulary(sentences, vectors, byVectors);

  it('tries a word as written, then lower-cased, then the unknown', () => {
    expect(wordId(vocabulary, 'Lyon')).toBe(5);
    expect(wordId(vocabulary, 'LEFT')).toBe(4);
    expect(wordId(vocabulary, '123')).toBe(wordId(vocabulary, '999'));
    expect(wordId(vocabulary, 'zoë')).toBe(unknownId);
  });

  it('does not take the words <PAD> and <UNK> of a text for the rows of that name', () => {
    const named = buildVocabulary([['<PAD>', '<PAD>', '<UNK>', '<UNK>']], null, paper);
    expect(wordId(named, '<PAD>')).toBe(unknownId);
    expect(named.words).toHaveLength(2);
  });

  it('gives one row a code point and the unknown for a new character', () => {
    const ids = characterIds(vocabulary, 'to🚲9');
    expect(ids).toHaveLength(4);
    expect(ids[2]).toBe(unknownId);
    expect(vocabulary.characters[ids[3] as number]).toBe('0');
  });
});

describe('extendVocabulary', () => {
  const source = buildVocabulary(sentences, vectors, byVectors);

  it('takes in new words that have a vector or occur twice, at the end', () => {
    const target = [['Graz', 'bike', 'bike', 'van', 'Lyon']];
    const known = new WordVectors(['graz'], 2, new Float32Array(2));
    expect(extendVocabulary(source, target, known).words).toEqual([...source.words, 'Graz', 'bike']);
    expect(extendVocabulary(source, target, null).words).toEqual([...source.words, 'bike']);
  });

  it('leaves a word known in lower case to its trained row, unless it has a vector of its own', () => {
    const target = [['LEFT', 'LEFT']];
    expect(extendVocabulary(source, target, null).words).toEqual(source.words);
    const cased = new WordVectors(['LEFT'], 2, new Float32Array(2));
    expect(extendVocabulary(source, target, cased).words).toEqual([...source.words, 'LEFT']);
  });

  const text = fc.array(fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 4 })), { maxLength: 8 });

  it('keeps the row of every word and character of the source', () => {
    fc.assert(
      fc.property(text, text, fc.boolean(), (one, other, digitsToZero) => {
        const before = buildVocabulary(one, vectors, { ...byVectors, digitsToZero, minimumCount: 1 });
        const after = extendVocabulary(before, other, vectors, { minimumCount: 1 });
        expect(after.words.slice(0, before.words.length)).toEqual(before.words);
        expect(after.characters.slice(0, before.characters.length)).toEqual(before.characters);
        for (const word of one.flat()) expect(wordId(after, word)).toBe(wordId(before, word));
        for (const word of other.flat()) expect(wordId(after, word)).not.toBe(unknownId);
        for (const word of [...one, ...other].flat()) expect(characterIds(after, word)).not.toContain(unknownId);
      }),
    );
  });

  it('survives JSON', () => {
    fc.assert(
      fc.property(text, (one) => {
        const vocabulary = buildVocabulary(one, null, { ...paper, minimumCount: 1 });
        expect(vocabularyFromJson(JSON.parse(JSON.stringify(vocabularyToJson(vocabulary))))).toEqual(vocabulary);
      }),
    );
  });
});

describe('vocabularyFromJson', () => {
  it.each([
    ['no object', null],
    ['a missing list', { words: ['<PAD>', '<UNK>'], digitsToZero: true }],
    ['a word that stands there twice', { words: ['a', 'b', 'c', 'c'], characters: ['a', 'b'], digitsToZero: true }],
    ['too few rows', { words: ['a'], characters: ['a', 'b'], digitsToZero: true }],
  ])('refuses %s', (_, json) => {
    expect(() => vocabularyFromJson(json)).toThrow(GraftError);
  });
});

describe('initialWordRows', () => {
  const vocabulary = buildVocabulary(sentences, vectors, byVectors);

  it('copies vectors, zeroes padding and draws the rest within ±0.25', () => {
    const rows = initialWordRows(vocabulary, vectors, 2, createRandom(1));
    const row = (word: string) => [...rows.slice(wordId(vocabulary, word) * 2, wordId(vocabulary, word) * 2 + 2)];
    expect([...rows.slice(0, 2)]).toEqual([0, 0]);
    expect(row('Lyon')).toEqual([3, 4]);
    expect(row('555')).toEqual([7, 8]);
    for (const word of ['the', 'left', 'neverseen']) {
      for (const number of row(word)) expect(Math.abs(number)).toBeLessThanOrEqual(0.25);
      expect(row(word)).not.toEqual([0, 0]);
    }
  });

  it('gives only the rows from a number on', () => {
    const rows = initialWordRows(vocabulary, vectors, 2, createRandom(1), vocabulary.words.length - 1);
    expect([...rows]).toEqual([7, 8]);
  });

  it('refuses vectors of another dimension', () => {
    expect(() => initialWordRows(vocabulary, vectors, 3, createRandom(1))).toThrow(/2 dimensions.*has 3/);
  });
});

describe('readWord', () => {
  it('gives the rows of word and characters, and one object for words that read alike', () => {
    const options = { unknown: 'vectors', digitsToZero: true, minimumCount: 1 } as const;
    const vocabulary = buildVocabulary([['in', '1994', 'Velby']], null, options);
    for (const word of ['in', '1994', '2001', 'velby', 'Nowhere', 'in']) {
      const expected = { row: wordId(vocabulary, word), characters: characterIds(vocabulary, word) };
      expect(readWord(vocabulary, word)).toEqual(expected);
    }
    expect(readWord(vocabulary, '1994')).toBe(readWord(vocabulary, '2001'));
    expect(readWord(vocabulary, '0000')).toBe(readWord(vocabulary, '1994'));
    expect(readWord(vocabulary, 'Velby')).not.toBe(readWord(vocabulary, 'velby'));
    const other = buildVocabulary([['Velby']], null, options);
    expect(readWord(other, 'Velby').row).not.toBe(readWord(vocabulary, 'Velby').row);
  });
});

describe('wordsToLookUp', () => {
  it('names every spelling that is looked up', () => {
    expect([...wordsToLookUp([['Lyon', '14:30']], true)]).toEqual(['Lyon', 'lyon', '00:00']);
  });
});

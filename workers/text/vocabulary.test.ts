import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from './random.ts';
import { WordVectors } from './vectors.ts';
import {
  characterEntries,
  createVocabulary,
  initialWordRows,
  newCharacters,
  newWords,
  spellingsOf,
  unknownRow,
  type WordOptions,
  WordReader,
  wordEntries,
} from './vocabulary.ts';

const paper: WordOptions = { unknown: 'paper', digitsToZero: true };
const byVectors: WordOptions = { ...paper, unknown: 'vectors' };
const sentences = ['the parcel left Lyon', 'the van of Zoë left at 14:30', 'call 555 or 777'].map((line) =>
  line.split(' '),
);
const vectors = new WordVectors(['parcel', 'lyon', 'Zoë', '000'], 2, new Float32Array([1, 2, 3, 4, 5, 6, 7, 8]));
const entries = wordEntries(sentences, vectors, byVectors);

describe('wordEntries', () => {
  it('keeps words seen twice, digits read as 0, after padding and the unknown', () => {
    expect(wordEntries(sentences, null, paper)).toEqual(['<PAD>', '<UNK>', 'the', 'left', '000']);
  });

  it('does as the papers do with vectors at hand, too', () => {
    expect(wordEntries(sentences, vectors, paper)).toEqual(wordEntries(sentences, null, paper));
  });

  it('also keeps every word that has a vector, as written or lower-cased', () => {
    expect(entries.slice(2)).toEqual(['the', 'parcel', 'left', 'Lyon', 'Zoë', '000']);
  });

  it('takes in nothing for the words <PAD> and <UNK> of a text', () => {
    expect(wordEntries([['<PAD>', '<PAD>', '<UNK>', '<UNK>']], null, paper)).toHaveLength(2);
  });
});

describe('characterEntries', () => {
  it('keeps every character, as code points, after padding and the unknown', () => {
    expect(characterEntries([['🚲', 'a7']], true)).toEqual(['<PAD>', '<UNK>', '🚲', 'a', '0']);
    expect(characterEntries([['a7']], false).slice(2)).toEqual(['a', '7']);
  });
});

describe('a reader of words', () => {
  const characters = characterEntries(sentences, true);
  const words = createVocabulary(entries);
  const reader = new WordReader(words, createVocabulary(characters), true);
  const rowOf = (word: string) => reader.read(word).row;

  it('tries a word as written, then lower-cased, then the unknown', () => {
    expect(rowOf('Lyon')).toBe(5);
    expect(rowOf('LEFT')).toBe(4);
    expect(rowOf('123')).toBe(rowOf('999'));
    expect(rowOf('zoë')).toBe(unknownRow);
  });

  it('does not take the words <PAD> and <UNK> of a text for the rows of that name', () => {
    for (const word of ['<PAD>', '<UNK>']) expect(rowOf(word)).toBe(unknownRow);
  });

  it('gives one row a code point and the unknown for a new character', () => {
    const rows = reader.read('to🚲9').characters;
    expect(rows).toHaveLength(4);
    expect(rows[2]).toBe(unknownRow);
    expect(characters[rows[3] as number]).toBe('0');
  });

  it('gives one object for words that read alike, and another for those that do not', () => {
    expect(reader.read('1994')).toBe(reader.read('2001'));
    expect(reader.read('0000')).toBe(reader.read('1994'));
    expect(reader.read('left')).not.toBe(reader.read('LEFT'));
    expect(reader.read('Lyon')).toEqual(new WordReader(words, createVocabulary(characters), true).read('Lyon'));
  });

  it('knows by which vocabularies it reads', () => {
    const grown = createVocabulary([...entries, 'Graz']);
    const small = createVocabulary(characters);
    const other = new WordReader(grown, small, true);
    expect(other.reads(grown, small)).toBe(true);
    expect(other.reads(words, small)).toBe(false);
    expect(other.reads(grown, createVocabulary(characters))).toBe(false);
    expect(other.read('Graz').row).toBe(entries.length);
    expect(rowOf('Graz')).toBe(unknownRow);
  });

  it('reads digits as they are where the model has it so', () => {
    const asWritten = new WordReader(createVocabulary(['', '', '7', '8']), createVocabulary(['', '', '7']), false);
    expect(asWritten.read('8')).toEqual({ row: 3, characters: [unknownRow] });
    expect(asWritten.read('7')).toEqual({ row: 2, characters: [2] });
  });
});

describe('what a target brings', () => {
  const source = createVocabulary(entries);

  it('are words that have a vector or occur twice', () => {
    const target = [['Graz', 'bike', 'bike', 'van', 'Lyon']];
    const known = new WordVectors(['graz'], 2, new Float32Array(2));
    expect(newWords(source, target, known, true)).toEqual(['Graz', 'bike']);
    expect(newWords(source, target, null, true)).toEqual(['bike']);
  });

  it('is no word known in lower case, which reads its trained row, unless it has a vector of its own', () => {
    const target = [['LEFT', 'LEFT']];
    expect(newWords(source, target, null, true)).toEqual([]);
    const lower = new WordVectors(['left'], 2, new Float32Array(2));
    expect(newWords(source, target, lower, true)).toEqual([]);
    const cased = new WordVectors(['LEFT'], 2, new Float32Array(2));
    expect(newWords(source, target, cased, true)).toEqual(['LEFT']);
  });

  it('is not the words <PAD> and <UNK>, which name rows already', () => {
    expect(newWords(source, [['<UNK>', '<UNK>', '<PAD>', '<PAD>']], null, true)).toEqual([]);
  });

  const text = fc.array(fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 4 })), { maxLength: 8 });

  it('appended, leaves every word and character of the source its row, and no word or character unknown', () => {
    fc.assert(
      fc.property(text, text, fc.boolean(), (one, other, digitsToZero) => {
        const [twice, otherTwice] = [
          [...one, ...one],
          [...other, ...other],
        ];
        const before = createVocabulary(wordEntries(twice, vectors, { ...byVectors, digitsToZero }));
        const after = createVocabulary([...before.entries, ...newWords(before, otherTwice, vectors, digitsToZero)]);
        const known = createVocabulary(characterEntries(one, digitsToZero));
        const all = createVocabulary([...known.entries, ...newCharacters(known, other, digitsToZero)]);
        expect(new Set(after.entries).size).toBe(after.entries.length);
        expect(new Set(all.entries).size).toBe(all.entries.length);
        const reader = new WordReader(before, known, digitsToZero);
        const grown = new WordReader(after, all, digitsToZero);
        for (const word of one.flat()) expect(grown.read(word)).toEqual(reader.read(word));
        for (const word of other.flat()) {
          expect(grown.read(word).row).not.toBe(unknownRow);
          expect(grown.read(word).characters).not.toContain(unknownRow);
        }
      }),
    );
  });
});

describe('initialWordRows', () => {
  const { rows: places } = createVocabulary(entries);

  it('copies vectors, zeroes padding and draws the rest within ±0.25', () => {
    const rows = initialWordRows(entries, 0, vectors, 2, createRandom(1));
    const row = (place: number) => [...rows.slice(place * 2, place * 2 + 2)];
    const of = (word: string) => row(places.get(word) as number);
    expect(rows).toHaveLength(2 * entries.length);
    expect(row(0)).toEqual([0, 0]);
    expect(of('Lyon')).toEqual([3, 4]);
    expect(of('000')).toEqual([7, 8]);
    for (const drawn of [of('the'), of('left'), row(unknownRow)]) {
      for (const number of drawn) expect(Math.abs(number)).toBeLessThanOrEqual(0.25);
      expect(drawn).not.toEqual([0, 0]);
    }
  });

  it('gives words that are appended their vectors: the first two of them are neither padding nor the unknown', () => {
    expect([...initialWordRows(['Lyon', 'parcel'], 9, vectors, 2, createRandom(1))]).toEqual([3, 4, 1, 2]);
  });

  it('refuses vectors of another dimension', () => {
    expect(() => initialWordRows(entries, 0, vectors, 3, createRandom(1))).toThrow(/2 dimensions.*has 3/);
  });
});

describe('spellingsOf', () => {
  it('names every spelling that is looked up', () => {
    expect([...spellingsOf([['Lyon', '14:30']], true)]).toEqual(['Lyon', 'lyon', '00:00']);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distinctCharacters } from './distinctCharacters.ts';
import { capitalisations, characterTypes } from './letterCase.ts';
import { sentenceBatch } from './sentenceBatch.ts';
import { createVocabulary, WordReader } from './vocabulary.ts';

const characters = createVocabulary(['<PAD>', '<UNK>', ...'abA0-é']);
const reader = () => new WordReader(createVocabulary(['<PAD>', '<UNK>']), characters, true);

function read(sentences: readonly (readonly string[])[]) {
  const batch = sentenceBatch(sentences, reader());
  return { batch, found: distinctCharacters(sentences, batch, true) };
}

describe('the different characters of a batch', () => {
  it('stand once each, with their rows and types; what the table does not know keeps its type', () => {
    const { found } = read([['abba', 'Z'], ['a-b']]);
    const types = (row: number) => (row === 0 ? '' : characterTypes[row - 1]);
    expect([...found.rows].slice(0, 5)).toEqual([0, 2, 3, 1, 6]);
    expect([...found.types].slice(0, 5).map(types)).toEqual([
      '',
      'lower case',
      'lower case',
      'upper case',
      'punctuation',
    ]);
    expect([...found.rows, ...found.types].slice(5, found.rows.length).every((row) => row === 0)).toBe(true);
  });

  it('spell the words as the batch does, whatever these are', () => {
    const words = fc.array(fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 25 }), { maxLength: 6 }));
    fc.assert(
      fc.property(words, (sentences) => {
        const { batch, found } = read(sentences);
        expect(Array.from(found.ids, (id) => found.rows[id])).toEqual([...batch.characters]);
        expect(new Set(found.ids).size).toBeLessThanOrEqual(found.rows.length);
      }),
    );
  });

  it('come with the capitalisation of each token, whichever digits it has; padding has none', () => {
    const { batch, found } = read([['Ab', 'x1', 'x2', '12'], ['Ab']]);
    const named = Array.from(found.capitalised, (row) => (row === 0 ? '' : capitalisations[row - 1]));
    expect(named.slice(0, 4)).toEqual(['upper initial', 'lower case', 'lower case', 'no information']);
    expect(named.slice(batch.time)).toEqual(['upper initial', ...new Array(batch.time - 1).fill('')]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roundedUp, sentenceBatch } from './sentenceBatch.ts';
import { characterEntries, createVocabulary, WordReader, wordEntries } from './vocabulary.ts';

const words = ['Ada', 'moved', 'to', 'Velby', 'on', '4', 'May', '.', 'unforeseeable-circumstances-everywhere'];
const entries = wordEntries([words, words], null, { unknown: 'vectors', digitsToZero: false });
const reader = new WordReader(createVocabulary(entries), createVocabulary(characterEntries([words], false)), false);
const sentences = fc.array(fc.array(fc.constantFrom(...words), { maxLength: 70 }), { minLength: 1, maxLength: 12 });

describe('a batch of sentences', () => {
  it('holds every word and its spelling in its own place, and nothing on padding', () => {
    fc.assert(
      fc.property(sentences, (all) => {
        const batch = sentenceBatch(all, reader);
        expect(batch.words.length).toBe(batch.size * batch.time);
        expect(batch.characters.length).toBe(batch.characterLengths.length * batch.longest);
        expect([...batch.lengths]).toEqual(all.map((sentence) => sentence.length));
        all.forEach((sentence, row) => {
          for (let column = 0; column < batch.time; column++) {
            const cell = row * batch.time + column;
            const word = sentence[column];
            expect(batch.words[cell]).toBe(word === undefined ? 0 : reader.read(word).row);
            const spelling = batch.spellings[cell] as number;
            const length = batch.characterLengths[spelling] as number;
            const from = spelling * batch.longest;
            const spelled = [...batch.characters.subarray(from, from + length)];
            expect(spelled).toEqual(word === undefined ? [] : reader.read(word).characters.slice(0, 20));
            const rest = batch.characters.subarray(from + length, from + batch.longest);
            expect(rest.every((id) => id === 0)).toBe(true);
          }
        });
      }),
    );
  });

  it('spells each word once, however often it stands there', () => {
    const { characterLengths } = sentenceBatch([['to', 'Velby', 'to'], ['to']], reader);
    expect([...characterLengths].filter((length) => length > 0)).toEqual([2, 5]);
  });

  it('has few sizes, none of them much larger than asked for', () => {
    const sizes = Array.from({ length: 500 }, (_, n) => roundedUp(n + 1));
    sizes.forEach((size, n) => {
      const asked = n + 1;
      expect(size).toBeGreaterThanOrEqual(asked);
      expect(size).toBeLessThanOrEqual(Math.max(asked + 3, 1.25 * asked));
      expect(roundedUp(size)).toBe(size);
    });
    expect(new Set(sizes).size).toBeLessThan(25);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Gazetteers, listsOf, readGazetteers } from './gazetteers.ts';

const file = (name: string, text: string) => ({ name, bytes: new TextEncoder().encode(text) });

/** By token, the lists that cover it. */
function covered(entries: readonly string[], text: string): string[] {
  const gazetteers = new Gazetteers(entries);
  const words = text.split(' ');
  const lists: string[][] = words.map(() => []);
  gazetteers.cover(words, (token, list) => lists[token]?.push(gazetteers.lists[list] as string));
  return lists.map((names) => names.sort().join('+'));
}

describe('the files of gazetteers', () => {
  it('hold a name a line; the list is called as the file, or as a second column says', () => {
    const files = [
      file('lists/places.txt', 'Velby\r\n\r\n  New   Orrick \n'),
      file('names', 'Ada\tPerson\nVelby\tPlace\n'),
    ];
    expect(readGazetteers(files)).toEqual(['places\tVelby', 'places\tNew Orrick', 'Person\tAda', 'Place\tVelby']);
  });

  it('that say a name twice say it once', () => {
    expect(readGazetteers([file('a.txt', 'Velby\nVelby\n'), file('b.txt', 'Velby\ta\n')])).toEqual(['a\tVelby']);
  });

  it('make lists, each with its number of names, in the order in which they come', () => {
    const entries = readGazetteers([file('names.txt', 'Velby\tPlace\nAda\nOrrick\tPlace\nAda\n')]);
    expect(listsOf(entries)).toEqual([
      { name: 'Place', names: 2 },
      { name: 'names', names: 1 },
    ]);
  });

  it('without a name are refused, by their own name', () => {
    expect(() => readGazetteers([file('tabs.txt', '\tPlace\n')])).toThrow(
      expect.objectContaining({ problem: expect.objectContaining({ code: 'empty-gazetteer', file: 'tabs.txt' }) }),
    );
  });
});

describe('gazetteers', () => {
  it('cover all words of a name, the longest first, and do not look for another inside of it', () => {
    const entries = ['Place\tNew Orrick', 'Place\tNew', 'Place\tOrrick Bay'];
    expect(covered(entries, 'in New Orrick Bay')).toEqual(['', 'Place', 'Place', '']);
    expect(covered(entries, 'New Velby near Orrick Bay')).toEqual(['Place', '', '', 'Place', 'Place']);
  });

  it('match each list by itself, so that a token may be in several', () => {
    const entries = ['Club\tBank of Velby', 'Place\tVelby', 'Person\tVelby'];
    expect(covered(entries, 'Bank of Velby')).toEqual(['Club', 'Club', 'Club+Person+Place']);
  });

  it('find a name in lower case however it is written, any other as it stands', () => {
    expect(covered(['Place\tnew velby'], 'NEW Velby new VELBY')).toEqual(['Place', 'Place', 'Place', 'Place']);
    expect(covered(['Place\tVelby'], 'VELBY velby Velby')).toEqual(['', '', 'Place']);
  });

  it('find in any sentence what a search of every stretch finds', () => {
    const word = fc.constantFrom('a', 'b', 'B', 'c');
    const phrase = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(' '));
    const names = fc.uniqueArray(phrase, { maxLength: 6 });
    fc.assert(
      fc.property(names, fc.array(word, { minLength: 1, maxLength: 10 }), (list, words) => {
        const expected = words.map(() => '');
        for (let start = 0; start < words.length; ) {
          const ends = words.map((_, index) => index + 1).filter((end) => end > start);
          const end = ends.findLast((each) => {
            const written = words.slice(start, each).join(' ');
            return list.includes(written) || list.includes(written.toLowerCase());
          });
          if (end) expected.fill('L', start, end);
          start = end ?? start + 1;
        }
        const entries = list.map((name) => `L\t${name}`);
        expect(covered(entries, words.join(' '))).toEqual(expected);
      }),
    );
  });
});

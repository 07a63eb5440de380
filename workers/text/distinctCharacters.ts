/**
 * The characters of a batch, each different one once, with what its letter case says: what a convolution reads of a
 * character depends on nothing else, so that it is worked out once however often the character stands in the batch.
 */
import { capitalisation, capitalisations, characterType, characterTypes } from './letterCase.ts';
import { roundedUp, type SentenceBatch } from './sentenceBatch.ts';
import { normalizeWord } from './vocabulary.ts';

export interface DistinctCharacters {
  /** Rows of the character table, one a different character; the first and the last ones are padding, 0. */
  readonly rows: Int32Array;
  /** Rows of a table of character types, likewise. */
  readonly types: Int32Array;
  /** Which of the characters spell each word, [spellings, longest]; 0 on padding. */
  readonly ids: Int32Array;
  /** Rows of a table of capitalisations, [batch, time]; 0 on padding. */
  readonly capitalised: Int32Array;
}

/** @param batch what `sentenceBatch` made of the sentences. */
export function distinctCharacters(
  sentences: readonly (readonly string[])[],
  { time, spellings, characters, characterLengths, longest }: SentenceBatch,
  digitsToZero: boolean,
): DistinctCharacters {
  const places = new Map<string, number>();
  const [rows, types] = [[0], [0]];
  const ids = new Int32Array(characters.length);
  const ofSpellings = new Int32Array(characterLengths.length);
  const read = (word: string, spelling: number) => {
    const normalized = normalizeWord(word, digitsToZero);
    ofSpellings[spelling] = 1 + capitalisations.indexOf(capitalisation(normalized));
    const end = spelling * longest + (characterLengths[spelling] as number);
    let cell = spelling * longest;
    for (const character of normalized) {
      if (cell === end) break;
      let place = places.get(character);
      if (place === undefined) {
        place = rows.length;
        places.set(character, place);
        rows.push(characters[cell] as number);
        types.push(1 + characterTypes.indexOf(characterType(character)));
      }
      ids[cell++] = place;
    }
  };
  sentences.forEach((sentence, row) => {
    sentence.forEach((word, column) => {
      const spelling = spellings[row * time + column] as number;
      if (ofSpellings[spelling] === 0) read(word, spelling);
    });
  });
  const padded = (numbers: readonly number[]) => {
    const all = new Int32Array(roundedUp(numbers.length));
    all.set(numbers);
    return all;
  };
  const capitalised = Int32Array.from(spellings, (spelling) => ofSpellings[spelling] as number);
  return { rows: padded(rows), types: padded(types), ids, capitalised };
}

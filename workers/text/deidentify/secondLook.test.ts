import { describe, expect, it } from 'vitest';
import type { Document, Splits } from '../../protocol/corpus.ts';
import { secondLook } from './secondLook.ts';
import { corpusOf, dividedLetter, marked } from './testing.ts';

function splitsOf(...written: readonly string[]): Splits {
  const train = corpusOf(...written);
  const none = { ...train, documents: [] };
  return { train, dev: none, test: none };
}

const letters = splitsOf(
  'Dear [Person|Ada Lovelace], your number is [Id|KD-4471-902] since [Date|1984].',
  'Mr Lovelace and LOVELACE called.\nHis number was KD-1234-567, hers 12-34.',
);

const shown = (doubts: ReturnType<typeof secondLook>) =>
  doubts.map(({ kind, documentId, words, category, line }) => [kind, documentId, words, category, line]);

describe('a second look', () => {
  it('finds names and numbers that are replaced elsewhere', () => {
    expect(shown(secondLook(letters, 'all', ['Person', 'Id', 'Date']))).toEqual([
      ['same-word', '1', 'Lovelace', 'Person', 1],
      ['same-word', '1', 'LOVELACE', 'Person', 1],
      ['same-form', '1', 'KD-1234-567', 'Id', 2],
    ]);
    expect(shown(secondLook(letters, 'all', ['Date']))).toEqual([]);
    const [first] = secondLook(letters, 'train', ['Person']);
    expect([first?.before, first?.after.slice(0, 13)]).toEqual(['Mr ', ' and LOVELACE']);
    expect(secondLook(letters, 'dev', ['Person'])).toEqual([]);
  });

  it('finds what the model was unsure of, whether or not it found something there', () => {
    const unsure = [
      { start: 5, end: 17, category: 'Person', confidence: 0.6 },
      { start: 0, end: 4, category: null, confidence: 0.5 },
      { start: 0, end: 4, category: 'Place', confidence: 0.5 },
      { start: 9, end: 17, category: null, confidence: 0.5 },
    ];
    const ofModel = { train: { 0: [unsure] } };
    const doubts = secondLook(letters, 'all', ['Person'], ofModel).filter(({ kind }) => kind === 'unsure');
    expect(doubts.map(({ words, confidence, replaced }) => [words, confidence, replaced])).toEqual([
      ['Dear', 0.5, false],
      ['Ada Lovelace', 0.6, true],
    ]);
  });

  it('goes over a document once that stands in several parts, and over those of one id apart', () => {
    const divided = dividedLetter('[Person|Ada Lovelace] left.\nSo did [Person|Ada].\nLovelace wrote.');
    const ofModel = { train: { letter: [[{ start: 26, end: 29, category: 'Person', confidence: 0.6 }]] } };
    const said = secondLook(divided, 'all', ['Person'], ofModel);
    expect(said.map(({ kind, words, replaced }) => [kind, words, replaced])).toEqual([
      ['unsure', 'Ada', true],
      ['same-word', 'Lovelace', false],
    ]);
    // What belongs to another part does not leave with this one.
    expect(secondLook(divided, 'train', ['Person'])).toEqual([]);
    const apart = { ...letters, dev: { ...letters.train, documents: [marked('0', 'So it was.')] } };
    const ofEach = { train: {}, dev: { 0: [[{ start: 0, end: 2, category: 'Person', confidence: 0.5 }]] } };
    expect(secondLook(apart, 'all', ['Person'], ofEach).map(({ part, words }) => [part, words])).toEqual([
      ['train', 'Lovelace'],
      ['train', 'LOVELACE'],
      ['dev', 'So'],
    ]);
  });

  it('tells documents of one id in one part apart', () => {
    const { train, ...none } = splitsOf('Ada left.', 'Bo left. [Person|Cy].');
    const documents = train.documents.map((document) => ({ ...document, id: 'letter' }));
    const ofModel = { train: { letter: [[], [{ start: 0, end: 2, category: null, confidence: 0.5 }]] } };
    const said = secondLook({ ...none, train: { ...train, documents } }, 'all', ['Person'], ofModel);
    expect(said.map(({ words }) => words)).toEqual(['Bo']);
  });

  it('passes over words that mostly stand in lower case, and months', () => {
    const places = splitsOf(
      'At [Place|Green Close] in [Date|May 1984].',
      'Green was the grass, as green as green can be. It was May. So green.',
    );
    expect(secondLook(places, 'all', ['Place', 'Date'])).toEqual([]);
  });

  it('does not pass over a name for one occurrence in lower case, here or where it is replaced', () => {
    const words = (...written: readonly string[]) =>
      shown(secondLook(splitsOf(...written), 'all', ['Person'])).map(([, , word]) => word);
    expect(words('[Person|Rose Weil] left.', 'Rose called. They rose.')).toEqual(['Rose', 'rose']);
    expect(words('[Person|Rose Weil] and [Person|rose] left.', 'Rose called.')).toEqual(['Rose']);
    expect(words('[Person|ada] left.', 'So did Ada, and ada again.')).toEqual(['Ada', 'ada']);
    // Within a sentence it is a name whatever else it is, and so at a beginning in that document.
    const grass = 'The green, green grass; so green, and ever so green.';
    expect(words('[Person|Al Green] left.', grass, 'So did Green. Green cried.')).toEqual(['Green', 'Green']);
    expect(words('[Person|May Li] left.', 'So did May and Li.')).toEqual(['May', 'Li']);
  });

  it('finds numbers whole, whatever stands around them', () => {
    const ids = splitsOf(
      'Of [Id|KD-50-3585], [Id|PATNR-50-3585] and [Phone|+44 7700 900 318].',
      'Of KD-51-1234 2 days. Of PATNR-51-1234. Call 44 7700 900 319 10 times. Not kd-50-3585.',
    );
    expect(shown(secondLook(ids, 'all', ['Id', 'Phone'])).map(([, , words]) => words)).toEqual([
      'KD-51-1234',
      'PATNR-51-1234',
      '44 7700 900 319',
    ]);
  });

  it('says of which documents not all is known: nobody looked through them, or their annotation could not be read', () => {
    const { train, ...none } = splitsOf('[Person|Ada] left.', 'Who was it?', 'And who was that?');
    const [first, second, third] = train.documents as [Document, Document, Document];
    const documents = [first, { ...second, annotated: ['Date'] }, { ...third, unread: 2 }];
    const said = secondLook({ ...none, train: { ...train, documents } }, 'all', ['Person']);
    expect(shown(said)).toEqual([
      ['not-looked-for', '1', 'Who was it?', 'Person', 1],
      ['unread', '2', 'And who was that?', null, 1],
    ]);
  });

  it('finds nothing where all is replaced', () => {
    expect(secondLook(splitsOf('[Person|Ada Lovelace] met [Person|Ada].'), 'all', ['Person'])).toEqual([]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SentenceErrors } from '../../../workers/protocol/evaluation.ts';
import { noFilters } from '../../store/evaluation.ts';
import { countCells, countErrors, describeCell, describeError, filterErrors } from './errorFilter.ts';
import { errorPieces } from './errorPieces.ts';

const text = 'Please send it to 14 Weaver Lane in Leeds.';
const address = { start: 18, end: 32, category: 'Address' };
const city = { start: 36, end: 41, category: 'Location' };

function sentence(errors: SentenceErrors['errors'], words = text): SentenceErrors {
  return { documentId: 'd', start: 0, text: words, tokens: [], spans: [], predicted: [], errors };
}

const missed = sentence([{ kind: 'missed', gold: address }]);
const mistaken = sentence([
  { kind: 'category', gold: city, predicted: { ...city, category: 'Person' } },
  { kind: 'missed', gold: address },
]);
const spurious = sentence([{ kind: 'spurious', predicted: { start: 0, end: 2, category: 'Person' } }], 'No name here');
const all = [missed, mistaken, spurious];

describe('filterErrors', () => {
  it('keeps sentences with an error of the kind', () => {
    expect(filterErrors(all, { ...noFilters, kind: 'missed' })).toEqual([missed, mistaken]);
  });

  it('takes a category where it is gold or predicted, in the same error as the kind', () => {
    expect(filterErrors(all, { ...noFilters, category: 'Person' })).toEqual([mistaken, spurious]);
    expect(filterErrors(all, { ...noFilters, category: 'Person', kind: 'missed' })).toEqual([]);
  });

  it('takes a cell of the confusion matrix: one category for another, missed, made up', () => {
    const of = (gold: string | null, predicted: string | null) =>
      filterErrors(all, { ...noFilters, cell: { gold, predicted } });
    expect(of('Location', 'Person')).toEqual([mistaken]);
    expect(of('Address', null)).toEqual([missed, mistaken]);
    expect(of(null, 'Person')).toEqual([spurious]);
    expect(of('Person', 'Location')).toEqual([]);
    expect(countErrors(all, { ...noFilters, cell: { gold: 'Address', predicted: null } }).all).toBe(2);
  });

  it('looks for text whatever its case', () => {
    expect(filterErrors(all, { ...noFilters, text: ' NAME ' })).toEqual([spurious]);
  });
});

describe('countErrors', () => {
  it('counts errors, not sentences, whatever kind is chosen', () => {
    expect(countErrors(all, noFilters)).toEqual({ all: 4, boundary: 0, category: 1, missed: 2, spurious: 1 });
    expect(countErrors(all, { ...noFilters, category: 'Address' })).toMatchObject({ all: 2, missed: 2 });
  });
});

describe('the cells of the confusion matrix', () => {
  it('hold each error once', () => {
    const held = countCells(all);
    expect(held({ gold: 'Address', predicted: null })).toBe(2);
    expect(held({ gold: 'Location', predicted: 'Person' })).toBe(1);
    expect(held({ gold: null, predicted: 'Person' })).toBe(1);
    expect(held({ gold: 'Location', predicted: 'Location' })).toBe(0);
  });

  it('are said in words', () => {
    expect(describeCell({ gold: 'Address', predicted: 'Location' })).toBe('Address taken for Location');
    expect(describeCell({ gold: 'Address', predicted: null })).toBe('Address missed');
    expect(describeCell({ gold: null, predicted: 'Address' })).toBe('Address made up');
  });
});

describe('describeError', () => {
  it('says what went wrong with the words in question', () => {
    expect(describeError({ kind: 'missed', gold: address }, text)).toBe('Missed Address: “14 Weaver Lane”');
    const wider = { ...address, start: 15 };
    expect(describeError({ kind: 'boundary', gold: address, predicted: wider }, text)).toBe(
      'Address with wrong boundaries: “to 14 Weaver Lane” instead of “14 Weaver Lane”',
    );
  });
});

describe('errorPieces', () => {
  it('cuts where either side begins or ends and labels where each begins', () => {
    const predicted = [{ start: 18, end: 27, category: 'Location', confidence: 0.613 }];
    const pieces = errorPieces(text, [address], predicted);
    expect(pieces.map((piece) => [piece.text, piece.goldLabel, piece.predictedLabel])).toEqual([
      ['Please send it to ', null, null],
      ['14 Weaver', 'Address', 'Location 61 %'],
      [' Lane', null, null],
      [' in Leeds.', null, null],
    ]);
    expect(pieces[2]).toMatchObject({ gold: address, predicted: null });
  });

  it('labels nothing where both sides agree', () => {
    const [, piece] = errorPieces(text, [city], [{ ...city, confidence: 0.9 }]);
    expect(piece).toMatchObject({ right: true, goldLabel: null, predictedLabel: null });
  });

  it('leaves room where a label would run into the next of its side', () => {
    const spans = [
      { start: 0, end: 2, category: 'CustomerIdentification' },
      { start: 3, end: 5, category: 'Person' },
    ];
    const pieces = errorPieces('AB cd and more of it', spans, []);
    expect(pieces.map(({ room }) => room > 0)).toEqual([false, true, false, false]);
  });

  it('gives the text back whole, however the spans lie', () => {
    const spans = fc
      .array(fc.integer({ min: 0, max: text.length }), { maxLength: 8 })
      .map((cuts) => [...new Set(cuts)].sort((a, b) => a - b))
      .map((cuts) =>
        cuts.slice(0, -1).map((start, i) => ({ start, end: cuts[i + 1] ?? start, category: 'A', confidence: 1 })),
      );
    fc.assert(
      fc.property(spans, spans, (gold, predicted) => {
        const pieces = errorPieces(text, gold, predicted);
        expect(pieces.map((piece) => piece.text).join('')).toBe(text);
        expect(pieces.every((piece) => piece.text !== '')).toBe(true);
      }),
    );
  });
});

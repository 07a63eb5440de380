import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scoreTags } from './conlleval.ts';
import { classifyErrors, confusionMatrix } from './errorAnalysis.ts';
import { type TokenSpan, tagsToSpans } from './schemes.ts';

const span = (start: number, end: number, category: string): TokenSpan => ({ start, end, category });
const kinds = (gold: TokenSpan[], predicted: TokenSpan[]) => classifyErrors(gold, predicted).map(({ kind }) => kind);

describe('classifyErrors', () => {
  it.each([
    ['nothing for a right span', [span(0, 2, 'A')], [span(0, 2, 'A')], []],
    ['a boundary', [span(0, 2, 'A')], [span(0, 3, 'A')], ['boundary']],
    ['a category with the same boundaries', [span(0, 2, 'A')], [span(0, 2, 'C')], ['category']],
    ['a category with other boundaries', [span(0, 2, 'A')], [span(1, 3, 'C')], ['category']],
    ['a missed span', [span(0, 2, 'A')], [], ['missed']],
    ['a spurious span', [], [span(0, 2, 'A')], ['spurious']],
    ['neighbours as missed and spurious', [span(0, 2, 'A')], [span(2, 3, 'A')], ['missed', 'spurious']],
    [
      'one of two merged spans as missed',
      [span(0, 3, 'A'), span(3, 4, 'A')],
      [span(0, 4, 'A')],
      ['boundary', 'missed'],
    ],
    [
      'the same category before a longer overlap',
      [span(0, 4, 'A')],
      [span(0, 1, 'A'), span(1, 4, 'C')],
      ['boundary', 'spurious'],
    ],
  ])('names %s', (_, gold, predicted, expected) => {
    expect(kinds(gold, predicted)).toEqual(expected);
  });

  it('gives both spans of a pair, in order of position', () => {
    const errors = classifyErrors([span(5, 6, 'A'), span(0, 2, 'A')], [span(1, 2, 'A')]);
    expect(errors).toEqual([
      { kind: 'boundary', gold: span(0, 2, 'A'), predicted: span(1, 2, 'A') },
      { kind: 'missed', gold: span(5, 6, 'A') },
    ]);
  });

  it('compares an annotation with itself, object by object', () => {
    const spans = [span(0, 2, 'A'), span(3, 4, 'C')];
    expect(classifyErrors(spans, spans)).toEqual([]);
  });

  const tags = fc.array(fc.constantFrom('O', 'B-A', 'I-A', 'B-C', 'I-C'), { minLength: 10, maxLength: 10 });

  it('counts every span that the scorer counts as wrong exactly once', () => {
    fc.assert(
      fc.property(tags, tags, (gold, predicted) => {
        const { overall } = scoreTags([{ gold, predicted }]);
        const errors = classifyErrors(tagsToSpans(gold), tagsToSpans(predicted));
        expect(errors.filter((error) => error.gold)).toHaveLength(overall.support - overall.correct);
        expect(errors.filter((error) => error.predicted)).toHaveLength(overall.predicted - overall.correct);
      }),
    );
  });

  it('adds up in the confusion matrix', () => {
    fc.assert(
      fc.property(tags, tags, (gold, predicted) => {
        const sides = { gold: tagsToSpans(gold), predicted: tagsToSpans(predicted) };
        const { categories, counts } = confusionMatrix([sides], ['A', 'C']);
        expect(categories).toEqual(['A', 'C']);
        categories.forEach((category, index) => {
          const row = counts[index] ?? [];
          const ofGold = sides.gold.filter((one) => one.category === category).length;
          const ofPredicted = sides.predicted.filter((one) => one.category === category).length;
          expect(row.reduce((sum, cell) => sum + cell, 0)).toBe(ofGold);
          expect(counts.reduce((sum, each) => sum + (each[index] ?? 0), 0)).toBe(ofPredicted);
        });
      }),
    );
  });
});

describe('confusionMatrix', () => {
  it('puts missed and spurious spans into the row and column after the last category', () => {
    const matrix = confusionMatrix(
      [
        { gold: [span(0, 1, 'A'), span(2, 3, 'C')], predicted: [span(0, 2, 'A'), span(2, 3, 'A')] },
        { gold: [span(0, 1, 'C')], predicted: [span(3, 4, 'new')] },
      ],
      ['C', 'A'],
    );
    expect(matrix.categories).toEqual(['C', 'A', 'new']);
    expect(matrix.counts).toEqual([
      [0, 1, 0, 1],
      [0, 1, 0, 0],
      [0, 0, 0, 0],
      [0, 0, 1, 0],
    ]);
  });
});

import { expect, it } from 'vitest';
import { describeVectorCoverage } from './vectorWords.ts';

it('says how many words have a vector, which share of the tokens that is, and which have none', () => {
  const coverage = { file: 'glove.txt', words: 12000, coveredWords: 950, tokens: 400, coveredTokens: 377 };
  expect(describeVectorCoverage({ ...coverage, missing: ['Orrick', 'Velby'] })).toBe(
    'Vectors: 950 of the 12,000 different words to learn from have one in glove.txt, 94.3 % of the tokens; the most frequent without one: Orrick, Velby.',
  );
  expect(describeVectorCoverage({ ...coverage, tokens: 0, missing: [] })).toBe(
    'Vectors: 950 of the 12,000 different words to learn from have one in glove.txt.',
  );
});

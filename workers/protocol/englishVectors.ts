/**
 * The word vectors that come with Graft, so that nobody learns from nothing: the 100,000 most usual English words of GloVe
 * 6B. `scripts/makeEnglishVectors.ts` made them; public/vectors/README.md says from what.
 */
export const englishVectors = {
  /** From the studio's own folder. */
  path: 'vectors/glove-english-50d.zip',
  label: 'English vectors (GloVe 6B, 100,000 words)',
  dimension: 50,
  words: 100_000,
} as const;

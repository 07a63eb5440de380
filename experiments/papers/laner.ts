/** Paper 4 with BERT-base-cased, without domain-adaptive pretraining: F1 on test from CoNLL-2003, and without a source. */

type ByTarget = Readonly<Partial<Record<string, number>>>;

/** Tables 2 and 3, by our keys of its systems. `lstm-crf` is its LSTM-CRF, the others stand over BERT. */
export const paperTransfer: Readonly<Partial<Record<string, ByTarget>>> = {
  'lstm-crf': { politics: 56.6, science: 49.97, ai: 43.56, movies: 68.31 },
  tagger: { politics: 68.71, science: 64.94, ai: 58.88, movies: 69.8 },
  crf: { politics: 70.47, science: 66.77, ai: 58.03, movies: 69.92 },
  laner: { politics: 71.65, science: 69.29, ai: 61.72, movies: 72.41 },
  'without-background': { politics: 70.61, science: 68.43, ai: 59.41, movies: 70.79 },
  'without-context': { politics: 70.94, science: 71.11, ai: 59.23, movies: 72.26 },
};

/** Table 4: the target's sentences alone. */
export const paperInDomain: Readonly<Partial<Record<string, ByTarget>>> = {
  tagger: { politics: 66.56, science: 63.73, ai: 50.37 },
  laner: { politics: 68.13, science: 66.21, ai: 53.09 },
};

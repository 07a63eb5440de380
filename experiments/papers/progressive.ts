/** The figures of paper 0, by the new category. */

type ByCategory = Readonly<Record<string, number>>;

/** Table 1: labelled tokens. Dev and test are the same in both steps, but for the new category, which Init does not see. */
export const paperCounts: Readonly<
  Record<string, { init: ByCategory; sub: ByCategory; dev: ByCategory; test: ByCategory }>
> = {
  LOC: {
    init: { LOC: 0, PER: 8948, ORG: 8100, MISC: 3686 },
    sub: { LOC: 1637, PER: 2180, ORG: 1925, MISC: 907 },
    dev: { LOC: 2094, PER: 3146, ORG: 2092, MISC: 1268 },
    test: { LOC: 1925, PER: 2773, ORG: 2496, MISC: 918 },
  },
  PER: {
    init: { PER: 0, LOC: 6630, ORG: 8106, MISC: 3706 },
    sub: { PER: 2169, LOC: 1667, ORG: 1919, MISC: 887 },
    dev: { PER: 3149, LOC: 2094, ORG: 2092, MISC: 1268 },
    test: { PER: 2773, LOC: 1925, ORG: 2496, MISC: 918 },
  },
  ORG: {
    init: { ORG: 0, PER: 8999, LOC: 6671, MISC: 3631 },
    sub: { ORG: 1992, PER: 2129, LOC: 1626, MISC: 962 },
    dev: { ORG: 2092, PER: 3146, LOC: 2094, MISC: 1268 },
    test: { ORG: 2496, PER: 2773, LOC: 1925, MISC: 918 },
  },
  MISC: {
    init: { MISC: 0, PER: 8782, ORG: 7992, LOC: 6662 },
    sub: { MISC: 920, PER: 2346, ORG: 2033, LOC: 1635 },
    dev: { MISC: 1268, PER: 3146, ORG: 2092, LOC: 2094 },
    test: { MISC: 918, PER: 2773, ORG: 2496, LOC: 1925 },
  },
};

/** Init, Sub and Rand; Init has no figure for the new category. */
export type Steps = readonly [init: number | undefined, sub: number, rand: number];
type StepsByCategory = Readonly<Record<string, Steps>>;

export const overall = 'Overall';

/** Tables 3 (BLSTM) and 4 (Seq2Seq): test F1, by architecture, new category and category. */
export const paperF1: Readonly<Record<string, Readonly<Record<string, StepsByCategory>>>> = {
  blstm: {
    LOC: {
      MISC: [78.53, 75.96, 75.15],
      ORG: [87.67, 86.44, 84.01],
      PER: [96.31, 96.59, 95.46],
      LOC: [undefined, 88.58, 87.55],
      Overall: [90.03, 89.0, 87.51],
    },
    // Table 6 prints 91.96 for PER, which is a misprint of this 91.69.
    PER: {
      LOC: [90.62, 90.32, 86.83],
      MISC: [77.41, 75.72, 72.96],
      ORG: [83.88, 83.22, 79.68],
      PER: [undefined, 91.69, 91.56],
      Overall: [85.27, 86.56, 83.92],
    },
    ORG: {
      MISC: [74.8, 74.01, 73.36],
      LOC: [89.99, 88.64, 87.66],
      PER: [93.46, 93.31, 92.32],
      ORG: [undefined, 77.61, 76.42],
      Overall: [88.35, 84.39, 82.57],
    },
    MISC: {
      LOC: [91.12, 90.03, 88.41],
      ORG: [83.75, 82.96, 75.91],
      PER: [94.36, 94.1, 91.86],
      MISC: [undefined, 70.48, 70.7],
      Overall: [90.42, 86.2, 82.13],
    },
  },
  seq2seq: {
    LOC: {
      MISC: [80.76, 78.73, 75.11],
      ORG: [88.43, 87.36, 83.24],
      PER: [95.1, 95.03, 92.9],
      LOC: [undefined, 91.33, 90.52],
      Overall: [91.44, 90.82, 88.2],
    },
    PER: {
      LOC: [92.2, 92.29, 89.84],
      MISC: [78.91, 78.98, 74.98],
      ORG: [87.55, 86.84, 84.03],
      PER: [undefined, 93.3, 92.44],
      Overall: [87.82, 88.96, 86.46],
    },
    ORG: {
      MISC: [78.31, 79.19, 75.29],
      LOC: [91.97, 92.0, 90.04],
      PER: [94.79, 94.67, 92.92],
      ORG: [undefined, 84.11, 82.12],
      Overall: [90.51, 88.47, 87.14],
    },
    MISC: {
      LOC: [92.89, 92.72, 90.36],
      ORG: [88.47, 87.68, 83.01],
      PER: [95.07, 94.96, 93.35],
      MISC: [undefined, 74.28, 77.19],
      Overall: [92.0, 89.28, 86.95],
    },
  },
};

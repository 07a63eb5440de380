/** The scorer's figures, all in percent, as conlleval prints them. */

export interface CategoryScore {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Gold spans. */
  readonly support: number;
  readonly predicted: number;
  readonly correct: number;
}

export interface Scores {
  /** For corpora of kind `tags` all three figures of `overall` are the accuracy. */
  readonly overall: CategoryScore;
  readonly categories: Readonly<Record<string, CategoryScore>>;
  readonly tokens: number;
  /** Share of tokens whose tag is right. */
  readonly accuracy: number;
}

export const errorKinds = ['boundary', 'category', 'missed', 'spurious'] as const;
export type ErrorKind = (typeof errorKinds)[number];

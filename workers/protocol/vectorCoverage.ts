/** How many of the words to learn from have a vector in the file that was given. */
export interface VectorCoverage {
  /** The file's name. */
  readonly file: string;
  /** Different words. */
  readonly words: number;
  readonly coveredWords: number;
  readonly tokens: number;
  readonly coveredTokens: number;
  /** A few of the most frequent words without a vector, most frequent first. */
  readonly missing: readonly string[];
}

/** What a model makes of categories that it does not know by name: what it calls their examples. */
import type { CorpusReference, OnProgress } from './engine.ts';

export interface Likeness {
  /** Examples that it was shown. */
  readonly spans: number;
  /** How many of them it calls what; those that it does not see are in none. */
  readonly called: Readonly<Record<string, number>>;
}

/** By the corpus's category. */
export type Likenesses = Readonly<Record<string, Likeness>>;

/** The part of the engine that asks a model. */
export interface LikenessEngine {
  /**
   * Of the corpus's training sentences at most some hundreds are tagged, drawn evenly from those that hold a category which
   * the model does not know. Empty where corpus or model is of one tag a token.
   */
  likenesses(modelId: string, corpus: CorpusReference, onProgress?: OnProgress): Promise<Likenesses>;
  /** Ends those that are being worked out: they reject. */
  stopLikenesses(): Promise<void>;
}

/**
 * Everything that a trained tagger is, as plain data: what a bundle stores, what a checkpoint keeps and what a tagger is
 * rebuilt from. No tensor leaves the models' room in any other form.
 */
import type { CorpusKind } from '../protocol/corpus.ts';
import type { HistoryEntry } from '../protocol/engine.ts';
import type { ArchitectureName, Hyperparameters } from '../protocol/hyperparameters.ts';

export interface Weight {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

export interface ModelState {
  readonly name: string;
  readonly architecture: ArchitectureName;
  readonly hyperparameters: Hyperparameters;
  readonly kind: CorpusKind;
  /** `tags`: one tag a token as it stands (POS). */
  readonly scheme: 'iob2' | 'bioes' | 'tags';
  readonly categories: readonly string[];
  /** The output layer's rows in order. */
  readonly tags: readonly string[];
  /** Row i of the embeddings is entry i; 0 is padding, 1 unknown. */
  readonly words: readonly string[];
  readonly characters: readonly string[];
  /** By name, such as `word.recurrentWeights`. */
  readonly weights: Readonly<Record<string, Weight>>;
  readonly history: readonly HistoryEntry[];
}

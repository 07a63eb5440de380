/**
 * The first half of a tagger: a batch of sentences into features, one vector a token. Any encoder goes with any output.
 */
import type { Tensor3D } from '@tensorflow/tfjs-core';
import type { Dropout } from '../layers/dropout.ts';
import type { Layer } from '../layers/parameters.ts';
import type { Random } from '../text/random.ts';
import type { SentenceBatch } from '../text/sentenceBatch.ts';

export interface Encoder extends Layer {
  /** Numbers in one token's feature vector. */
  readonly featureSize: number;
  /** → [batch, time, features] */
  encode(batch: SentenceBatch, mode: Dropout | null): Tensor3D;
  /** Numbers that stand for one word. */
  readonly wordDimension: number;
  /** Gives new words their rows, behind the old ones: [words, wordDimension]. */
  appendWords(rows: Float32Array): Promise<void>;
  /** Gives so many new characters random rows, behind the old ones. */
  appendCharacters(count: number, random: Random): Promise<void>;
}

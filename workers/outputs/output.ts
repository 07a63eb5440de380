/**
 * The second half of a tagger: features and what is known of the tags into a loss, and features into tags. Growing for
 * new categories concerns the output alone.
 */
import type { Tensor, Tensor1D, Tensor3D } from '@tensorflow/tfjs-core';
import type { Layer } from '../layers/parameters.ts';
import type { Initialisation } from '../protocol/configuration.ts';
import type { Random } from '../text/random.ts';

/** Tags with their probabilities, [batch, time] each; padding holds anything. */
export interface Decoded {
  readonly tags: Int32Array;
  readonly probabilities: Float32Array;
}

export interface Output extends Layer {
  /** By index of the output's rows. */
  readonly tags: readonly string[];
  /**
   * @param features [batch, time, features]
   * @param allowed [batch, time, tags], 1 where the annotation allows the tag: one tag where it is known, several where
   *   a category was not annotated. Padding is not read.
   * @returns the mean loss, a scalar.
   */
  loss(features: Tensor3D, allowed: Tensor3D, lengths: Tensor1D): Tensor;
  decode(features: Tensor3D, lengths: Tensor1D): Promise<Decoded>;
  /** Appends tags. The old ones keep their rows and places. */
  grow(tags: readonly string[], initialisation: Exclude<Initialisation, 'best'>, random: Random): Promise<void>;
}

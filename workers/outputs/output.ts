/**
 * The second half of a tagger: features and what is known of the tags into a loss, and features into tags. Growing for
 * new categories concerns the output alone.
 */
import type { Tensor, Tensor1D, Tensor3D } from '@tensorflow/tfjs-core';
import type { Dropout } from '../layers/dropout.ts';
import type { Parameters } from '../layers/parameters.ts';
import type { Layered } from '../layers/part.ts';
import type { Initialisation, Kinds } from '../protocol/configuration.ts';
import type { OutputSpecification } from '../protocol/specification.ts';
import type { CategoryMapping } from '../text/categories.ts';
import type { Gold } from '../text/gold.ts';
import type { Random } from '../text/random.ts';
import type { SampleFeatures } from './regrouping.ts';

/** Tags with their probabilities, [batch, time] each; padding holds anything. */
export interface Decoded {
  readonly tags: Int32Array;
  readonly probabilities: Float32Array;
}

export interface Output extends Layered {
  readonly specification: OutputSpecification;
  /** Over what the loss is a mean. */
  readonly lossPer: 'sentence' | 'token';
  /** By index of the output's rows. */
  readonly tags: readonly string[];
  /** What has rows by tags, and grows with them: all that learns in an adaptation that freezes what was transferred. */
  readonly ofTags: Parameters;
  /**
   * @param features [batch, time, features]
   * @param gold what the annotation knows; its time is that of the features. Padding is not read.
   * @param mode of a training step; null in use.
   * @returns the mean loss, a scalar.
   */
  loss(features: Tensor3D, gold: Gold, lengths: Tensor1D, mode: Dropout | null): Tensor;
  decode(features: Tensor3D, lengths: Tensor1D): Promise<Decoded>;
  /** Each tag's score at each token [batch, time, tags]; only of an output that scores each token by itself. */
  scores?(features: Tensor3D): Tensor3D;
  /** Each tag's probability at each token [batch, time, tags]; null where the output has none. */
  marginals(features: Tensor3D, lengths: Tensor1D): Tensor3D | null;
  /**
   * How many tokens of the batch are expected to carry another tag than O, a scalar through which the output can learn; null where
   * it has no probabilities.
   */
  expectedEntities(features: Tensor3D, lengths: Tensor1D): Tensor | null;
  /** The logarithm of the probability of what is known, by sentence [batch]; only of an output that weighs whole sequences. */
  logShare?(features: Tensor3D, gold: Gold, lengths: Tensor1D): Tensor1D;
  /** Appends categories. The old tags keep their rows and places. @param kinds begin as what they are a kind of. */
  grow(
    categories: readonly string[],
    initialisation: Exclude<Initialisation, 'best'>,
    random: Random,
    kinds?: Kinds,
  ): Promise<void>;
  /** Renames, merges and removes categories, with their rows. @param sample asked for where some are merged. */
  mapCategories(mapping: CategoryMapping, sample: SampleFeatures): Promise<void>;
}

/**
 * The BiLSTM-CNN's output (paper 2, after Chiu and Nichols 2016): a linear layer and a log-softmax for each direction of
 * the encoder, the two added. The loss is −(log p_f + log p_b)[gold], the tag the argmax of the sum. Its softmax, which is
 * the product of both directions' probabilities made to add up to 1, is what is given as a tag's probability.
 *
 * Of a token that is left open, each direction's loss is −log of what it gives to all allowed tags together; of a
 * teacher's probabilities it is what they lead to expect. Both are the paper's loss where one tag is certain. (A teacher of
 * this kind gives the product's probabilities: its own copy, taught by it, would not stay as it is.)
 */
import type { PartSource } from '../layers/part.ts';
import type { OutputSpecifications } from '../protocol/specification.ts';
import { SoftmaxOutput } from './softmax.ts';

export class DirectionalSoftmaxOutput extends SoftmaxOutput {
  /** @param features the forward direction's, as many of the backward one, and behind them those that both share. */
  constructor(
    specification: OutputSpecifications['directional-softmax'],
    categories: readonly string[],
    features: number,
    parts: PartSource,
    sharedFeatures = 0,
  ) {
    super(specification, categories, features, parts, sharedFeatures, ['outputLayer.forward', 'outputLayer.backward']);
  }
}

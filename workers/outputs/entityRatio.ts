/**
 * Sparse annotation: most entities are not annotated, and no word is known to be none. A model that learns from this alone may
 * call everything an entity. Effland and Collins 2021 ("Partially Supervised Named Entity Recognition via the Expected Entity
 * Ratio Loss", section 3.2) therefore tell it how large a share of all words is part of one.
 */
import { abs, div, mul, relu, sub, sum, type Tensor, type Tensor1D, type Tensor3D } from '@tensorflow/tfjs-core';
import type { Output } from './output.ts';

/** Against the loss of a sentence (their λ). A loss that is the mean over tokens is so many times smaller. */
const weight = 10;
/** By so much the share may be off without a cost (their γ). */
const margin = 0.05;

/**
 * λ · max(0, |ρ − ρ̂| − γ), a scalar: ρ̂ is the share of entity tokens that the output expects in the batch.
 * @param expected ρ, from 0 to 1. @param features [batch, time, features]
 * @returns null of an output without probabilities.
 */
export function entityRatioLoss(
  output: Output,
  features: Tensor3D,
  lengths: Tensor1D,
  expected: number,
): Tensor | null {
  const entities = output.expectedEntities(features, lengths);
  if (!entities) return null;
  const tokens = sum(lengths);
  const off = abs(sub(expected, div(entities, tokens)));
  const cost = mul(weight, relu(sub(off, margin)));
  return output.lossPer === 'token' ? div(mul(cost, lengths.shape[0]), tokens) : cost;
}

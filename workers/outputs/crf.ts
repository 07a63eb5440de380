/**
 * A linear-chain CRF (paper 1, equations 3 to 5): emissions from a linear layer, and transitions between tags. No path
 * runs through what the tagging scheme forbids. It learns by likelihood, or by paper 3's softmax margin.
 */
import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import {
  add,
  clone,
  customGrad,
  dispose,
  div,
  mean,
  mul,
  neg,
  sub,
  sum,
  tensor,
  tensor1d,
  tidy,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { crfLogPartition, crfLoss, crfMarginals, crfViterbi } from '../kernels/crf/operation.ts';
import { LinearLayer } from '../layers/linear.ts';
import type { Parameters } from '../layers/parameters.ts';
import { type Part, type PartSource, parametersOf } from '../layers/part.ts';
import { type Permitted, TransitionsLayer } from '../layers/transitions.ts';
import type { Initialisation, Kinds } from '../protocol/configuration.ts';
import type { OutputSpecifications } from '../protocol/specification.ts';
import type { CategoryMapping } from '../text/categories.ts';
import type { Gold } from '../text/gold.ts';
import type { Random } from '../text/random.ts';
import { allowedTransitions } from '../text/schemes.ts';
import { type OutputScheme, tagNames } from '../text/tagNames.ts';
import { newRowValues } from './initialisation.ts';
import { begunRows, startingRows } from './kindRows.ts';
import type { Decoded, Output } from './output.ts';
import { regroup, regroupedRows, type SampleFeatures } from './regrouping.ts';
import { withShared } from './sharedTags.ts';

/** Of the difference by which the share of entities is told. Smaller ones drown in the rounding of a sentence's log Z. */
const entityStep = 0.1;

export class CrfOutput implements Output {
  readonly lossPer = 'sentence';
  private readonly linear: LinearLayer;
  private readonly transitions: TransitionsLayer;
  private names: readonly string[];

  constructor(
    readonly specification: OutputSpecifications['crf'],
    private categories: readonly string[],
    features: number,
    parts: PartSource,
  ) {
    const { scheme } = specification;
    const names = tagNames(categories, scheme);
    this.names = names;
    this.linear = parts.part('outputLayer', (path, source) => new LinearLayer(path, features, names.length, source));
    this.transitions = parts.part(
      'transitions',
      (path, source) => new TransitionsLayer(path, permittedBy(names, scheme), source),
    );
  }

  get tags(): readonly string[] {
    return this.names;
  }

  get parts(): readonly Part[] {
    return [this.linear, this.transitions];
  }

  get ofTags(): Parameters {
    return parametersOf(this);
  }

  get layers(): readonly (readonly Part[])[] {
    return [this.parts];
  }

  /**
   * The mean over sentences, by likelihood: −log of the share of Σ exp(score) that falls on the sequences agreeing with
   * what is known. By softmax margin (paper 3, section 3.4) a sequence that does not agree counts as exp(score + cost) in
   * that sum, its cost the number of tokens that it gets wrong. A token of which only a set of tags is known is wrong
   * outside of the set; one of which nothing is known costs nothing.
   */
  loss(features: Tensor3D, gold: Gold, lengths: Tensor1D): Tensor {
    const emissions = this.linear.apply(features); // [batch, time, tags]
    if (gold.isSoft) return this.softLoss(emissions, gold, lengths);
    const allowed = tensor(gold.allowed(), [gold.size, gold.time, gold.tagCount]) as Tensor3D;
    const cost = this.specification.objective === 'margin' ? (sub(1, allowed) as Tensor3D) : undefined;
    return mean(crfLoss(emissions, this.transitions.apply(), lengths, { allowed, cost }));
  }

  /**
   * Of probabilities q for each token's tag: log Σ exp(score) − Σ q · emission. Its gradient in the emissions is the CRF's own
   * marginals less q. What is said of several tags together falls on them as they stand to each other. What follows what is not known from them, so the transitions do not learn from it.
   */
  private softLoss(emissions: Tensor3D, gold: Gold, lengths: Tensor1D): Tensor {
    const scores = withShared(emissions, gold.shared); // [batch, time, tags + shared]
    const target = tensor(gold.soft(), scores.shape); // 0 on padding
    const partition = crfLogPartition(emissions, held(this.transitions.apply()), lengths); // [batch]
    return mean(sub(partition, sum(mul(target, scores), [1, 2])));
  }

  marginals(features: Tensor3D, lengths: Tensor1D): Tensor3D {
    return tidy(() => crfMarginals(this.linear.apply(features), this.transitions.apply(), lengths));
  }

  /**
   * The derivative of log Z by a number that is added to every entity tag's score, taken as a difference: so its gradient is a
   * difference of marginals, and no kernel of its own is needed. Both are right to the square of the step.
   */
  expectedEntities(features: Tensor3D, lengths: Tensor1D): Tensor {
    const emissions = this.linear.apply(features); // [batch, time, tags]
    const transitions = this.transitions.apply();
    const added = tensor1d(this.names.map((name) => (name === 'O' ? 0 : entityStep)));
    const above = crfLogPartition(add(emissions, added), transitions, lengths); // [batch]
    const below = crfLogPartition(sub(emissions, added), transitions, lengths);
    return div(sum(sub(above, below)), 2 * entityStep);
  }

  /** The logarithm of the probability of what is known, by sentence [batch]. */
  logShare(features: Tensor3D, gold: Gold, lengths: Tensor1D): Tensor1D {
    const allowed: Tensor3D = tensor(gold.allowed(), [gold.size, gold.time, gold.tagCount]);
    return neg(crfLoss(this.linear.apply(features), this.transitions.apply(), lengths, { allowed }));
  }

  async decode(features: Tensor3D, lengths: Tensor1D): Promise<Decoded> {
    const [path, marginals] = tidy(() => {
      const emissions = this.linear.apply(features);
      const transitions = this.transitions.apply();
      return [crfViterbi(emissions, transitions, lengths).path, crfMarginals(emissions, transitions, lengths)];
    }) as [Tensor2D, Tensor3D];
    const tags = Int32Array.from(await path.data());
    const all = (await marginals.data()) as Float32Array;
    dispose([path, marginals]);
    const count = this.names.length;
    return { tags, probabilities: Float32Array.from(tags, (tag, token) => all[token * count + tag] ?? 0) };
  }

  async grow(
    categories: readonly string[],
    initialisation: Exclude<Initialisation, 'best'>,
    random: Random,
    kinds: Kinds = {},
  ): Promise<void> {
    const { scheme } = this.specification;
    this.categories = [...this.categories, ...categories];
    const names = tagNames(this.categories, scheme);
    const draw = newRowValues(initialisation, random);
    await this.linear.append(names.length - this.names.length, draw);
    const permitted = permittedBy(names, scheme);
    await this.transitions.grow(permitted, draw);
    this.names = names;
    if (Object.keys(kinds).length === 0) return;
    const starting = startingRows(names, kinds, scheme);
    this.linear.replaceColumns(begunRows(await this.linear.columns(), starting, random));
    await this.transitions.regroup(
      permitted,
      starting.map((row) => [row]),
    );
  }

  async mapCategories(mapping: CategoryMapping, sample: SampleFeatures): Promise<void> {
    const { scheme } = this.specification;
    const { categories, names, sources } = regroup(this.categories, scheme, mapping);
    this.linear.replaceColumns(await regroupedRows(await this.linear.columns(), sources, sample));
    await this.transitions.regroup(permittedBy(names, scheme), sources);
    this.categories = categories;
    this.names = names;
  }
}

/** The same numbers, from which nothing is learned. */
const held = customGrad((values) => ({
  value: clone(values as Tensor),
  gradFunc: () => zerosLike(values as Tensor),
})) as (values: Tensor2D) => Tensor2D;

/** [tags + 2, tags + 2], start and end last: nothing enters the start or leaves the end. */
export function permittedBy(tags: readonly string[], scheme: OutputScheme): Permitted {
  const allowed = scheme === 'tags' ? null : allowedTransitions(tags, scheme);
  const afterTag = tags.map((_, from) => [
    ...tags.map((_, to) => allowed?.between[from]?.[to] ?? true),
    false,
    allowed?.end[from] ?? true,
  ]);
  const afterStart = [...tags.map((_, tag) => allowed?.start[tag] ?? true), false, false];
  return [...afterTag, afterStart, new Array<boolean>(tags.length + 2).fill(false)];
}

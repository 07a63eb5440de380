/**
 * The BiLSTM-CRF's output (paper 1, equations 3 to 5): emissions from a linear layer, and a matrix P of transitions
 * between tags, start and end included. Here P is [from, to], the transpose of the paper's, with the start at index
 * `tags` and the end at `tags + 1`. Transitions that the tagging scheme forbids are a mask apart: they are never
 * learned, never counted among the trained weights, and no path runs through them.
 */
import type { Tensor, Tensor1D, Tensor2D, Tensor3D, Variable } from '@tensorflow/tfjs-core';
import { add, dispose, mean, tensor, tidy } from '@tensorflow/tfjs-core';
import { crfLoss, crfMarginals, crfViterbi } from '../kernels/crf/operation.ts';
import { LinearLayer } from '../layers/linear.ts';
import { type Parameters, parameter, replaceParameter } from '../layers/parameters.ts';
import type { Initialisation } from '../protocol/configuration.ts';
import type { TaggingScheme } from '../protocol/corpus.ts';
import type { Random } from '../text/random.ts';
import { allowedTransitions } from '../text/schemes.ts';
import { newRowValues } from './initialisation.ts';
import type { Decoded, Output } from './output.ts';

/** Far below any score a model learns, and far from the edge of float32. */
const impossible = -1e4;

export class CrfOutput implements Output {
  private readonly linear: LinearLayer;
  private transitions: Variable; // [tags + 2, tags + 2]
  private constraints: Float32Array; // 0 or `impossible`, [tags + 2, tags + 2]
  private names: readonly string[];

  /** @param scheme null where any tag may follow any other (POS). */
  constructor(
    features: number,
    tags: readonly string[],
    private readonly scheme: TaggingScheme | null,
    random: Random,
  ) {
    this.names = tags;
    this.linear = new LinearLayer('output', features, tags.length, random.fork('output layer'));
    const side = tags.length + 2;
    this.transitions = parameter(new Float32Array(side * side), [side, side]);
    this.constraints = constraintsOf(tags, scheme);
  }

  get tags(): readonly string[] {
    return this.names;
  }

  get parameters(): Parameters {
    return { ...this.linear.parameters, 'crf.transitions': this.transitions };
  }

  private constrained(): Tensor2D {
    const side = this.names.length + 2;
    return add(this.transitions, tensor(this.constraints, [side, side])) as Tensor2D;
  }

  /** −log of the share of Σ exp(score) that falls on the sequences agreeing with what is known; mean over sentences. */
  loss(features: Tensor3D, allowed: Tensor3D, lengths: Tensor1D): Tensor {
    const emissions = this.linear.apply(features); // [batch, time, tags]
    return mean(crfLoss(emissions, this.constrained(), lengths, { allowed }));
  }

  async decode(features: Tensor3D, lengths: Tensor1D): Promise<Decoded> {
    const [path, marginals] = tidy(() => {
      const emissions = this.linear.apply(features);
      const transitions = this.constrained();
      return [crfViterbi(emissions, transitions, lengths).path, crfMarginals(emissions, transitions, lengths)];
    }) as [Tensor2D, Tensor3D];
    const tags = Int32Array.from(await path.data());
    const all = (await marginals.data()) as Float32Array;
    dispose([path, marginals]);
    const count = this.names.length;
    return { tags, probabilities: Float32Array.from(tags, (tag, token) => all[token * count + tag] ?? 0) };
  }

  async grow(tags: readonly string[], initialisation: Exclude<Initialisation, 'best'>, random: Random): Promise<void> {
    const draw = newRowValues(initialisation, random);
    await this.linear.append(tags.length, draw);
    const old = (await this.transitions.data()) as Float32Array;
    const before = this.names.length;
    const names = [...this.names, ...tags];
    const constraints = constraintsOf(names, this.scheme);
    const drawTransition = draw(old.filter((_, entry) => this.constraints[entry] === 0));
    const side = names.length + 2;
    const grown = new Float32Array(side * side);
    // Start and end stand behind the last tag and move with it.
    const placeBefore = (place: number) => (place < before ? place : place < names.length ? -1 : place - tags.length);
    for (let from = 0; from < side; from++) {
      for (let to = 0; to < side; to++) {
        const entry = from * side + to;
        const [oldFrom, oldTo] = [placeBefore(from), placeBefore(to)];
        if (oldFrom >= 0 && oldTo >= 0) grown[entry] = old[oldFrom * (before + 2) + oldTo] ?? 0;
        else if (constraints[entry] === 0) grown[entry] = drawTransition();
      }
    }
    this.transitions = replaceParameter(this.transitions, grown, [side, side]);
    this.constraints = constraints;
    this.names = names;
  }
}

/** 0 where a transition may be, `impossible` where the scheme forbids it: nothing enters the start or leaves the end. */
function constraintsOf(tags: readonly string[], scheme: TaggingScheme | null): Float32Array {
  const side = tags.length + 2;
  const [start, end] = [tags.length, tags.length + 1];
  const allowed = scheme && allowedTransitions(tags, scheme);
  const constraints = new Float32Array(side * side).fill(impossible);
  const permit = (from: number, to: number) => {
    constraints[from * side + to] = 0;
  };
  for (let tag = 0; tag < tags.length; tag++) {
    if (!allowed || allowed.start[tag]) permit(start, tag);
    if (!allowed || allowed.end[tag]) permit(tag, end);
    for (let next = 0; next < tags.length; next++) {
      if (!allowed || allowed.between[tag]?.[next]) permit(tag, next);
    }
  }
  return constraints;
}

/**
 * An LSTM decoder aligned with its encoder, which attends to all of the sentence (paper 0, section 4.3). Gates begin uniform
 * in ±1/√hidden and what is compared in ±1/√inputs, as PyTorch's LSTM and linear layers do.
 */
import type { Tensor1D, Tensor2D, Tensor3D, Variable } from '@tensorflow/tfjs-core';
import {
  attentionDecoder,
  attentionDecoderTags,
  type DecoderWeights,
  type TagInputs,
} from '../kernels/attentionDecoder/operation.ts';
import type { Random } from '../text/random.ts';
import { type ParameterSource, type Parameters, uniform } from './parameters.ts';
import type { Part } from './part.ts';

/** What a decoder reads beside the labels. */
export type DecoderReads = Pick<DecoderWeights, 'features' | 'lengths' | 'initialState'>;

export class DecoderLayer implements Part {
  readonly texts = {};
  private readonly featureWeights: Variable; // [features, 8·hidden + attention]: aligned state, context, key
  private readonly stateWeights: Variable; // [hidden, 4·hidden + attention]: state, query
  private readonly scoreWeights: Variable; // [attention]

  constructor(
    readonly path: string,
    features: number,
    hidden: number,
    attention: number,
    source: ParameterSource,
  ) {
    const blocks = (inputs: number, gates: number) => (random: Random) => {
      const columns = gates + attention;
      const [ofGates, ofAttention] = [1 / Math.sqrt(hidden), 1 / Math.sqrt(inputs)];
      return Float32Array.from(
        { length: inputs * columns },
        (_, n) => (2 * random.next() - 1) * (n % columns < gates ? ofGates : ofAttention),
      );
    };
    const parameter = (name: string, shape: readonly number[], draw: (random: Random) => Float32Array) =>
      source.parameter(`${path}.${name}`, shape, draw);
    this.featureWeights = parameter('featureWeights', [features, 8 * hidden + attention], blocks(features, 8 * hidden));
    this.stateWeights = parameter('stateWeights', [hidden, 4 * hidden + attention], blocks(hidden, 4 * hidden));
    this.scoreWeights = parameter('scoreWeights', [attention], (random) =>
      uniform(random, attention, 1 / Math.sqrt(attention)),
    );
  }

  get parameters(): Parameters {
    const { path, featureWeights, stateWeights, scoreWeights } = this;
    return {
      [`${path}.featureWeights`]: featureWeights,
      [`${path}.stateWeights`]: stateWeights,
      [`${path}.scoreWeights`]: scoreWeights,
    };
  }

  /** @param labels the gates of the label before each token [batch, time, 4·hidden]. @returns [batch, time, hidden] */
  states(reads: DecoderReads, labels: Tensor3D): Tensor3D {
    return attentionDecoder({ ...this.with(reads), labels });
  }

  /** The likeliest allowed tag of each token, given its own before it → `tags` and `probabilities` [batch, time]. */
  tags(reads: DecoderReads, inputs: TagInputs): { tags: Tensor2D; probabilities: Tensor2D } {
    return attentionDecoderTags({ ...this.with(reads), ...inputs });
  }

  /** All that one of its kernels takes but the labels. */
  with(reads: DecoderReads): DecoderWeights {
    return {
      ...reads,
      featureWeights: this.featureWeights as unknown as Tensor2D,
      stateWeights: this.stateWeights as unknown as Tensor2D,
      scoreWeights: this.scoreWeights as unknown as Tensor1D,
    };
  }
}

/**
 * What a label-aware output makes of the labels before a word (paper 4, section 2.2.2): a bidirectional LSTM over their
 * embeddings, of the embeddings' size in each direction. Its last state stands for all of them. In the backward direction that
 * is its first step, which hangs on the newest label alone.
 *
 * The first word of a sentence has the start label before it; the words behind it have the labels of words and no start, as
 * in the paper's equation 3, which leaves open what the first word has.
 */
import {
  concat,
  expandDims,
  ones,
  reshape,
  split,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tensor,
} from '@tensorflow/tfjs-core';
import { lookUp } from '../kernels/embedding/lookups.ts';
import type { LabelDirections } from '../kernels/labelAwareTags/operation.ts';
import { labelContext } from '../kernels/labelContext/operation.ts';
import { linear } from '../kernels/linear/operation.ts';
import { lstmStates } from '../kernels/lstm/operation.ts';
import { LstmLayer } from './lstm.ts';
import type { ParameterSource } from './parameters.ts';

/** Labels as the words of a batch see them. */
export interface EncodedLabels {
  /** The states of the label before each word, as the last one before it [batch, time, 2·hidden], forward and backward. */
  readonly last: Tensor3D;
  /** @param queries of each word [batch, time, 2·hidden]. @returns its attention over all labels before it, of that shape. */
  context(queries: Tensor3D): Tensor3D;
}

const dense = { padding: false, learns: 'dense' } as const;

export class LabelEncoderLayer extends LstmLayer {
  constructor(
    path: string,
    private readonly size: number,
    source: ParameterSource,
  ) {
    super(path, size, size, source);
  }

  /**
   * @param embeddings [labels, size].
   * @param labels rows of the labels before each word [batch · time].
   * @param lengths words of each sentence.
   */
  along(embeddings: Tensor2D, labels: Int32Array, lengths: Int32Array): EncodedLabels {
    const [batch, time] = [lengths.length, labels.length / lengths.length];
    const [aloneForward, aloneBackward] = this.alone(embeddings);
    const start = lookUp(aloneForward, new Int32Array(batch), [batch, 1], dense) as Tensor3D;
    const states = time === 1 ? start : concat([start, this.behindStart(embeddings, labels, lengths)], 1);
    const backward = lookUp(aloneBackward, labels, [batch, time], dense) as Tensor3D;
    const inputs = { forwardStates: states, ...this.backwardDirection(embeddings) };
    return {
      last: concat([states, backward], 2),
      context: (queries) => labelContext({ queries, ...inputs }, labels, lengths),
    };
  }

  /** The forward direction's states of the labels of words [batch, time − 1, size]. */
  private behindStart(embeddings: Tensor2D, labels: Int32Array, lengths: Int32Array): Tensor3D {
    const [batch, time] = [lengths.length, labels.length / lengths.length];
    const ids = labels.filter((_, cell) => cell % time !== 0);
    const inputs = lookUp(embeddings, ids, [batch, time - 1], dense) as Tensor3D;
    const counts = tensor(
      lengths.map((length) => Math.max(0, length - 1)),
      [batch],
      'int32',
    ) as Tensor1D;
    return lstmStates({ inputs, lengths: counts, ...this.direction(0) });
  }

  /** Both directions' first step from each label [labels, size] each. */
  private alone(embeddings: Tensor2D): [Tensor2D, Tensor2D] {
    const [labels] = embeddings.shape;
    const states = this.states(expandDims(embeddings, 1), ones([labels], 'int32'));
    return split(reshape(states, [labels, 2 * this.size]) as Tensor2D, 2, 1) as [Tensor2D, Tensor2D];
  }

  private backwardDirection(embeddings: Tensor2D) {
    const { inputWeights, recurrentWeights, bias } = this.direction(1);
    return { labelGates: linear(embeddings, inputWeights, bias as Tensor1D), recurrentWeights };
  }

  /** What each direction's gates take from a label, and its recurrence, for labels that come one after the other. */
  directions(embeddings: Tensor2D): LabelDirections {
    const [forward, backward] = ([0, 1] as const).map((number) => {
      const { inputWeights, recurrentWeights, bias } = this.direction(number);
      const weights = reshape(recurrentWeights, [this.size, 4 * this.size]) as Tensor2D;
      return { gates: linear(embeddings, inputWeights, bias as Tensor1D), weights };
    }) as [LabelDirection, LabelDirection];
    return {
      forwardGates: forward.gates,
      forwardWeights: forward.weights,
      backwardGates: backward.gates,
      backwardWeights: backward.weights,
    };
  }
}

interface LabelDirection {
  readonly gates: Tensor2D;
  readonly weights: Tensor2D;
}

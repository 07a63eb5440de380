/**
 * Low-rank adapters (Hu et al. 2021, section 4.1): beside a linear layer whose weights W stay as they are, two small matrices learn,
 * so that it gives x·W + b + (α / rank) · x·A·B. B begins as zeros: the first step sees the layer as it was. What was learned is
 * added to W in the end.
 */
import {
  concat,
  matMul,
  mul,
  pad,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Variable,
} from '@tensorflow/tfjs-core';
import { adaptedLinear } from '../kernels/linear/operation.ts';
import type { TrainingSettings } from '../protocol/settings.ts';
import { type ParameterSource, type Parameters, uniform, zeros } from './parameters.ts';

/** Which adapters learn, of which rank and with which α. */
export type AdapterChoice = Pick<TrainingSettings, 'loraRank' | 'loraScale' | 'loraPlaces'>;

/** Columns of a layer's outputs that have an adapter of their own, such as those of the queries. */
export interface AdaptedColumns {
  readonly name: string;
  readonly first: number;
  readonly count: number;
}

interface Adapter {
  readonly columns: AdaptedColumns;
  readonly down: Variable; // A [inputs, rank]
  readonly up: Variable; // B [rank, count]
}

/** All adapters of one linear layer. */
export class LowRankAdapters {
  private readonly adapters: readonly Adapter[];
  private readonly scale: number;

  /** @param path the layer's. A begins as a linear layer's weights in PyTorch do, as in the authors' code. */
  constructor(
    private readonly path: string,
    inputs: number,
    private readonly outputs: number,
    columns: readonly AdaptedColumns[],
    { loraRank, loraScale }: AdapterChoice,
    source: ParameterSource,
  ) {
    this.scale = loraScale / loraRank;
    this.adapters = columns.map((adapted) => {
      const name = `${path}.${adapted.name}`;
      return {
        columns: adapted,
        down: source.parameter(`${name}.A`, [inputs, loraRank], (random) =>
          uniform(random, inputs * loraRank, 1 / Math.sqrt(inputs)),
        ),
        up: source.parameter(`${name}.B`, [loraRank, adapted.count], () => zeros(loraRank * adapted.count)),
      };
    });
  }

  get parameters(): Parameters {
    return Object.fromEntries(
      this.adapters.flatMap(({ columns, down, up }) => [
        [`${this.path}.${columns.name}.A`, down],
        [`${this.path}.${columns.name}.B`, up],
      ]),
    );
  }

  /** What the layer gives with them [..., inputs] → [..., outputs]; called within a `tidy`. */
  apply<T extends Tensor>(features: T, layer: { readonly weights: Tensor2D; readonly bias: Tensor1D }): T {
    return adaptedLinear(features, layer, this.matrices);
  }

  /** What they add to the layer's weights [inputs, outputs]; called within a `tidy`. */
  get product(): Tensor2D {
    const { down, up } = this.matrices;
    return matMul(down, up);
  }

  /** All adapters as one: A side by side [inputs, all ranks], and below one another, in its columns, each scaled B [all ranks, outputs]. */
  private get matrices(): { readonly down: Tensor2D; readonly up: Tensor2D } {
    const { adapters, outputs, scale } = this;
    const ups = adapters.map(({ up, columns: { first, count } }) =>
      pad(up as unknown as Tensor2D, [
        [0, 0],
        [first, outputs - first - count],
      ]),
    );
    const downs = adapters.map(({ down }) => down as unknown as Tensor2D);
    return { down: concat(downs, 1), up: mul(scale, concat(ups, 0)) };
  }
}

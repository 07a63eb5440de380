/**
 * One layer of a transformer (Vaswani et al. 2017, section 3.1) over packed sentences: attention, then a feed-forward block,
 * each added to what it reads. Norms follow the sums, as in BERT (Devlin et al. 2019), or come before the blocks, as in
 * ModernBERT (Warner et al. 2024). Dropout stands where transformers (the library) has it.
 */
import { add, type Tensor, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import { activation } from '../kernels/activation/operation.ts';
import { packedAttention } from '../kernels/packedAttention/operation.ts';
import { rotary } from '../kernels/rotary/operation.ts';
import type { EncoderSpecifications } from '../protocol/specification.ts';
import { heldOfLayer } from '../text/trainingMemory.ts';
import { DenseLayer } from './dense.ts';
import { type Dropout, dropout } from './dropout.ts';
import type { AdaptedColumns, AdapterChoice } from './lowRank.ts';
import { NormLayer } from './norm.ts';
import type { ParameterSource, Parameters } from './parameters.ts';
import { type Part, parametersOf } from './part.ts';

/** Where the rows of a batch stand. */
export interface PackedPlaces {
  /** int32 [sentences + 1]: the first row of each sentence; the last is the number of rows that belong to one. */
  readonly starts: Tensor1D;
  /** int32 [rows]: the place of each row in its sentence. */
  readonly positions: Tensor1D;
}

type Specification = EncoderSpecifications['transformer'];

export class TransformerLayer implements Part {
  readonly texts = {};
  private readonly attentionInput: DenseLayer; // hidden → 3·hidden: queries, keys, values
  private readonly attentionOutput: DenseLayer; // hidden → hidden
  private readonly attentionNorm: NormLayer | null;
  private readonly feedForwardInput: DenseLayer; // hidden → intermediate, twice that where gated
  private readonly feedForwardOutput: DenseLayer; // intermediate → hidden
  private readonly feedForwardNorm: NormLayer;
  /** Its attention's window; null where it sees the whole sentence. */
  private readonly window: number | null;
  private adapted = false;

  /** @param number from the lowest layer up, which is 0. */
  constructor(
    readonly path: string,
    private readonly specification: Specification,
    number: number,
    source: ParameterSource,
  ) {
    const { hiddenSize, intermediateSize, gated, biases, norms, localWindow, globalEvery } = specification;
    const dense = (name: string, inputs: number, outputs: number) =>
      new DenseLayer(`${path}.${name}`, inputs, outputs, biases, source);
    const norm = (name: string) => new NormLayer(`${path}.${name}`, hiddenSize, normRule(specification), source);
    this.attentionInput = dense('attentionInput', hiddenSize, 3 * hiddenSize);
    this.attentionOutput = dense('attentionOutput', hiddenSize, hiddenSize);
    // ModernBERT's lowest layer reads what the embeddings' norm has just given.
    this.attentionNorm = norms === 'before' && number === 0 ? null : norm('attentionNorm');
    this.feedForwardInput = dense('feedForwardInput', hiddenSize, intermediateSize * (gated ? 2 : 1));
    this.feedForwardOutput = dense('feedForwardOutput', intermediateSize, hiddenSize);
    this.feedForwardNorm = norm('feedForwardNorm');
    this.window = localWindow > 0 && number % globalEvery !== 0 ? localWindow : null;
  }

  get parameters(): Parameters {
    const { attentionInput, attentionOutput, attentionNorm, feedForwardInput, feedForwardOutput, feedForwardNorm } =
      this;
    const attention = [attentionInput, attentionOutput, ...(attentionNorm ? [attentionNorm] : [])];
    return parametersOf({ parts: [...attention, feedForwardInput, feedForwardOutput, feedForwardNorm] });
  }

  private get dense(): readonly DenseLayer[] {
    return [this.attentionInput, this.attentionOutput, this.feedForwardInput, this.feedForwardOutput];
  }

  /** Null where it has none, and learns itself. */
  get adapterParameters(): Parameters | null {
    return this.adapted ? Object.assign({}, ...this.dense.map(({ adapterParameters }) => adapterParameters)) : null;
  }

  /** From here on it stays as it is, and adapters learn beside its linear layers, until `merge`. */
  adapt(choice: AdapterChoice, source: ParameterSource): void {
    // One that several models share is adapted by the first.
    if (this.adapted) return;
    this.adapted = true;
    const { hiddenSize, intermediateSize, gated } = this.specification;
    const isEverywhere = choice.loraPlaces === 'all';
    const attention = ['queries', ...(isEverywhere ? ['keys'] : []), 'values'].map((name): AdaptedColumns => {
      const place = ['queries', 'keys', 'values'].indexOf(name);
      return { name, first: place * hiddenSize, count: hiddenSize };
    });
    const whole = (count: number) => (isEverywhere ? [{ name: 'adapter', first: 0, count }] : []);
    this.attentionInput.adapt(attention, choice, source);
    this.attentionOutput.adapt(whole(hiddenSize), choice, source);
    this.feedForwardInput.adapt(whole(intermediateSize * (gated ? 2 : 1)), choice, source);
    this.feedForwardOutput.adapt(whole(hiddenSize), choice, source);
  }

  /** Its weights take in what the adapters have learned. */
  merge(): void {
    this.adapted = false;
    for (const layer of this.dense) layer.merge();
  }

  /** About how many numbers of it are held until a step ends, where it is not computed again. */
  heldInStep(rows: number): number {
    return heldOfLayer(this.specification, rows);
  }

  /** states [rows, hidden] → the same shape; called within a `tidy`. */
  apply(states: Tensor2D, places: PackedPlaces, mode: Dropout | null): Tensor2D {
    const { attentionNorm, feedForwardNorm } = this;
    if (this.specification.norms === 'before') {
      const attended = add(states, this.attend(attentionNorm?.apply(states) ?? states, places, mode)) as Tensor2D;
      return add(attended, this.feedForward(feedForwardNorm.apply(attended), mode));
    }
    const sum = add(states, this.attend(states, places, mode)) as Tensor2D;
    const attended = attentionNorm?.apply(sum) ?? sum;
    return feedForwardNorm.apply(add(attended, this.feedForward(attended, mode)) as Tensor2D);
  }

  private attend(states: Tensor2D, { starts, positions }: PackedPlaces, mode: Dropout | null): Tensor2D {
    const { hiddenSize, heads, rotaryBase, localRotaryBase } = this.specification;
    const { window } = this;
    const projected = this.attentionInput.apply(states); // [rows, 3·hidden]
    const base = window === null ? rotaryBase : localRotaryBase;
    const placed =
      this.specification.positions === 'rotary' ? rotary(projected, { positions, heads, base }) : projected;
    const attended = packedAttention(placed, {
      ...{ starts, heads, window },
      scale: 1 / Math.sqrt(hiddenSize / heads),
      dropout: mode && mode.rate > 0 ? { rate: mode.rate, seed: mode.random.integer(0xffffffff) } : null,
    }); // [rows, hidden]
    return dropout(mode, this.attentionOutput.apply(attended));
  }

  private feedForward(states: Tensor2D, mode: Dropout | null): Tensor2D {
    const { activation: kind, gated } = this.specification;
    const inner = activation(this.feedForwardInput.apply(states), kind, gated); // [rows, intermediate]
    return dropout(mode, this.feedForwardOutput.apply(inner));
  }
}

/**
 * What some taggers have between a word's state and their output: a product, an activation and a norm, as ModernBERT's have
 * (ModernBertPredictionHead in transformers).
 */
export class HeadLayer implements Part {
  readonly texts = {};
  private readonly dense: DenseLayer; // hidden → hidden
  private readonly norm: NormLayer;

  constructor(
    readonly path: string,
    private readonly specification: Specification,
    source: ParameterSource,
  ) {
    const { hiddenSize } = specification;
    this.dense = new DenseLayer(`${path}.dense`, hiddenSize, hiddenSize, true, source);
    this.norm = new NormLayer(`${path}.norm`, hiddenSize, normRule(specification), source);
  }

  get parameters(): Parameters {
    return parametersOf({ parts: [this.dense, this.norm] });
  }

  /** words [..., hidden] → the same shape; called within a `tidy`. */
  apply<T extends Tensor>(words: T): T {
    return this.norm.apply(activation(this.dense.apply(words), this.specification.activation));
  }
}

/** What the norms of a transformer have in common. */
export const normRule = ({ normEpsilon, normBiases }: Specification) => ({
  epsilon: normEpsilon,
  withBias: normBiases,
});

/**
 * A masked language model: a transformer encoder, and above it a head that guesses pieces. It is what is pretrained; a
 * tagger then takes the encoder alone.
 */
import { type Tensor, type Tensor2D, tidy, type Variable } from '@tensorflow/tfjs-core';
import type { GivenEncoder } from '../encoders/encoder.ts';
import { createTransformer, type TransformerEncoder } from '../encoders/transformerEncoder.ts';
import { lookUp, ofStates } from '../kernels/embedding/lookups.ts';
import type { Dropout } from '../layers/dropout.ts';
import { givenParameters } from '../layers/parameters.ts';
import { type Layered, type Part, partSource } from '../layers/part.ts';
import { type Snapshot, storedWeights } from '../layers/snapshot.ts';
import { normRule } from '../layers/transformer.ts';
import type { EncoderSpecifications } from '../protocol/specification.ts';
import type { MaskedPassages } from '../text/masking.ts';
import type { Random } from '../text/random.ts';
import { MaskedHeadPart } from './maskedHead.ts';

type Specification = EncoderSpecifications['transformer'];

export interface MaskedModelStart {
  readonly specification: Specification;
  /** A tokenizer; and numbers, those of a head among them. What is not given is drawn. */
  readonly given: GivenEncoder;
  readonly head: { readonly activation: Specification['activation']; readonly denseBias: boolean };
}

/** The number of guessed rows is a multiple of this, so that buffers of a few sizes come round. */
const rowsMultiple = 16;

export class MaskedModel implements Layered {
  private constructor(
    readonly encoder: TransformerEncoder,
    private readonly head: MaskedHeadPart,
    /** A softmax over all pieces reads every row, and its gradient is one of every row: all of it has to be on the device. */
    private readonly table: Variable, // [pieces, embedding]
  ) {}

  /** @throws GraftError where a given number has another shape than the specification wants. */
  static create({ specification, given, head }: MaskedModelStart, random: Random): MaskedModel {
    const source = givenParameters(given.weights, random);
    const parts = partSource(source);
    try {
      const encoder = createTransformer(specification, given, parts);
      const sized = encoder.specification;
      const sizes = {
        ...head,
        hidden: sized.hiddenSize,
        embedding: sized.embeddingSize,
        pieces: sized.vocabularySize,
        norm: normRule(sized),
      };
      const part = parts.part(MaskedHeadPart.path, () => new MaskedHeadPart(sizes, source));
      return new MaskedModel(encoder, part, encoder.learnWholeTable());
    } catch (error) {
      source.discard();
      throw error;
    }
  }

  get parts(): readonly Part[] {
    return [...this.encoder.parts, this.head];
  }

  get layers(): readonly (readonly Part[])[] {
    const [uppermost = [], ...below] = this.encoder.layers;
    return [[this.head, ...uppermost], ...below];
  }

  /** What the head alone learns. */
  get headVariables(): ReadonlySet<Variable> {
    return new Set(Object.values(this.head.parameters));
  }

  /** The mean loss of the pieces that are to be guessed, a scalar. Without a mode nothing is left out and nothing learns. */
  loss({ packed, rows, gold }: MaskedPassages, mode: Dropout | null): Tensor {
    const count = rowsMultiple * Math.ceil(rows.length / rowsMultiple);
    const padded = (values: Int32Array) => {
      const all = new Int32Array(count).fill(-1);
      all.set(values);
      return all;
    };
    return tidy(() => {
      const states = this.encoder.states(packed, mode); // [rows of the batch, hidden]
      const guessed = lookUp(states, padded(rows), [count], ofStates) as Tensor2D; // [rows to guess, hidden]
      return this.head.loss(guessed, this.table, padded(gold), mode !== null);
    });
  }

  /** As plain data: the encoder's numbers, and the head's. */
  async weights(): Promise<{ encoder: Snapshot; head: Snapshot }> {
    return { encoder: await storedWeights(this.encoder), head: await storedWeights({ parts: [this.head] }) };
  }
}

/** What a checkpoint of another tool is, once it was read: an encoder under our names, and a head for tags where it has one. */
import type { Weight } from '../layers/parameters.ts';
import type { Texts } from '../layers/part.ts';
import type { EncoderSpecifications } from '../protocol/specification.ts';
import type { MaskedHead } from './maskedHead.ts';

export interface Checkpoint {
  readonly specification: EncoderSpecifications['transformer'];
  /** By our parameters' names. */
  readonly weights: Readonly<Record<string, Weight>>;
  /** Its tokenizer. */
  readonly texts: Texts;
  readonly head: CheckpointHead | null;
  /** Its head for masked pieces, which a pretraining goes on with. */
  readonly masked: MaskedHead | null;
  readonly facts: {
    /** As people write it, such as `BERT`. */
    readonly family: string;
    /** What was left aside or assumed, in words. */
    readonly notes: readonly string[];
  };
}

/** The linear layer of a token-classification model. */
export interface CheckpointHead {
  /** By its columns. */
  readonly labels: readonly string[];
  readonly weights: Weight; // [hidden, labels]
  readonly bias: Weight; // [labels]
}

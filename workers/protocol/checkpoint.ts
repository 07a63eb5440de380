/**
 * Checkpoints of other tools, as people have them on their disk: a folder of files (huggingface.co/docs/transformers). Each
 * holds an encoder, and some a head that makes a tagger of it.
 */
import type { ModelSummary } from './model.ts';
import type { EncoderSpecification } from './specification.ts';

export interface CheckpointFile {
  /** Within what was given, such as `model.safetensors` or `minilm/config.json`. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** A pretrained encoder, from which taggers can be trained. */
export interface EncoderSummary {
  readonly id: string;
  readonly name: string;
  /** Such as `bert` or `roberta`. */
  readonly family: string;
  readonly specification: EncoderSpecification;
  /** Numbers that learn. */
  readonly parameters: number;
  /** What was left aside or assumed, in words. */
  readonly notes: readonly string[];
}

export interface LoadedCheckpoint {
  readonly encoder: EncoderSummary;
  /** Where the checkpoint has a head for tags: a model as any other. */
  readonly model: ModelSummary | null;
}

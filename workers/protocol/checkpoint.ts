/**
 * Checkpoints of other tools, as people have them on their disk: a folder of files (huggingface.co/docs/transformers). Each
 * holds an encoder, and some a head that makes a tagger of it.
 */
import type { ModelSummary } from './model.ts';
import type { EncoderSpecification, ModelSpecification } from './specification.ts';

/** What a checkpoint is read from; of its other files, which may be large, the names are enough. */
export const isReadOfCheckpoint = (path: string): boolean => /\.(?:json|txt|safetensors|model)$/i.test(path);

export interface CheckpointFile {
  /** Within what was given, such as `model.safetensors` or `minilm/config.json`. */
  readonly path: string;
  /** Empty of files that are not read. */
  readonly bytes: Uint8Array;
}

/** How a checkpoint's numbers are written: in single precision, or matrices and tables in eight bits with a scale for each row. */
export type StoredNumbers = 'float32' | 'int8';

/** A pretrained encoder, from which taggers can be trained. */
export interface EncoderSummary {
  readonly id: string;
  readonly name: string;
  /** As people write it, such as `BERT` or `RoBERTa`. */
  readonly family: string;
  readonly specification: EncoderSpecification;
  /** Numbers that learn. */
  readonly parameters: number;
  /** What was left aside or assumed, in words. */
  readonly notes: readonly string[];
}

/** The configuration with the sizes of the encoder that it begins with. */
export function beginningWith<Configuration extends { readonly specification: ModelSpecification }>(
  { specification }: Pick<EncoderSummary, 'specification'>,
  configuration: Configuration,
): Configuration {
  const { output } = configuration.specification;
  return { ...configuration, specification: { encoder: specification, output } };
}

export interface LoadedCheckpoint {
  readonly encoder: EncoderSummary;
  /** Where the checkpoint has a head for tags: a model as any other. */
  readonly model: ModelSummary | null;
}

/** What the engine does with checkpoints. */
export interface CheckpointEngine {
  /** All of it is validated before anything is used. */
  /** @param id of the encoder, where what is recorded speaks of it. */
  loadCheckpoint(name: string, files: readonly CheckpointFile[], id?: string): Promise<LoadedCheckpoint>;
  removeEncoder(encoderId: string): Promise<void>;
}

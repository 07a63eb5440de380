/** `--encoder`, for the commands that make a new model: which architectures begin with one, and what goes together with it. */
import type { Command } from 'commander';
import { bertLaner } from '../workers/protocol/architectures/bertLaner.ts';
import { settingsFor } from '../workers/protocol/architectures/fineTuning.ts';
import { laner } from '../workers/protocol/architectures/laner.ts';
import {
  type Architecture,
  architectures,
  checkpointArchitectures,
  findArchitecture,
} from '../workers/protocol/architectures.ts';
import { beginningWith, type EncoderSummary } from '../workers/protocol/checkpoint.ts';
import { specificationFields } from '../workers/protocol/specification.ts';
import { chooseForTraining } from './chosenSettings.ts';
import { UsageError } from './failure.ts';
import { type ModelFiles, readModel } from './modelFiles.ts';
import type { RunOptions } from './runOptions.ts';

/** What a new model may be. */
export const offered = [...architectures, ...checkpointArchitectures];

export function addEncoderOption(command: Command): Command {
  return command.option(
    '--encoder <folder>',
    'for bert-tagger, bert-crf and bert-laner: the checkpoint that they begin with (config.json, model.safetensors and a tokenizer), as a folder or a zip',
  );
}

/** What a new model is trained with on so many sentences, with what was chosen on top. @throws UsageError saying what is right. */
export const chosenFor = (architecture: Architecture, sentences: number | null, { set = [] }: RunOptions) =>
  chooseForTraining(architecture.specification, settingsFor(architecture, sentences), set);

type NewModelOptions = RunOptions & { readonly model: string };

/** LANER goes with an encoder from random weights and with one from a checkpoint: which is meant is said by --encoder. */
export function chosenArchitecture({ model, encoder }: NewModelOptions): Architecture {
  // The option takes no other names.
  return findArchitecture(model === laner.name && encoder !== undefined ? bertLaner.name : model) as Architecture;
}

/**
 * The files of the encoder, where the architecture begins with one.
 * @throws UsageError where the architecture wants an encoder and none is given, or the other way round.
 */
export async function encoderFiles(
  { specification }: Pick<Architecture, 'specification'>,
  { model, encoder, vectors, set = [] }: NewModelOptions,
): Promise<ModelFiles | undefined> {
  if (specification.encoder.kind !== 'transformer') {
    if (encoder === undefined) return undefined;
    const names = checkpointArchitectures.map(({ name }) => name).join(' or ');
    throw new UsageError(`--encoder: ${model} begins with random weights. Give --model ${names}.`);
  }
  if (vectors !== undefined) {
    throw new UsageError(
      `--vectors: ${model} reads pieces of words by its encoder, and has no use for vectors of words.`,
    );
  }
  if (encoder === undefined) {
    throw new UsageError(
      `--model ${model} begins with a pretrained encoder. Give the folder of a checkpoint with --encoder.`,
    );
  }
  const sizes = new Set(
    specificationFields(specification).flatMap(({ half, key }) => (half === 'encoder' ? [key] : [])),
  );
  const fixed = set.map((word) => word.split('=')[0] ?? '').find((key) => sizes.has(key));
  if (fixed !== undefined) throw new UsageError(`--set ${fixed}: the sizes of the encoder are the checkpoint’s.`);
  return readModel(encoder);
}

/** The configuration with the sizes of the encoder, where it begins with one. */
export const over = <Configuration extends Pick<Architecture, 'specification'>>(
  encoder: EncoderSummary | undefined,
  configuration: Configuration,
): Configuration => (encoder ? beginningWith(encoder, configuration) : configuration);

/**
 * A model as the terminal is given one: a `.graft` file, or a checkpoint of another tool, which is a folder of files or a zip
 * of one.
 */
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { unpackBundle } from '../workers/bundle/bundle.ts';
import type { Checkpoint } from '../workers/checkpoint/checkpoint.ts';
import { readCheckpoint } from '../workers/checkpoint/readCheckpoint.ts';
import { checkpointTagger } from '../workers/engine/checkpointTagger.ts';
import type { ModelState } from '../workers/models/state.ts';
import {
  type CheckpointFile,
  type EncoderSummary,
  isReadOfCheckpoint,
  type LoadedCheckpoint,
} from '../workers/protocol/checkpoint.ts';
import type { Engine, ModelUse } from '../workers/protocol/engine.ts';
import { GraftError, problemFrom } from '../workers/protocol/errors.ts';
import type { ModelSummary } from '../workers/protocol/model.ts';
import { readBytes } from './files.ts';
import { isFolder, readFound } from './folderFiles.ts';
import type { Progress } from './progress.ts';

export type ModelFiles =
  | { readonly kind: 'bundle'; readonly path: string; readonly bytes: Uint8Array }
  | CheckpointFiles;

export interface CheckpointFiles {
  readonly kind: 'checkpoint';
  readonly path: string;
  readonly files: readonly CheckpointFile[];
}

export const modelHelp = 'a .graft file; or a checkpoint with a head for tags, as a folder or a zip';

/** @throws GraftError where there is no such file, or it may not be read. */
export async function readModel(path: string): Promise<ModelFiles> {
  if (isFolder(path)) {
    const files = await Promise.all(
      filesIn(path).map(async (file) => ({
        path: file,
        bytes: isReadOfCheckpoint(file) ? await readFound(join(path, file)) : new Uint8Array(),
      })),
    );
    return { kind: 'checkpoint', path, files };
  }
  const bytes = await readBytes(path);
  if (/\.zip$/i.test(path)) return { kind: 'checkpoint', path, files: [{ path: basename(path), bytes }] };
  return { kind: 'bundle', path, bytes };
}

/** The files that make up what the path names. */
export function filesOfModel(path: string): string[] {
  if (!isFolder(path)) return [path];
  return filesIn(path)
    .filter((file) => isReadOfCheckpoint(file))
    .map((file) => join(path, file));
}

/** @throws GraftError where it is no model, or an encoder alone. */
export async function loadModel(
  engine: Engine,
  read: ModelFiles,
  progress: Progress,
  use?: ModelUse,
): Promise<ModelSummary> {
  if (read.kind === 'bundle') return engine.loadModel(read.path, read.bytes, use);
  const { encoder, model } = await loadCheckpoint(engine, read, progress);
  if (model) return model;
  throw encoderAlone(read.path, encoder.family);
}

/** The model as plain data, without an engine. @throws GraftError as `loadModel`. */
export function stateIn(read: ModelFiles): ModelState {
  if (read.kind === 'bundle') return unpackBundle(read.path, read.bytes);
  const checkpoint = checkpointIn(read);
  if (checkpoint.head) return checkpointTagger(basename(read.path), checkpoint, checkpoint.head);
  throw encoderAlone(read.path, checkpoint.facts.family);
}

/** @throws GraftError that names the folder and the file in it. */
export function checkpointIn({ path, files }: CheckpointFiles): Checkpoint {
  try {
    return readCheckpoint(files);
  } catch (error) {
    throw within(path, error);
  }
}

function within(folder: string, error: unknown): GraftError {
  const problem = problemFrom(error);
  return new GraftError({ ...problem, file: problem.file === undefined ? folder : join(folder, problem.file) });
}

function encoderAlone(path: string, family: string): GraftError {
  return new GraftError({
    code: 'encoder-alone',
    file: path,
    message: `This is a pretrained encoder (${family}) without a head for tags: it finds nothing yet.`,
    remedy: 'Train a tagger that begins with it: graft train --model bert-tagger --encoder FOLDER.',
  });
}

/** @throws GraftError where it is a file that is no checkpoint, or a checkpoint that cannot be read. */
export async function loadEncoder(engine: Engine, read: ModelFiles, progress: Progress): Promise<EncoderSummary> {
  if (read.kind === 'checkpoint') return (await loadCheckpoint(engine, read, progress)).encoder;
  throw noFolder(read.path);
}

/** @throws GraftError as `loadEncoder`, and where it has a head for tags, which would be lost. */
export async function loadEncoderAlone(engine: Engine, read: ModelFiles, progress: Progress): Promise<EncoderSummary> {
  if (read.kind === 'bundle') throw noFolder(read.path);
  const { encoder, model } = await loadCheckpoint(engine, read, progress);
  if (!model) return encoder;
  throw new GraftError({
    code: 'encoder-with-head',
    file: read.path,
    message: `This is a tagger, with a head for ${model.categories.join(', ')}; what is made here is an encoder, and the head would be lost.`,
    remedy:
      'Give the encoder that it was trained from, and train a tagger from the smaller one: graft train --encoder FOLDER.',
  });
}

export function noFolder(path: string): GraftError {
  return new GraftError({
    code: 'encoder-no-folder',
    file: path,
    message: 'A checkpoint is a folder of files, and this is one file.',
    remedy: 'Give the folder that holds config.json, model.safetensors and the tokenizer, or a zip of it.',
  });
}

async function loadCheckpoint(
  engine: Engine,
  { path, files }: CheckpointFiles,
  progress: Progress,
): Promise<LoadedCheckpoint> {
  const loaded = await engine.loadCheckpoint(basename(path), files).catch((error: unknown) => {
    throw within(path, error);
  });
  for (const note of loaded.encoder.notes) progress.line(`${path}: ${note}`);
  return loaded;
}

/** Those in the folder and one level down, by their paths in it. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) =>
      entry.isDirectory()
        ? readdirSync(join(folder, entry.name), { withFileTypes: true })
            .filter((below) => !below.isDirectory())
            .map((below) => `${entry.name}/${below.name}`)
        : [entry.name],
    )
    .sort();
}

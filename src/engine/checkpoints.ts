/** Loading checkpoints of other tools, from the page: the files of a folder, or a zip of one. */
import { type CheckpointFile, isReadOfCheckpoint } from '../../workers/protocol/checkpoint.ts';
import { problemFrom } from '../../workers/protocol/errors.ts';
import { chooseEncoder, dropEncoder, keepEncoder, useEncoders } from '../store/encoders.ts';
import { keepModel, useModels } from '../store/models.ts';
import { beginWithEncoder, leaveEncoder, takeEncoderSizes } from '../store/setup.ts';
import type { PathedFile } from './droppedFiles.ts';
import { chooseSource } from './models.ts';
import { readFile } from './readFile.ts';
import { studio } from './studio.ts';

/** Those of a folder, or a zip. */
export function loadCheckpoint(files: readonly PathedFile[]): Promise<void> {
  const isRead = ({ name }: File) => isReadOfCheckpoint(name) || isZipName(name);
  const read = async () =>
    Promise.all(
      files.map(async ({ file, path }) => ({ path, bytes: isRead(file) ? await readFile(file) : new Uint8Array() })),
    );
  return takeCheckpoint(nameOf(files), read);
}

/**
 * A checkpoint with a head for tags becomes the source; of one without, the encoder is what the next new model begins with.
 * @param files or what reads them.
 */
export async function takeCheckpoint(
  name: string,
  files: readonly CheckpointFile[] | (() => Promise<readonly CheckpointFile[]>),
): Promise<void> {
  useModels.setState({ problem: null, loading: { label: `Loading ${name}`, fraction: 0, secondsLeft: null } });
  try {
    const read = typeof files === 'function' ? await files() : files;
    const { encoder, model } = await studio().engine.loadCheckpoint(name, read);
    await forget(useEncoders.getState().fromFiles);
    keepEncoder(encoder);
    useEncoders.setState({ fromFiles: encoder.id });
    takeEncoderSizes();
    if (model) chooseSource(keepModel(model));
    else beginWithEncoder();
  } catch (thrown) {
    useModels.setState({ problem: { ...problemFrom(thrown), file: name } });
  } finally {
    useModels.setState({ loading: null });
  }
}

/** Another of those that are at hand is what a new model begins with. */
export function beginWith(encoderId: string): void {
  chooseEncoder(encoderId);
  takeEncoderSizes();
}

/** A checkpoint that is loaded takes the place of the one before; what was pretrained here stays. */
async function forget(encoderId: string | null): Promise<void> {
  if (encoderId === null) return;
  await studio().engine.removeEncoder(encoderId);
  dropEncoder(encoderId);
}

/** The one at hand; another one takes its place where there is one. */
export async function removeEncoder(): Promise<void> {
  const { encoder } = useEncoders.getState();
  if (!encoder) return;
  try {
    await forget(encoder.id);
    if (useEncoders.getState().encoder) takeEncoderSizes();
    else leaveEncoder();
  } catch (thrown) {
    useModels.setState({ problem: problemFrom(thrown) });
  }
}

/** Whether files are a checkpoint's, and not a model of ours. */
export const isCheckpoint = (files: readonly File[]): boolean =>
  files.some(({ name }) => isZipName(name) || isReadOfCheckpoint(name));

const isZipName = (name: string) => /\.zip$/i.test(name);

/** The folder's or the zip's. */
function nameOf(files: readonly PathedFile[]): string {
  const [first] = files;
  const [folder, ...below] = (first?.path ?? '').split('/');
  if (below.length > 0 && folder) return folder;
  return files.length === 1 && first ? first.file.name.replace(/\.zip$/i, '') : 'checkpoint';
}

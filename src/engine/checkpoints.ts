/** Loading checkpoints of other tools, from the page: the files of a folder, or a zip of one. */
import { isReadOfCheckpoint } from '../../workers/protocol/checkpoint.ts';
import { problemFrom } from '../../workers/protocol/errors.ts';
import { chooseEncoder, dropEncoder, keepEncoder, useEncoders } from '../store/encoders.ts';
import { keepModel, useModels } from '../store/models.ts';
import { beginWithEncoder, leaveEncoder, takeEncoderSizes } from '../store/setup.ts';
import { chooseSource } from './models.ts';
import { readFile } from './readFile.ts';
import { studio } from './studio.ts';

/**
 * A checkpoint with a head for tags becomes the source; of one without, the encoder is what the next new model begins with.
 */
export async function loadCheckpoint(files: readonly File[]): Promise<void> {
  const name = nameOf(files);
  useModels.setState({ problem: null, loading: { label: `Loading ${name}`, fraction: 0, secondsLeft: null } });
  try {
    const read = await Promise.all(
      files.map(async (file) => ({
        path: pathOf(file),
        bytes: isReadOfCheckpoint(file.name) || isZipName(file.name) ? await readFile(file) : new Uint8Array(),
      })),
    );
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

const pathOf = (file: File) => file.webkitRelativePath || file.name;

/** The folder's or the zip's. */
function nameOf(files: readonly File[]): string {
  const [first] = files;
  const [folder, ...below] = (first ? pathOf(first) : '').split('/');
  if (below.length > 0 && folder) return folder;
  return files.length === 1 && first ? first.name.replace(/\.zip$/i, '') : 'checkpoint';
}

/**
 * Models and encoders of a project, written and read by the thread that holds them: weights of hundreds of megabytes go nowhere else.
 */
import type { Engine } from '../protocol/engine.ts';
import { GraftError } from '../protocol/errors.ts';
import type { ModelKeeping } from '../protocol/projects.ts';
import { readFile, writeFile } from '../storage/largeFiles.ts';
import { bundleName, encoderName } from '../storage/projects.ts';
import { unzipWanted, zipFiles } from '../text/zip.ts';

type Shelves = Pick<Engine, 'exportModel' | 'loadModel' | 'exportEncoder' | 'loadCheckpoint'>;

export function modelKeeping(engine: Shelves): ModelKeeping {
  return {
    async storeModel(projectId, modelId, name) {
      await write(projectId, bundleName(modelId), await engine.exportModel(modelId, name));
    },
    async restoreModel(projectId, modelId, name) {
      const bytes = await read(projectId, bundleName(modelId), `model “${name}”`);
      return engine.loadModel(name, bytes, {}, modelId);
    },
    async storeEncoder(projectId, encoderId) {
      await write(projectId, encoderName(encoderId), zipFiles(await engine.exportEncoder(encoderId)));
    },
    async restoreEncoder(projectId, encoderId, name) {
      const bytes = await read(projectId, encoderName(encoderId), `encoder “${name}”`);
      const files = unzipWanted(name, bytes, () => true);
      return (await engine.loadCheckpoint(name, files, encoderId)).encoder;
    },
  };
}

async function write(project: string, file: string, bytes: Uint8Array): Promise<void> {
  await writeFile(project, file, new Blob([bytes as Uint8Array<ArrayBuffer>]));
}

/** @param what it is, such as `model “desk”`. */
async function read(project: string, file: string, what: string): Promise<Uint8Array> {
  const stored = await readFile(project, file);
  if (stored) return new Uint8Array(await stored.arrayBuffer());
  throw new GraftError({
    code: 'weights-not-stored',
    message: `The weights of the ${what} are not in the project any more.`,
    remedy: 'Load it from a file, or train it again. Everything else of the project is there.',
  });
}

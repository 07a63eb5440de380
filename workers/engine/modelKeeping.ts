/** Models of a project, written and read by the thread that holds them: weights of hundreds of megabytes go nowhere else. */
import type { Engine } from '../protocol/engine.ts';
import { GraftError } from '../protocol/errors.ts';
import type { ModelKeeping } from '../protocol/projects.ts';
import { readFile, writeFile } from '../storage/largeFiles.ts';
import { bundleName } from '../storage/projects.ts';

export function modelKeeping(engine: Pick<Engine, 'exportModel' | 'loadModel'>): ModelKeeping {
  return {
    async storeModel(projectId, modelId, name) {
      const bytes = await engine.exportModel(modelId, name);
      await writeFile(projectId, bundleName(modelId), new Blob([bytes as Uint8Array<ArrayBuffer>]));
    },
    async restoreModel(projectId, modelId, name) {
      const file = await readFile(projectId, bundleName(modelId));
      if (!file) {
        throw new GraftError({
          code: 'model-not-stored',
          message: `The weights of the model “${name}” are not in the project any more.`,
          remedy: 'Load it from a file, or train it again. Everything else of the project is there.',
        });
      }
      return engine.loadModel(name, new Uint8Array(await file.arrayBuffer()), {}, modelId);
    },
  };
}

/** Loading models and choosing the source, from the page. Results and failures land in `store/models.ts`. */
import type { ModelSummary } from '../../workers/protocol/engine.ts';
import { problemFrom } from '../../workers/protocol/errors.ts';
import { forgetModel, keepModel, setSource, useModels } from '../store/models.ts';
import { noteSaved } from '../store/saved.ts';
import { adaptFrom, setTask } from '../store/setup.ts';
import { studio } from './studio.ts';

/** The model that the next run adapts; null to train one from random weights instead. */
export function chooseSource(model: ModelSummary | null): void {
  setSource(model?.id ?? null);
  if (model) adaptFrom(model);
  else setTask('train');
}

/** Reads a `.graft` file and makes it the source. The bytes are handed to the worker and are gone afterwards. */
export async function loadSourceModel(
  fileName: string,
  bytes: Uint8Array | Promise<Uint8Array>,
): Promise<ModelSummary | null> {
  useModels.setState({ problem: null, loading: { label: `Loading ${fileName}`, fraction: 0, secondsLeft: null } });
  try {
    const model = await studio().engine.loadModel(fileName.replace(/\.graft$/i, ''), await bytes);
    keepModel(model);
    noteSaved(model.id);
    chooseSource(model);
    return model;
  } catch (thrown) {
    useModels.setState({ problem: { ...problemFrom(thrown), file: fileName } });
    return null;
  } finally {
    useModels.setState({ loading: null });
  }
}

export async function removeModel(modelId: string): Promise<void> {
  try {
    await studio().engine.removeModel(modelId);
    if (useModels.getState().roles.source === modelId) chooseSource(null);
    forgetModel(modelId);
  } catch (thrown) {
    useModels.setState({ problem: problemFrom(thrown) });
  }
}

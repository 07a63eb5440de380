/** Loading models, choosing the source and changing what it knows, from the page. Results and failures land in `store/models.ts`. */

import { problemFrom } from '../../workers/protocol/errors.ts';
import type { ModelSummary } from '../../workers/protocol/model.ts';
import { offerUndo } from '../shell/undo.tsx';
import { forgetModel, keepModel, setSource, useModels } from '../store/models.ts';
import { whenNoRunIsUnderWay } from '../store/runs.ts';
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
    const model = keepModel(await studio().engine.loadModel(fileName.replace(/\.graft$/i, ''), await bytes));
    noteSaved(model);
    chooseSource(model);
    return model;
  } catch (thrown) {
    useModels.setState({ problem: { ...problemFrom(thrown), file: fileName } });
    return null;
  } finally {
    useModels.setState({ loading: null });
  }
}

/** Takes a model off the page. The trainer forgets it once nobody can ask for it back any more. */
export function removeModel(modelId: string): void {
  const { models, roles } = useModels.getState();
  const model = models.find(({ id }) => id === modelId);
  if (!model) return;
  const takeBack = () => {
    keepModel(model);
    // Whoever chose another source since then keeps it.
    if (roles.source === modelId && useModels.getState().roles.source === null) setSource(modelId);
  };
  forgetModel(modelId);
  offerUndo(`The model “${model.name}” was removed.`, takeBack, () => void dropModel(modelId));
}

/** The trainer forgets a model that the page has forgotten; while a run goes on, it would refuse to. */
export async function dropModel(modelId: string): Promise<void> {
  await whenNoRunIsUnderWay();
  try {
    await studio().engine.removeModel(modelId);
  } catch (thrown) {
    useModels.setState({ problem: problemFrom(thrown) });
  }
}

/**
 * Renames, merges or (null) removes categories in a copy of the source, which becomes the source. Undo goes back to it. It
 * is the same network: the settings of the run that is set up stay.
 */
export async function mapModelCategories(
  model: ModelSummary,
  mapping: Readonly<Record<string, string | null>>,
): Promise<void> {
  useModels.setState({ problem: null });
  try {
    // The name is the page's to give: the trainer knows the model by the one that it came with.
    const changed = keepModel({ ...(await studio().engine.mapCategories(model.id, mapping)), name: model.name });
    setSource(changed.id);
    offerUndo(`The model with other categories is called “${changed.name}”.`, () => takeBackEdit(model.id, changed.id));
  } catch (thrown) {
    useModels.setState({ problem: problemFrom(thrown) });
  }
}

/** What was removed or chosen since then stays so. */
function takeBackEdit(beforeId: string, changedId: string): void {
  const { models, roles } = useModels.getState();
  const isThere = (wanted: string) => models.some(({ id }) => id === wanted);
  if (!isThere(changedId)) return;
  forgetModel(changedId);
  if (roles.source === changedId && isThere(beforeId)) setSource(beforeId);
  void dropModel(changedId);
}

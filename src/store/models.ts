/** Every model in the trainer: loaded ones and those that runs made. Runs take them in roles, such as the source. */
import { create } from 'zustand';
import type { Problem } from '../../workers/protocol/errors.ts';
import type { ModelSummary } from '../../workers/protocol/model.ts';
import type { Progress } from '../engine/progress.ts';
import { freeName } from '../freeName.ts';

interface ModelsState {
  readonly models: readonly ModelSummary[];
  /** Ids; null where the next run has none in the role. */
  readonly roles: { readonly source: string | null };
  readonly loading: Progress | null;
  readonly problem: Problem | null;
}

export const useModels = create<ModelsState>()(() => ({
  models: [],
  roles: { source: null },
  loading: null,
  problem: null,
}));

/** The model that the next run adapts. */
export function sourceModel({ models, roles }: ModelsState): ModelSummary | null {
  return models.find(({ id }) => id === roles.source) ?? null;
}

export function useSourceModel(): ModelSummary | null {
  return useModels(sourceModel);
}

export function setSource(source: string | null): void {
  useModels.setState(({ roles }) => ({ roles: { ...roles, source } }));
}

/** The name that a new model of this name gets. */
export function freeModelName(name: string): string {
  return freeName(
    name,
    useModels.getState().models.map((model) => model.name),
  );
}

/** A new model, or a newer state of one that is there. A new one gets a name that no other has; it is given back so. */
export function keepModel(model: ModelSummary): ModelSummary {
  const { models } = useModels.getState();
  if (models.some(({ id }) => id === model.id)) {
    useModels.setState({ models: models.map((other) => (other.id === model.id ? model : other)) });
    return model;
  }
  const name = freeModelName(model.name);
  // The same summary where nothing changes: it is what is known to be in a file.
  const kept = name === model.name ? model : { ...model, name };
  useModels.setState({ models: [...models, kept] });
  return kept;
}

/** The name is the page's to give; an exported model bears it. */
export function renameModel(modelId: string, name: string): void {
  useModels.setState(({ models }) => ({
    models: models.map((model) => (model.id === modelId ? { ...model, name } : model)),
  }));
}

export function forgetModel(modelId: string): void {
  useModels.setState(({ models, roles }) => ({
    models: models.filter(({ id }) => id !== modelId),
    roles: { ...roles, source: roles.source === modelId ? null : roles.source },
  }));
}

/** Every model in the trainer: loaded ones and those that runs made. Runs take them in roles, such as the source. */
import { create } from 'zustand';
import type { ModelSummary, RunRequest } from '../../workers/protocol/engine.ts';
import type { Problem } from '../../workers/protocol/errors.ts';
import type { Progress } from '../engine/progress.ts';

interface ModelsState {
  readonly models: readonly ModelSummary[];
  /** Ids; null where the next run has none in the role. */
  readonly roles: Readonly<Record<keyof RunRequest['models'], string | null>>;
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

export function keepModel(model: ModelSummary): void {
  useModels.setState(({ models }) => ({
    models: models.some(({ id }) => id === model.id)
      ? models.map((other) => (other.id === model.id ? model : other))
      : [...models, model],
  }));
}

export function forgetModel(modelId: string): void {
  useModels.setState(({ models, roles }) => ({
    models: models.filter(({ id }) => id !== modelId),
    roles: { ...roles, source: roles.source === modelId ? null : roles.source },
  }));
}

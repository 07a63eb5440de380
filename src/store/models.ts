/** Every model in the trainer: loaded ones and those that runs made. One of them is the source of the next run. */
import { create } from 'zustand';
import type { ModelSummary } from '../../workers/protocol/engine.ts';
import type { Problem } from '../../workers/protocol/errors.ts';
import type { Progress } from '../engine/progress.ts';
import { noteCategories } from './colours.ts';

interface ModelsState {
  readonly models: readonly ModelSummary[];
  readonly sourceId: string | null;
  readonly loading: Progress | null;
  readonly problem: Problem | null;
}

export const useModels = create<ModelsState>()(() => ({ models: [], sourceId: null, loading: null, problem: null }));

export function sourceModel(state: ModelsState): ModelSummary | null {
  return state.models.find((model) => model.id === state.sourceId) ?? null;
}

export function useSourceModel(): ModelSummary | null {
  return useModels(sourceModel);
}

export function keepModel(model: ModelSummary): void {
  noteCategories(model.categories);
  useModels.setState(({ models }) => ({
    models: models.some(({ id }) => id === model.id)
      ? models.map((other) => (other.id === model.id ? model : other))
      : [...models, model],
  }));
}

export function forgetModel(modelId: string): void {
  useModels.setState(({ models, sourceId }) => ({
    models: models.filter(({ id }) => id !== modelId),
    sourceId: sourceId === modelId ? null : sourceId,
  }));
}

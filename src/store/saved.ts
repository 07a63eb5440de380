/** Which models exist in a file or in the project, just as they are. The others would be lost with the page. */
import { create } from 'zustand';
import type { ModelSummary } from '../../workers/protocol/model.ts';
import { useModels } from './models.ts';

interface SavedState {
  /** A model that was changed is another summary, and not among them. */
  readonly models: readonly ModelSummary[];
}

export const useSaved = create<SavedState>()(() => ({ models: [] }));

/** The model, as this says it is, was read from where it stays, or written there. */
export function noteSaved(model: ModelSummary): void {
  useSaved.setState(({ models }) => ({ models: [...models.filter(({ id }) => id !== model.id), model] }));
}

export function useUnsavedModels(): boolean {
  const models = useModels((state) => state.models);
  const saved = useSaved((state) => state.models);
  return models.some((model) => !saved.includes(model));
}

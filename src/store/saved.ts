/** Which models exist as files, just as they are. The others, made or changed in this session, would be lost with the page. */
import { create } from 'zustand';
import type { ModelSummary } from '../../workers/protocol/model.ts';
import { useModels } from './models.ts';

interface SavedState {
  /** A model that was changed is another summary, and not among them. */
  readonly models: readonly ModelSummary[];
}

export const useSaved = create<SavedState>()(() => ({ models: [] }));

/** The model, as this says it is, was read from a file or written to one. */
export function noteSaved(model: ModelSummary): void {
  useSaved.setState(({ models }) => ({ models: [...models.filter(({ id }) => id !== model.id), model] }));
}

export function useUnsavedModels(): boolean {
  const models = useModels((state) => state.models);
  const saved = useSaved((state) => state.models);
  return models.some((model) => !saved.includes(model));
}

/** Which models exist as files, just as they are. The others, made or changed in this session, would be lost with the page. */
import { create } from 'zustand';
import type { ModelSummary } from '../../workers/protocol/engine.ts';
import { useModels } from './models.ts';

interface SavedState {
  /** A model that was changed is another summary, and not among them. */
  readonly models: readonly ModelSummary[];
}

export const useSaved = create<SavedState>()(() => ({ models: [] }));

/** The model, as it is now, was read from a file or written to one. */
export function noteSaved(modelId: string): void {
  const saved = useModels.getState().models.filter(({ id }) => id === modelId);
  useSaved.setState(({ models }) => ({ models: [...models, ...saved] }));
}

export function useUnsavedModels(): boolean {
  const models = useModels((state) => state.models);
  const saved = useSaved((state) => state.models);
  return models.some((model) => !saved.includes(model));
}

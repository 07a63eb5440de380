/** Which corpus and model the demo has brought, by their ids, whatever became of them. */
import { create } from 'zustand';

interface DemoState {
  readonly corpus: string | null;
  readonly model: string | null;
}

export const useDemo = create<DemoState>()(() => ({ corpus: null, model: null }));

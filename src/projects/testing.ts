/** What the tests of projects share: a stand-in for the workers that store, which holds what they would. */
import type { CorpusSummary } from '../../workers/protocol/engine.ts';
import { GraftError } from '../../workers/protocol/errors.ts';
import type { ModelSummary } from '../../workers/protocol/model.ts';
import type { Keeping } from '../engine/client.ts';
import { studio } from '../engine/studio.ts';
import { useModels } from '../store/models.ts';

/** What the workers have stored. */
export interface Stored {
  corpora: readonly CorpusSummary[];
  /** By their ids. */
  readonly models: Map<string, ModelSummary>;
}

export function standIn(stored: Stored): Keeping {
  const none = async () => {};
  return {
    corpora: {
      restoreCorpora: async () => stored.corpora,
      keepCorporaIn: none,
      corporaWritten: none,
      keepNoCorpora: none,
      saveAgain: none,
    },
    models: {
      storeModel: async (_, id, name) => {
        const model = useModels.getState().models.find((each) => each.id === id);
        if (model) stored.models.set(id, { ...model, name });
      },
      restoreModel: async (_, id) => {
        const model = stored.models.get(id);
        if (!model) throw new GraftError({ code: 'weights-not-stored', message: 'It is gone.', remedy: '' });
        return model;
      },
      storeEncoder: none,
      restoreEncoder: () => Promise.reject(new Error('there is none')),
    },
    runs: { keptRun: (_, request, __, onEvent) => studio().engine.run(request, onEvent), forgetRun: none },
    files: { exportProject: () => Promise.reject(new Error()), importProject: () => Promise.reject(new Error()) },
  };
}

/** Starting and steering a run from the page. Its events land in `store/run.ts`. */
import type { AdaptationConfiguration } from '../../workers/protocol/configuration.ts';
import type { RunRequest } from '../../workers/protocol/engine.ts';
import { problemFrom } from '../../workers/protocol/errors.ts';
import { selectedCorpus, useCorpora } from '../store/corpora.ts';
import { keepModel, sourceModel, useModels } from '../store/models.ts';
import { foldRunEvent, idleRun, useRun } from '../store/run.ts';
import { useSetup } from '../store/setup.ts';
import { studio } from './studio.ts';

/** What the result is called where the user does not say: after what it knows, and where it learned it. */
export function resultName(corpus: string, source: string, adaptation: AdaptationConfiguration | undefined): string {
  if (!adaptation) return corpus;
  const added = adaptation.newCategories;
  return added.length > 0 ? `${source} + ${added.join(', ')}` : `${source} on ${corpus}`;
}

/** What Start training would ask for; null as long as the corpus or the source model is missing. */
export function plannedRequest(): RunRequest | null {
  const { configuration, name, vectors } = useSetup.getState();
  const corpus = selectedCorpus(useCorpora.getState());
  const source = sourceModel(useModels.getState());
  if (!corpus || (configuration.adaptation && !source)) return null;
  const request = { configuration, corpusId: corpus.id, ...(vectors ? { vectors } : {}) };
  const called = name.trim() || resultName(corpus.name, source?.name ?? '', configuration.adaptation);
  return configuration.adaptation && source
    ? { ...request, modelId: source.id, name: called }
    : { ...request, name: called };
}

/** Starts what is set up. Resolves when the run has ended; failures stand in the run's state. */
export async function startRun(): Promise<void> {
  const request = plannedRequest();
  if (!request) return;
  useRun.setState({ ...idleRun, status: 'starting', request }, true);
  try {
    const result = await studio().engine.run(request, (event) => {
      // A profile of the page then shows where in time the training lay.
      if (event.type === 'started' || event.type === 'finished') performance.mark(`run ${event.type}`);
      useRun.setState((state) => foldRunEvent(state, event), true);
    });
    if (result) keepModel(result.model);
  } catch (thrown) {
    useRun.setState({ status: 'failed', phase: null, problem: problemFrom(thrown) });
  }
}

async function steer(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (thrown) {
    useRun.setState({ problem: problemFrom(thrown) });
  }
}

export function pauseRun(): Promise<void> {
  return steer(() => studio().engine.pause());
}

export function resumeRun(): Promise<void> {
  return steer(() => studio().engine.resume());
}

/** The step at hand is finished, the best epoch restored and tested: this takes a moment. */
export function stopRun(): Promise<void> {
  useRun.setState({ status: 'stopping' });
  return steer(() => studio().engine.stop());
}

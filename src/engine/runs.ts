/** Starting and steering a run from the page. Its events land in `store/runs.ts`. */
import {
  type AdaptationConfiguration,
  type SingleConfiguration,
  singleRunOf,
} from '../../workers/protocol/configuration.ts';
import type { CorpusSummary, Engine, RunRequest, RunResult } from '../../workers/protocol/engine.ts';
import { type Problem, problemFrom } from '../../workers/protocol/errors.ts';
import type { ModelSummary } from '../../workers/protocol/model.ts';
import { useBackend } from '../store/backend.ts';
import { placesNow } from '../store/colours.ts';
import { referenceTo, sourceCorpora, targetCorpus, useCorpora, yardstickCorpus } from '../store/corpora.ts';
import { useEncoders } from '../store/encoders.ts';
import { withFittingMap } from '../store/jointChoice.ts';
import type { KeptRun } from '../store/keptRun.ts';
import { useKeptRun } from '../store/keptRun.ts';
import { freeModelName, keepModel, sourceModel, useModels } from '../store/models.ts';
import { namesOrCount, outlineOf, type RunOutline } from '../store/outline.ts';
import { useProject } from '../store/project.ts';
import { withFittingRemedies } from '../store/remedies.ts';
import { asOftenAsChosen } from '../store/repeating.ts';
import type { RunState } from '../store/runState.ts';
import {
  awaitAgain,
  awaitRun,
  endRun,
  isUnderWay,
  keepPlan,
  markStopping,
  shownRun,
  takeRunEvents,
  unmarkStopping,
  useRuns,
} from '../store/runs.ts';
import { type Choice, configurationOf, type SetupState, useSetup } from '../store/setup.ts';
import { requestToGoOn, runKept, runToTryAgain } from './keptRuns.ts';
import { pacedEvents } from './pacedEvents.ts';
import { studio } from './studio.ts';

/** What the result is called where the user does not say: after what it knows, and where it learned it. */
export function resultName(
  corpus: string,
  source: string,
  adaptation: AdaptationConfiguration | null,
  together: readonly string[],
): string {
  if (!adaptation) return together.length > 0 ? `${corpus} with ${namesOrCount(together, 'corpora')}` : corpus;
  const added = adaptation.newCategories;
  return added.length > 0 ? `${source} + ${namesOrCount(added)}` : `${source} on ${corpus}`;
}

/** A map of labels, kinds and remedies may be chosen for other corpora or another model; a run would be refused for it. */
function fittingConfiguration(
  choice: Choice,
  target: CorpusSummary,
  sources: readonly CorpusSummary[],
  source: ModelSummary | null,
): SingleConfiguration {
  const configuration = configurationOf(choice);
  if (configuration.task === 'train') return configuration;
  if (configuration.task === 'adapt')
    return { ...configuration, adaptation: withFittingRemedies(configuration.adaptation, choice.keeping, source) };
  return { ...configuration, joint: withFittingMap(configuration.joint, target, sources) };
}

interface SingleRequest extends RunRequest {
  readonly configuration: SingleConfiguration;
}

/** The run that is set up, whether once or repeated; null as long as the corpus or the source model is missing. */
export function plannedRequest(setup: SetupState = useSetup.getState()): SingleRequest | null {
  const { name, vectors, gazetteers } = setup;
  const adaptation = setup.task === 'adapt' ? setup.adaptation : null;
  const corpora = useCorpora.getState();
  const corpus = targetCorpus(corpora);
  const together = setup.task === 'joint' ? sourceCorpora(corpora) : [];
  const yardstick = yardstickCorpus(corpora);
  const source = adaptation && sourceModel(useModels.getState());
  const readsPieces = (source ?? setup).specification.encoder.kind === 'transformer';
  const encoder = !adaptation && readsPieces ? useEncoders.getState().encoder : null;
  if (!corpus || (adaptation && !source)) return null;
  return {
    configuration: fittingConfiguration(setup, corpus, together, source),
    corpora: {
      target: referenceTo(corpus),
      ...(setup.task === 'joint' && { sources: together.map(referenceTo) }),
      ...(adaptation && yardstick && { yardstick: referenceTo(yardstick) }),
    },
    models: { ...(source && { source: source.id }), ...(encoder && { encoder: encoder.id }) },
    ...(vectors && !readsPieces && { vectors }),
    ...(!adaptation && gazetteers.length > 0 && { gazetteers: gazetteers.map(({ name, blob }) => ({ name, blob })) }),
    colours: placesNow(categoriesToCome(corpus, together, source, adaptation)),
    name: freeModelName(name.trim() || resultName(corpus.name, source?.name ?? '', adaptation, namesOf(together))),
  };
}

const namesOf = (corpora: readonly CorpusSummary[]) => corpora.map(({ name }) => name);

function categoriesToCome(
  corpus: CorpusSummary,
  together: readonly CorpusSummary[],
  source: ModelSummary | null,
  adaptation: AdaptationConfiguration | null,
): string[] {
  if (adaptation) return [...(source?.categories ?? []), ...adaptation.newCategories];
  // With everything shared the model knows labels of the others too.
  return [...new Set([corpus, ...together].flatMap(({ categories }) => categories))];
}

/** The same in outline, for people. */
export function plannedOutline(setup: SetupState = useSetup.getState()): RunOutline | null {
  const corpora = useCorpora.getState();
  const corpus = targetCorpus(corpora);
  const source = sourceModel(useModels.getState());
  return corpus && (setup.task !== 'adapt' || source) ? outlineOf(setup, corpus, source, sourceCorpora(corpora)) : null;
}

/**
 * Starts what is set up. Resolves when the run has ended; failures stand in the store.
 * @returns the model as the page has it, and how it came about; null where there is none.
 */
export async function startRun(setup: SetupState = useSetup.getState()): Promise<RunResult | null> {
  const single = plannedRequest(setup);
  if (!single) return null;
  const request = { ...single, configuration: asOftenAsChosen(single.configuration, setup) };
  return perform({ request, outline: plannedOutline(setup) }, null);
}

/** The run of the project that was cut off, from its last checkpoint. Resolves when it has ended; failures stand in the store. */
export async function goOnWithRun(): Promise<RunResult | null> {
  const { run, isCutOff } = useKeptRun.getState();
  if (!run || !isCutOff || isUnderWay(shownRun(useRuns.getState()).status)) return null;
  try {
    return await perform({ request: requestToGoOn(run), outline: run.outline }, run);
  } catch (thrown) {
    useRuns.setState({ problem: problemFrom(thrown) });
    return null;
  }
}

interface AskedRun extends Pick<RunState, 'outline'> {
  readonly request: RunRequest;
}

/** Where the user wants that. What got to the end of no epoch the last time is asked about: it may be why the page went. */
export async function goOnByItself(): Promise<void> {
  const { run, goesOnByItself } = useKeptRun.getState();
  if (goesOnByItself && run?.attempts === 0 && useProject.getState().mode === 'kept') await goOnWithRun();
}

async function perform(asked: AskedRun, before: KeptRun | null): Promise<RunResult | null> {
  awaitRun(asked);
  return performAwaited(asked, before);
}

async function performAwaited(asked: AskedRun, before: KeptRun | null): Promise<RunResult | null> {
  const { request } = asked;
  let id: string | null = null;
  const pace = pacedEvents(takeRunEvents);
  try {
    // The one at hand in the set-up may be of a moment ago.
    if (singleRunOf(request.configuration).task === 'adapt') keepPlan(await studio().engine.planAdaptation(request));
    const result = await runKept(asked, before, (event) => {
      id = event.runId;
      // A profile of the page then shows where in time the training lay.
      if (event.type === 'started' || event.type === 'finished') performance.mark(`run ${event.type}`);
      pace.take(event);
      if (event.type === 'backend') useBackend.setState({ info: event.backend });
      // Stop was pressed before there was a run to be named.
      if (event.type === 'started' && shownRun(useRuns.getState()).status === 'stopping') void askToStop('running');
    });
    return { ...result, model: keepModel(result.model) };
  } catch (thrown) {
    pace.flush();
    const problem = problemFrom(thrown);
    const cutOff = runToTryAgain(problem);
    if (!cutOff) {
      endRun(id, problem);
      return null;
    }
    awaitAgain(id, goesOnWithTrainer(problem));
    return performAwaited(asked, cutOff);
  }
}

function goesOnWithTrainer({ message }: Problem): Problem {
  return {
    code: 'run-goes-on',
    message: `${message} The run goes on from its last checkpoint.`,
    remedy: 'Nothing needs to be done; what was learned since the checkpoint is learned again.',
  };
}

/** @returns false where the engine refused. */
async function steer(command: keyof Pick<Engine, 'pause' | 'resume' | 'stop'>): Promise<boolean> {
  const { shownId, pending } = useRuns.getState();
  if (shownId === null || pending) return true;
  try {
    await studio().engine[command](shownId);
    return true;
  } catch (thrown) {
    useRuns.setState({ problem: problemFrom(thrown) });
    return false;
  }
}

export async function pauseRun(): Promise<void> {
  await steer('pause');
}

export async function resumeRun(): Promise<void> {
  await steer('resume');
}

/** @param before what the run does where the engine refuses to stop it. */
async function askToStop(before: 'running' | 'paused'): Promise<void> {
  if (!(await steer('stop'))) unmarkStopping(before);
}

/** The step at hand is finished, the best epoch restored and tested: this takes a moment. */
export function stopRun(): Promise<void> {
  const { status } = shownRun(useRuns.getState());
  markStopping();
  return askToStop(status === 'paused' ? 'paused' : 'running');
}

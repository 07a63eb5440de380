/**
 * A model learns from what was submitted, in the background, while the annotator goes on. It is always the source model that is adapted,
 * to all that was submitted so far, with what is on against forgetting: models that are adapted from one another would forget a little
 * each time. Without a source model one is trained from random weights. What comes of it suggests from then on.
 */
import type { CorpusSummary, RunResult } from '../../workers/protocol/engine.ts';
import type { ModelSummary } from '../../workers/protocol/model.ts';
import { mainStage } from '../../workers/text/runResult.ts';
import { type AdaptingState, beginAdapting, keepPoint, useAdapting } from '../store/adapting.ts';
import { useComparison } from '../store/comparison.ts';
import { targetCorpus, useCorpora } from '../store/corpora.ts';
import { useEvaluation } from '../store/evaluation.ts';
import { useKeptRun } from '../store/keptRun.ts';
import { forgetModel, sourceModel, useModels } from '../store/models.ts';
import { defaultRepeating } from '../store/repeating.ts';
import { isUnderWay, shownRun, useRuns } from '../store/runs.ts';
import { type SetupState, useSetup } from '../store/setup.ts';
import { useSuggesting } from '../store/suggesting.ts';
import { dropModel } from './models.ts';
import { startRun } from './runs.ts';
import { askSuggestions } from './suggesting.ts';

/** What is set up, but for what the annotation decides: it is adapted once, to every category that has spans. */
function backgroundSetup(setup: SetupState, corpus: CorpusSummary, source: ModelSummary | null): SetupState {
  const common = { ...setup, repeating: defaultRepeating, name: '' };
  if (source?.kind !== 'spans') return { ...common, task: 'train' };
  const { categoryMap } = setup.adaptation;
  const isNew = (category: string) =>
    (corpus.parts.train.categories[category] ?? 0) > 0 &&
    !source.categories.includes(category) &&
    !Object.hasOwn(categoryMap, category);
  const newCategories = corpus.categories.filter(isNew);
  return { ...common, task: 'adapt', adaptation: { ...setup.adaptation, newCategories, annotated: 'corpus' } };
}

/** Submitted documents that a model learns from. */
export function submittedOf({ parts }: CorpusSummary): number {
  return parts.train.standings.submitted;
}

/** Whether it is time, by how often it is wanted and what was submitted since. */
export function isDue({ every, learned, running }: AdaptingState, submitted: number): boolean {
  return every > 0 && !running && submitted - learned >= every;
}

/** Does nothing while another run is under way. */
export async function adaptInBackground(corpus: CorpusSummary): Promise<void> {
  if (useAdapting.getState().running || isUnderWay(shownRun(useRuns.getState()).status)) return;
  if (useKeptRun.getState().isCutOff) {
    useAdapting.setState({ failed: 'A run that was cut off waits in Train: it goes on there, or is given up.' });
    return;
  }
  const documents = submittedOf(corpus);
  if (useAdapting.getState().corpusId !== corpus.id) beginAdapting(corpus.id, documents);
  useAdapting.setState({ running: true, failed: null, learned: documents });
  const setup = backgroundSetup(useSetup.getState(), corpus, sourceModel(useModels.getState()));
  const result = await startRun(setup);
  // Whoever went on to another corpus has the model in the list, and nothing else of it.
  if (useAdapting.getState().corpusId !== corpus.id) return;
  useAdapting.setState({ running: false });
  if (!result) {
    const { problem } = useRuns.getState();
    useAdapting.setState({ failed: problem?.message ?? 'It was stopped, or could not be done; Train says why.' });
    return;
  }
  if (targetCorpus(useCorpora.getState())?.id !== corpus.id) return;
  const before = useAdapting.getState();
  takeOver(result, documents);
  await askSuggestions(corpus);
  letGo(before);
}

function takeOver(result: RunResult, documents: number): void {
  const { records, bestEpoch } = mainStage(result);
  const dev = records[bestEpoch - 1]?.dev.overall;
  if (dev && dev.support > 0) keepPoint({ documents, f1: dev.f1, support: dev.support });
  const { id } = result.model;
  useAdapting.setState({ made: id, madeName: nameOf(id) });
  useSuggesting.setState({ chosen: id });
}

const nameOf = (modelId: string) => useModels.getState().models.find(({ id }) => id === modelId)?.name ?? null;

/** The model before is of no use any more, unless somebody gave it a name or chose it for something. */
function letGo({ made, madeName }: Pick<AdaptingState, 'made' | 'madeName'>): void {
  if (made === null || nameOf(made) !== madeName) return;
  const { a, b } = useComparison.getState();
  const evaluated = useEvaluation.getState().modelId;
  if ([useModels.getState().roles.source, evaluated, a, b, useSuggesting.getState().chosen].includes(made)) return;
  forgetModel(made);
  void dropModel(made);
}

/** A run of the stand-in studio: the stages and events of a real one, with invented figures. */
import {
  type Initialisation,
  initialisations,
  type SingleConfiguration,
  singleRunOf,
} from '../../workers/protocol/configuration.ts';
import type { Corpus, Splits } from '../../workers/protocol/corpus.ts';
import type { RunRequest, RunResult, SourceScores, Stage, StageResult } from '../../workers/protocol/engine.ts';
import { GraftError, type Problem } from '../../workers/protocol/errors.ts';
import type { ModelSummary } from '../../workers/protocol/model.ts';
import type { TrainingSettings } from '../../workers/protocol/settings.ts';
import type { VectorCoverage } from '../../workers/protocol/vectorCoverage.ts';
import type { YardstickScores } from '../../workers/protocol/yardstick.ts';
import { restrictAnnotated } from '../../workers/text/categories.ts';
import { believeExamples, forgettingProblems } from '../../workers/text/lookedFor.ts';
import { bestDevF1 } from '../../workers/text/runResult.ts';
import { mapSplits } from '../../workers/text/splits.ts';
import { fakeHistoryEntry, fakeModel, scores } from './fakeModel.ts';
import { type FakeOutcome, fakeRepetitions } from './fakeRepeat.ts';
import { type FakeControl, fakeStage, type Tell } from './fakeStage.ts';

export function refuse(code: string, message: string): GraftError {
  return new GraftError({ code, message, remedy: 'Set the run up otherwise.' });
}

/** What the model will know of before and what it learns. @throws GraftError where that does not go together. */
export function fakeCategoriesOf(
  configuration: SingleConfiguration,
  source: ModelSummary | null,
  { train }: Splits,
): { readonly known: readonly string[]; readonly fresh: readonly string[] } {
  if (configuration.task !== 'adapt') return { known: [], fresh: train.categories };
  if (!source) throw refuse('no-source-model', 'There is no source model to adapt.');
  const known = source.categories;
  const fresh = configuration.adaptation.newCategories;
  const twice = fresh.find((category, index) => fresh.indexOf(category) < index);
  if (twice !== undefined) throw refuse('category-twice', `${twice} stands twice among the new categories.`);
  for (const category of fresh) {
    if (known.includes(category)) throw refuse('category-known', `${category} is not new.`);
    if (!train.categories.includes(category)) {
      throw refuse('category-not-in-corpus', `There is no ${category}, but ${train.categories.join(', ')}.`);
    }
  }
  return { known, fresh };
}

/** The target with what was looked for in it, by its own record, its examples, or the user's word. */
export function fakeLookedFor(
  configuration: SingleConfiguration,
  splits: Splits,
  known: readonly string[],
  newCategories: readonly string[],
): { readonly splits: Splits; readonly problems: readonly Problem[] } {
  if (configuration.task !== 'adapt') return { splits, problems: [] };
  const { annotated, unannotated } = configuration.adaptation;
  const lookedFor =
    annotated === 'corpus'
      ? believeExamples(splits, known, newCategories)
      : { splits: mapSplits(splits, (corpus) => restrictAnnotated(corpus, annotated)), assumed: [] };
  return { splits: lookedFor.splits, problems: forgettingProblems(lookedFor, { known, newCategories, unannotated }) };
}

interface Trials {
  readonly main: readonly Pick<Stage, 'id' | 'label'>[];
  readonly compares: boolean;
}

function trialsOf(configuration: SingleConfiguration): Trials {
  if (configuration.task !== 'adapt') return { main: [{ id: 'main', label: '' }], compares: false };
  const { initialisation, compareWithRandom } = configuration.adaptation;
  const single = (id: Initialisation) => id !== 'best';
  const main =
    initialisation === 'best'
      ? initialisations.filter(single).map((id) => ({ id, label: `new rows ${id}` }))
      : [{ id: initialisation, label: '' }];
  return { main, compares: compareWithRandom };
}

interface RunToFake {
  readonly request: RunRequest;
  readonly source: ModelSummary | null;
  readonly splits: Splits;
  /** What is learned together with the target. */
  readonly together: readonly Splits[];
  readonly control: FakeControl;
  readonly tell: Tell;
  readonly modelId: () => string;
}

export async function fakeRun(run: RunToFake): Promise<RunResult> {
  const { request, source, splits, together, control, tell, modelId } = run;
  const { name } = request;
  const base = singleRunOf(request.configuration);
  const { runId } = control;
  const { known, fresh } = fakeCategoriesOf(base, source, splits);
  checkTogether(base, together);
  const categories = [...known, ...fresh, ...sharedLabels(base, fresh, together)];
  const sentences = [splits, ...together]
    .flatMap(({ train }) => train.documents)
    .reduce((sum, document) => sum + document.sentences.length, 0);
  tell({ type: 'started', runId, categories, newCategories: fresh, sentences });
  if (source) {
    tell({ type: 'phase', runId, label: 'Source model on dev', fraction: 0.5 });
    await control.step();
    tell({ type: 'scored', runId, name: 'sourceDev', scores: scores(0, known, []) });
    if (isMeasured(run)) tell({ type: 'scored', runId, name: 'yardstick', scores: scores(0.5, known, []) });
  }
  const vectors = request.vectors && fakeCoverage(request.vectors.name, splits);
  if (vectors) tell({ type: 'vectors', runId, coverage: vectors });

  const done = await fakeRepetitions(request.configuration, control, (configuration, scope, quality) =>
    fakeOnce({ ...run, configuration, scope, quality, known, fresh, categories, sentences }),
  );
  const { configuration, main, tests } = done.kept;
  const { task, settings, seed } = configuration;
  const { architecture, specification } = configuration.task !== 'adapt' ? configuration : (source as ModelSummary);
  const history = [
    ...(source?.history ?? []),
    {
      ...fakeHistoryEntry({ task, configuration, newCategories: fresh }),
      ...(together.length > 0 && { sources: together.map(({ train: its }) => its.name) }),
      ...(vectors && { vectors }),
      ...(isMeasured(run) && { yardstick: fakeYardstick(known) }),
    },
  ];
  const colours = { ...request.colours, ...source?.colours };
  const result: RunResult = {
    runId,
    model: fakeModel(modelId(), { name, architecture, specification, settings, categories, colours, history }),
    stages: done.stages,
    main,
    tests,
    repetitions: done.repetitions,
    ...(isMeasured(run) && { yardstick: fakeYardstick(known) }),
    ...(vectors && { vectors }),
    pseudoLabels: Object.fromEntries(known.map((category, place) => [category, 120 + place * 31])),
    seconds: 26,
    backend: 'wasm',
    seed,
  };
  tell({ type: 'finished', runId, result });
  return result;
}

/** Whether something measures the old categories: another corpus, or what the source model carries. */
const isMeasured = ({ request, source }: Pick<RunToFake, 'request' | 'source'>) =>
  source !== null && (request.corpora.yardstick !== undefined || source.sample !== undefined);

function fakeYardstick(known: readonly string[]): YardstickScores {
  const [before, after] = [scores(0.5, known, []), scores(0.25, known, [])];
  return { corpus: 'First customer', sentences: 250, before, after, strict: after };
}

interface OnceToFake extends RunToFake {
  readonly configuration: SingleConfiguration;
  /** Leads the ids and labels of its stages. */
  readonly scope: string;
  /** How good it gets, from 0 to 1. */
  readonly quality: number;
  readonly known: readonly string[];
  readonly fresh: readonly string[];
  readonly categories: readonly string[];
  readonly sentences: number;
}

/** @throws GraftError where it was stopped before an epoch had ended. */
async function fakeOnce(once: OnceToFake): Promise<FakeOutcome> {
  const { configuration, scope, quality, known, fresh, categories, sentences, together, source, control, tell } = once;
  const keeps = isMeasured(once);
  const { settings } = configuration;
  const train = (stage: Pick<Stage, 'id' | 'label' | 'role'>, own: TrainingSettings) => {
    const scoped = { ...stage, id: `${scope}${stage.id}`, label: `${scope}${stage.label}`.replace(/: $/, '') };
    return fakeStage({ ...scoped, epochs: own.epochs, sentences }, own, control, tell, (progress) => ({
      dev: stage.role === 'main' ? scores(quality * progress, known, fresh) : scores(progress / 2, [], categories),
      ...(together.length > 0 && { sources: together.map(({ train: its }) => sourceScores(its, progress)) }),
      ...(keeps && { yardstick: scores(0.5 - progress / 4, known, []) }),
    }));
  };
  const trials = trialsOf(configuration);
  const stages: StageResult[] = [];
  for (const trial of trials.main) {
    if (control.stopped && stages.length > 0) break;
    const result = await train({ ...trial, role: 'main' }, settings);
    if (result) stages.push(result);
  }
  const [main] = [...stages].sort((a, b) => bestDevF1(b) - bestDevF1(a));
  if (!main) throw refuse('run-stopped', 'The run was stopped before its first epoch had ended.');
  const random =
    trials.compares && !control.stopped
      ? await train(
          { id: 'random', label: 'from random weights', role: 'comparison' },
          { ...settings, learningRate: 2 * settings.learningRate },
        )
      : null;
  if (random) stages.push(random);
  const tests = {
    main: scores(0.97 * quality, known, fresh),
    ...(source && { init: scores(0.1, known, []) }),
    ...(random && { random: scores(0.4, [], categories) }),
  };
  return { configuration, stages, main: main.id, tests };
}

/** What the real studio refuses too. */
function checkTogether(configuration: SingleConfiguration, together: readonly Splits[]): void {
  if (configuration.task !== 'joint') return;
  const { sharing, labelMap, rate } = configuration.joint;
  if (together.length === 0) throw refuse('no-source-corpus', 'There is no corpus to learn together with the target.');
  if (rate === 0 && sharing !== 'all') throw refuse('labelling-rate', 'At a labelling rate of 0 nothing is learned.');
  const theirs = together.flatMap(({ train }) => train.categories);
  for (const label of Object.keys(labelMap)) {
    if (sharing !== 'all' || !theirs.includes(label)) throw refuse('label-map', `Nothing is labelled ${label}.`);
  }
}

/** Labels that are learned beside the target's, where one output is shared. */
function sharedLabels(
  configuration: SingleConfiguration,
  known: readonly string[],
  together: readonly Splits[],
): readonly string[] {
  if (configuration.task !== 'joint' || configuration.joint.sharing !== 'all') return [];
  const { labelMap } = configuration.joint;
  const theirs = new Set(together.flatMap(({ train }) => train.categories));
  return [...theirs].filter((label) => !known.includes(label) && !Object.hasOwn(labelMap, label));
}

function sourceScores({ name, categories }: Corpus, progress: number): SourceScores {
  return { corpus: name, dev: scores(0.6 * progress, [], categories) };
}

/** As if nine words in ten had a vector. */
export function fakeCoverage(file: string, { train }: Splits): VectorCoverage {
  const tokens = train.documents
    .flatMap(({ sentences }) => sentences)
    .reduce((sum, each) => sum + each.tokens.length, 0);
  return {
    file,
    words: 1200,
    coveredWords: 1080,
    tokens,
    coveredTokens: Math.floor(0.94 * tokens),
    missing: ['Almsted'],
  };
}

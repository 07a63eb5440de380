/** A run of the stand-in studio: the stages and events of a real one, with invented figures. */
import {
  type Initialisation,
  initialisations,
  type SingleConfiguration,
  singleRunOf,
} from '../../workers/protocol/configuration.ts';
import type { Corpus, Splits } from '../../workers/protocol/corpus.ts';
import type {
  EpochRecord,
  RunEvent,
  RunRequest,
  RunResult,
  SourceScores,
  Stage,
  StageResult,
} from '../../workers/protocol/engine.ts';
import { GraftError, type Problem } from '../../workers/protocol/errors.ts';
import type { ModelSummary } from '../../workers/protocol/model.ts';
import type { TrainingSettings } from '../../workers/protocol/settings.ts';
import type { VectorCoverage } from '../../workers/protocol/vectorCoverage.ts';
import { restrictAnnotated } from '../../workers/text/categories.ts';
import { believeExamples, forgettingProblems } from '../../workers/text/lookedFor.ts';
import { mapSplits } from '../../workers/text/splits.ts';
import { fakeHistoryEntry, fakeModel, scores } from './fakeModel.ts';

const stepsInEpoch = 20;

type Tell = (event: RunEvent) => void;

/** Pause, resume and stop between two steps. */
export class FakeControl {
  paused = false;
  stopped = false;

  constructor(
    readonly runId: string,
    private readonly tell: Tell,
    private readonly stepMilliseconds: number,
  ) {}

  /** One step's time; longer while paused. */
  async step(): Promise<void> {
    const { runId } = this;
    const wait = () => new Promise((resolve) => setTimeout(resolve, this.stepMilliseconds));
    await wait();
    if (!this.paused || this.stopped) return;
    this.tell({ type: 'paused', runId });
    while (this.paused && !this.stopped) await wait();
    this.tell({ type: 'resumed', runId });
  }
}

function refuse(code: string, message: string): GraftError {
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

export async function fakeRun({
  request,
  source,
  splits,
  together,
  control,
  tell,
  modelId,
}: RunToFake): Promise<RunResult> {
  const { name } = request;
  const configuration = singleRunOf(request.configuration);
  const { settings, seed } = configuration;
  const { runId } = control;
  const { known, fresh } = fakeCategoriesOf(configuration, source, splits);
  checkTogether(configuration, together);
  const categories = [...known, ...fresh, ...sharedLabels(configuration, fresh, together)];
  const sentences = [splits, ...together]
    .flatMap(({ train }) => train.documents)
    .reduce((sum, document) => sum + document.sentences.length, 0);
  tell({ type: 'started', runId, categories, newCategories: fresh, sentences });
  if (source) {
    tell({ type: 'phase', runId, label: 'Source model on dev', fraction: 0.5 });
    await control.step();
    tell({ type: 'scored', runId, name: 'sourceDev', scores: scores(0, known, []) });
  }
  const vectors = request.vectors && fakeCoverage(request.vectors.name, splits);
  if (vectors) tell({ type: 'vectors', runId, coverage: vectors });
  const train = (stage: Pick<Stage, 'id' | 'label' | 'role'>, own: TrainingSettings) =>
    fakeStage({ ...stage, epochs: own.epochs, sentences }, own, control, tell, (progress) => ({
      dev: stage.role === 'main' ? scores(progress, known, fresh) : scores(progress / 2, [], categories),
      ...(together.length > 0 && { sources: together.map(({ train: its }) => sourceScores(its, progress)) }),
    }));

  const trials = trialsOf(configuration);
  const stages: StageResult[] = [];
  for (const trial of trials.main) {
    if (control.stopped && stages.length > 0) break;
    const result = await train({ ...trial, role: 'main' }, settings);
    if (result) stages.push(result);
  }
  const [main] = [...stages].sort((a, b) => bestF1(b) - bestF1(a));
  if (!main) throw refuse('run-stopped', 'The run was stopped before its first epoch had ended.');
  const random =
    trials.compares && !control.stopped
      ? await train(
          { id: 'random', label: 'from random weights', role: 'comparison' },
          { ...settings, learningRate: 2 * settings.learningRate },
        )
      : null;
  if (random) stages.push(random);

  const { task } = configuration;
  const { architecture, specification } = configuration.task !== 'adapt' ? configuration : (source as ModelSummary);
  const history = [
    ...(source?.history ?? []),
    {
      ...fakeHistoryEntry({ task, configuration, newCategories: fresh }),
      ...(together.length > 0 && { sources: together.map(({ train: its }) => its.name) }),
      ...(vectors && { vectors }),
    },
  ];
  const colours = { ...request.colours, ...source?.colours };
  const result: RunResult = {
    runId,
    model: fakeModel(modelId(), { name, architecture, specification, settings, categories, colours, history }),
    stages,
    main: main.id,
    tests: {
      main: scores(0.97, known, fresh),
      ...(source && { init: scores(0.1, known, []) }),
      ...(random && { random: scores(0.4, [], categories) }),
    },
    repetitions: [],
    ...(vectors && { vectors }),
    pseudoLabels: Object.fromEntries(known.map((category, place) => [category, 120 + place * 31])),
    seconds: 26,
    backend: 'wasm',
    seed,
  };
  tell({ type: 'finished', runId, result });
  return result;
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

function bestF1({ records, bestEpoch }: StageResult): number {
  return records[bestEpoch - 1]?.dev.overall.f1 ?? 0;
}

/** Null where it was stopped before its first epoch's end. */
async function fakeStage(
  stage: Stage,
  settings: TrainingSettings,
  control: FakeControl,
  tell: Tell,
  scored: (progress: number) => Pick<EpochRecord, 'dev' | 'sources'>,
): Promise<StageResult | null> {
  const { epochs } = settings;
  const place = { runId: control.runId, stage: stage.id, task: 'target' } as const;
  tell({ type: 'stage', runId: control.runId, stage });
  const records: EpochRecord[] = [];
  let bestEpoch = 0;
  for (let epoch = 1; epoch <= epochs && !control.stopped; epoch++) {
    for (let step = 1; step <= stepsInEpoch && !control.stopped; step++) {
      await control.step();
      const done = epoch - 1 + step / stepsInEpoch;
      const loss = 3.2 * Math.exp(-done / 3) + 0.35 + 0.12 * Math.sin(step * 1.7 + epoch);
      const speed = { sentencesPerSecond: 1140, secondsLeft: (epochs - done) * 2.1 };
      tell({ type: 'step', ...place, epoch, step, steps: stepsInEpoch, loss, ...speed });
    }
    if (control.stopped) break;
    const loss = 3.2 * Math.exp(-epoch / 3) + 0.35;
    const record = { epoch, loss, ...scored(epoch / epochs), devLoss: loss + 0.2, seconds: 2.1 };
    const best = record.dev.overall.f1 > (records[bestEpoch - 1]?.dev.overall.f1 ?? -1);
    if (best) bestEpoch = epoch;
    records.push(record);
    tell({ type: 'epoch', ...place, best, ...record });
  }
  if (bestEpoch === 0) return null;
  return { ...stage, settings, records, bestEpoch, stopped: control.stopped ? 'by the user' : 'last epoch' };
}

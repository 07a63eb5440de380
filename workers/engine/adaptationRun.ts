/**
 * Adapting a source model to a target corpus (papers 0 and 1): Init is the source on the target's test sentences, Sub
 * the grown model after training, Rand the same architecture from random weights on the same sentences.
 */
import { scoreTagger } from '../models/scoreTagger.ts';
import type { Tagger } from '../models/tagger.ts';
import { type AdaptationConfiguration, type Initialisation, initialisations } from '../protocol/configuration.ts';
import type { Corpus } from '../protocol/corpus.ts';
import type { RunResult } from '../protocol/engine.ts';
import { GraftError } from '../protocol/errors.ts';
import { type Hyperparameters, hyperparameterFields } from '../protocol/hyperparameters.ts';
import type { Scores } from '../protocol/scores.ts';
import { hideCategories } from '../text/splits.ts';
import type { WordVectors } from '../text/vectors.ts';
import type { TrainingOutcome } from '../training/loop.ts';
import { addPseudoLabels } from '../transfer/pseudoLabels.ts';
import { targetCorpus } from '../transfer/targetCorpus.ts';
import { growTarget } from '../transfer/targetTagger.ts';
import { checkParts, type RunMaterial, type RunOutput, sentencesOf, vectorsFor, warnBeforehand } from './run.ts';
import { freshTagger } from './sourceRun.ts';
import { type StageSettings, scoreWithProgress, trainStage } from './stage.ts';

type Trial = Exclude<Initialisation, 'best'>;

interface Adaptation {
  readonly material: RunMaterial;
  readonly source: Tagger;
  readonly configuration: AdaptationConfiguration;
  readonly hyperparameters: Hyperparameters;
  readonly train: Corpus;
  readonly dev: Corpus;
  readonly vectors: WordVectors | null;
}

/** What shapes the network is the source's own and cannot change; the rest is the run's. */
function adaptedHyperparameters(source: Tagger, wanted: Hyperparameters): Hyperparameters {
  const own = source.description.hyperparameters;
  const fixed = Object.entries(hyperparameterFields).flatMap(([key, { group }]) =>
    group === 'model' ? [[key, own[key as keyof Hyperparameters]]] : [],
  );
  return { ...wanted, ...Object.fromEntries(fixed) };
}

/** @throws GraftError where model and corpus do not go together. */
export async function adapt(
  material: RunMaterial,
  source: Tagger,
  configuration: AdaptationConfiguration,
  onSourceDev: (sourceDev: Scores) => void,
): Promise<RunOutput> {
  const { request, control, emit } = material;
  const { newCategories } = configuration;
  checkKinds(source, material.splits.train);
  checkParts(material.splits);
  const hyperparameters = adaptedHyperparameters(source, request.configuration.hyperparameters);
  const target = targetCorpus(material.splits, source.description.categories, configuration);
  for (const problem of target.problems) emit({ type: 'warning', problem });

  const sourceDev = await scoreWithProgress(
    source,
    hideCategories(target.splits.dev, newCategories),
    'Source model on dev',
    material,
  );
  onSourceDev(sourceDev);
  const init = await scoreWithProgress(
    source,
    hideCategories(target.splits.test, newCategories),
    'Source model on test',
    material,
  );

  const { train, counts } = await annotated(source, target.splits.train, configuration, material);
  warnBeforehand(material, hyperparameters, [...source.description.categories, ...newCategories], train);
  const dimension = source.encoder.wordDimension;
  const { digitsToZero } = source.vocabulary;
  const vectors = await vectorsFor(material, sentencesOf(train), digitsToZero, dimension);
  const adaptation = { material, source, configuration, hyperparameters, train, dev: target.splits.dev, vectors };

  const { tagger, outcome, tried } = await trainTrials(adaptation);
  try {
    const test = await scoreWithProgress(tagger, target.splits.test, 'Testing', material);
    const random =
      configuration.compareWithRandom && !control.stopped
        ? await trainRandom(adaptation, tagger, target.splits.test)
        : null;
    return { tagger, result: { ...outcome, init, test, random, initialisations: tried, pseudoLabels: counts } };
  } catch (error) {
    tagger.dispose();
    throw error;
  }
}

function checkKinds(source: Tagger, corpus: Corpus): void {
  const { kind } = source.description;
  if (kind === corpus.kind) return;
  const says = { spans: 'spans (such as names)', tags: 'one tag a token (such as POS)' };
  throw new GraftError({
    code: 'corpus-kind',
    message: `The model gives ${says[kind]}, but the corpus holds ${says[corpus.kind]}.`,
    remedy: 'Import a corpus of the model’s kind, or choose another tag column.',
  });
}

/** The training sentences with what nobody looked for treated as the user chose. */
async function annotated(
  source: Tagger,
  corpus: Corpus,
  { unannotated }: AdaptationConfiguration,
  { emit, control }: RunMaterial,
): Promise<{ train: Corpus; counts: Readonly<Record<string, number>> }> {
  if (unannotated !== 'pseudo') return { train: corpus, counts: {} };
  const label = 'Source model labels what was not annotated';
  const { corpus: train, counts } = await addPseudoLabels(source, corpus, async (fraction) => {
    emit({ type: 'phase', label, fraction });
    await control.breathe();
  });
  return { train, counts };
}

/** Trains from the chosen initialisation, or from each and keeps the best on dev. */
async function trainTrials(adaptation: Adaptation): Promise<{
  tagger: Tagger;
  outcome: TrainingOutcome;
  tried: RunResult['initialisations'];
}> {
  const { configuration, material } = adaptation;
  const { initialisation, newCategories } = configuration;
  if (initialisation !== 'best' || newCategories.length === 0) {
    const only = initialisation === 'best' ? 'matched' : initialisation;
    return { ...(await trainTrial(adaptation, only)), tried: null };
  }
  const tried: Record<string, number> = {};
  let best: { tagger: Tagger; outcome: TrainingOutcome; f1: number } | null = null;
  for (const trial of initialisations.filter((each): each is Trial => each !== 'best')) {
    if (material.control.stopped) break;
    material.emit({ type: 'restarted', initialisation: trial });
    const { tagger, outcome } = await trainTrial(adaptation, trial);
    const f1 = Math.max(0, ...outcome.epochs.map(({ dev }) => dev.overall.f1));
    tried[trial] = f1;
    if (best && best.f1 >= f1) tagger.dispose();
    else {
      best?.tagger.dispose();
      best = { tagger, outcome, f1 };
    }
  }
  if (!best) throw new Error('No initialisation was tried.');
  return { tagger: best.tagger, outcome: best.outcome, tried };
}

async function trainTrial(
  { material, source, configuration, hyperparameters, train, dev, vectors }: Adaptation,
  initialisation: Trial,
): Promise<{ tagger: Tagger; outcome: TrainingOutcome }> {
  const { newCategories, freeze, unannotated } = configuration;
  const random = material.random.fork(initialisation);
  const sentences = sentencesOf(train);
  const tagger = await growTarget(source, { newCategories, initialisation, sentences, vectors, random });
  const leaveOpen = unannotated === 'marginal';
  const settings: StageSettings = { ...material, stage: 'main', hyperparameters, random, freeze, leaveOpen };
  try {
    return { tagger, outcome: await trainStage(tagger, train, dev, settings) };
  } catch (error) {
    tagger.dispose();
    throw error;
  }
}

/** The same architecture, tags and sentences, from random weights. */
async function trainRandom(
  { material, configuration, hyperparameters, train, dev, vectors }: Adaptation,
  adapted: Tagger,
  test: Corpus,
): Promise<RunResult['random']> {
  const random = material.random.fork('random weights');
  const { kind, categories } = adapted.description;
  const { request } = material;
  const fresh = freshTagger({
    configuration: { ...request.configuration, architecture: adapted.description.architecture, hyperparameters },
    name: 'random weights',
    kind,
    categories,
    sentences: sentencesOf(train),
    vectors,
    random,
  });
  try {
    const leaveOpen = configuration.unannotated === 'marginal';
    const settings: StageSettings = { ...material, stage: 'random', hyperparameters, random, freeze: false, leaveOpen };
    const { epochs } = await trainStage(fresh, train, dev, settings);
    return { test: await scoreTagger(fresh, test, () => material.control.breathe()), epochs };
  } finally {
    fresh.dispose();
  }
}

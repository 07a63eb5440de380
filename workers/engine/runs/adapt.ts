/**
 * Adapting a source model to a target corpus (papers 0 and 1): Init is the source on the target's test sentences, Sub
 * the grown model after training, Rand the same architecture from random weights on the same sentences.
 */
import { requireKind, scoreTagger } from '../../models/scoreTagger.ts';
import type { ModelState } from '../../models/state.ts';
import type { Tagger } from '../../models/tagger.ts';
import {
  type AdaptationConfiguration,
  type AdaptConfiguration,
  type Initialisation,
  initialisations,
} from '../../protocol/configuration.ts';
import type { Corpus, Splits } from '../../protocol/corpus.ts';
import type { RunTests, StageResult } from '../../protocol/engine.ts';
import { GraftError } from '../../protocol/errors.ts';
import type { Scores } from '../../protocol/scores.ts';
import type { YardstickScores } from '../../protocol/yardstick.ts';
import { sampleCorpus } from '../../text/carriedSample.ts';
import { sentencesOf } from '../../text/examples.ts';
import { atLabellingRate } from '../../text/labellingRate.ts';
import { isLookedFor } from '../../text/lookedFor.ts';
import type { Random } from '../../text/random.ts';
import { bestDevF1 } from '../../text/runResult.ts';
import { kindOf } from '../../text/tagNames.ts';
import { marginalsOf } from '../../transfer/distillation.ts';
import { addPseudoLabels } from '../../transfer/pseudoLabels.ts';
import { targetCorpus, withoutCategories } from '../../transfer/targetCorpus.ts';
import { growTarget } from '../../transfer/targetTagger.ts';
import { type Measure, scoreYardstick, yardstickOf } from '../../transfer/yardstick.ts';
import {
  checkAnnotatedSomewhere,
  checkKinds,
  checkPartial,
  checkParts,
  checkTeacher,
  checkTeaches,
  notFoundBySource,
  warningsBeforehand,
} from './checks.ts';
import { trainComparison } from './comparison.ts';
import { type RunContext, type RunOutcome, reporting, stoppedEarly } from './context.ts';
import { forgottenSince } from './forgetting.ts';
import { type Lesson, learnerOf, type Teacher } from './learner.ts';
import { type AdaptationMaterial, type Kept, unknownIn } from './material.ts';
import { bestMixture } from './mix.ts';
import type { RunCorpora } from './once.ts';
import { countSentences, runStage, type TrainedStage, withTagger } from './stage.ts';
import { vectorsFor } from './vectors.ts';

/** @throws GraftError where model and corpus do not go together, or the run was stopped before it had learned anything. */
export async function adaptRun(
  context: RunContext,
  { target: splits, yardstick }: Pick<RunCorpora, 'target' | 'yardstick'>,
  source: ModelState,
  configuration: AdaptConfiguration,
): Promise<RunOutcome> {
  const { settings, adaptation, labellingRate = 1 } = configuration;
  const { emit } = context;
  const { newCategories } = adaptation;
  const categories = [...source.categories, ...newCategories];
  checkParts(splits);
  checkAnnotatedSomewhere(splits);
  const target = targetCorpus(splits, source.categories, adaptation);
  checkKinds(adaptation, source.categories);
  const measured = yardstick ? yardstickOf(yardstick, source.categories) : carriedHalf(source, 'measured');
  const measure = measured && { corpus: measured, kinds: adaptation.kinds };
  const rehearsed = adaptation.rehearse > 0 ? rehearsedBy(source) : undefined;
  if (adaptation.distil > 0) checkTeacher(source);
  const { dev, test } = target.splits;
  // What was looked for is known of all sentences, not of those alone that were drawn.
  const drawn = atLabellingRate(target.splits.train, labellingRate, context.random.fork('labelling rate'));
  checkPartial(source.specification, drawn, { categories, unknown: unknownIn(adaptation), adapting: true });
  emit({ type: 'started', categories, newCategories, sentences: countSentences(drawn) });
  for (const problem of target.problems) emit({ type: 'warning', problem });

  const prepared = await withTagger(source, (tagger) =>
    prepare(context, tagger, { train: drawn, dev, test }, adaptation, { measure, rehearsed }),
  );
  const { init, before, teacher, train, pseudoLabels, vectors, coverage, gazetteers } = prepared;
  checkTeaches(train);
  const { categories: known } = source;
  const unfound = adaptation.unannotated === 'pseudo' ? notFoundBySource(drawn, known, pseudoLabels) : [];
  const problems = [...unfound, ...warningsBeforehand(settings, { known, fresh: newCategories }, { train, dev })];
  for (const problem of problems) emit({ type: 'warning', problem });
  const kept = measure && before && { measure, before };
  const material = { source, settings, adaptation, train, dev, test, kept, rehearsed, teacher, vectors, gazetteers };

  const { model: trained, result, stages } = await trainTrials(context, material);
  const { model, mixed } = adaptation.mix ? await mix(context, material, trained, result) : { model: trained };
  const testing = reporting(context, 'Testing');
  const main = await withTagger(model, (tagger) => scoreTagger(tagger, test, testing));
  const after = kept && (await withTagger(model, (tagger) => scoreYardstick(tagger, kept.measure)));
  const comparison = await compare(context, material, stages);
  const tests: RunTests = { main, init, ...(comparison && { random: comparison }) };
  const told = { tests, repetitions: [], configuration, pseudoLabels, ...(coverage && { vectors: coverage }) };
  const { sample } = source;
  return {
    model: { ...model, ...(sample && { sample }) },
    stages,
    main: result.id,
    ...told,
    ...(mixed && { mixed }),
    ...(kept && after && { yardstick: yardstickScores(kept, after) }),
  };
}

/** The sentences that the source model carries; undefined where it carries none. */
function carriedHalf({ sample, specification, categories }: ModelState, half: 'rehearsed' | 'measured') {
  const kind = kindOf(specification.output.scheme);
  return sample && sample[half].length > 0 ? sampleCorpus(sample, half, { kind, categories }) : undefined;
}

/** @throws GraftError where the source model carries none. */
function rehearsedBy(source: ModelState): Corpus {
  const corpus = carriedHalf(source, 'rehearsed');
  if (corpus) return corpus;
  throw new GraftError({
    code: 'nothing-to-rehearse',
    message: `The source model ${source.name} carries no sentences that could be learned again.`,
    remedy: 'Train it with sentences to carry (--carry 500), or leave rehearsal out.',
  });
}

function yardstickScores(
  { measure: { corpus }, before }: Kept,
  { byKind, strict }: { readonly byKind: Scores; readonly strict: Scores },
): YardstickScores {
  return { corpus: corpus.name, sentences: countSentences(corpus), before, after: byKind, strict };
}

/** What the source model says of the target before anything is learned. */
async function prepare(
  context: RunContext,
  source: Tagger,
  { train, dev, test }: Splits,
  { newCategories, unannotated, distil }: AdaptationConfiguration,
  { measure, rehearsed }: { readonly measure: Measure | undefined; readonly rehearsed: Corpus | undefined },
) {
  requireKind(source, train);
  const scored = (corpus: Corpus, label: string) =>
    scoreTagger(source, withoutCategories(corpus, newCategories), reporting(context, label));
  context.emit({ type: 'scored', name: 'sourceDev', scores: await scored(dev, 'Source model on dev') });
  const init = await scored(test, 'Source model on test');
  const before =
    measure && (await scoreYardstick(source, measure, reporting(context, 'Source model on the yardstick'))).strict;
  if (before) context.emit({ type: 'scored', name: 'yardstick', scores: before });
  const labelling = 'Source model labels what was not annotated';
  const labelled =
    unannotated === 'pseudo' && train.documents.some(({ annotated }) => annotated !== 'all')
      ? await addPseudoLabels(source, train, reporting(context, labelling))
      : { corpus: train, counts: {} };
  const { vectors, coverage } = await vectorsFor(context, source.encoder.vectorsWanted(sentencesOf(train)));
  const { gazetteers } = source.encoder;
  const teacher = distil > 0 ? await teach(context, source, labelled.corpus, rehearsed, distil) : undefined;
  return {
    init,
    before,
    teacher,
    train: labelled.corpus,
    pseudoLabels: labelled.counts,
    vectors,
    coverage,
    gazetteers,
  };
}

/** What the source model says of the sentences that are learned. */
async function teach(
  context: RunContext,
  source: Tagger,
  train: Corpus,
  rehearsed: Corpus | undefined,
  weight: number,
): Promise<Teacher> {
  const marginals = (corpus: Corpus, label: string) =>
    marginalsOf(
      source,
      sentencesOf(corpus).filter(({ length }) => length > 0),
      reporting(context, label),
    );
  return {
    ...{ weight, known: source.output.tags.length },
    train: await marginals(train, 'Source model reads the training sentences'),
    rehearsed: rehearsed ? await marginals(rehearsed, 'Source model reads what is rehearsed') : [],
  };
}

type Trial = Exclude<Initialisation, 'best'>;

/** Trains from the chosen initialisation, or from each and keeps the best on dev. */
async function trainTrials(
  context: RunContext,
  material: AdaptationMaterial,
): Promise<{ model: ModelState; result: StageResult; stages: StageResult[] }> {
  const { initialisation, newCategories } = material.adaptation;
  const all = initialisations.filter((each): each is Trial => each !== 'best');
  // Without new rows they are all the same.
  const trials = initialisation !== 'best' ? [initialisation] : newCategories.length > 0 ? all : ['matched' as const];
  const stages: StageResult[] = [];
  let best: { model: ModelState; result: StageResult } | null = null;
  for (const trial of trials) {
    if (context.control.stopped && best) break;
    const trained = await trainTrial(context, material, trial, trials.length > 1);
    // Stopped before its first epoch had ended.
    if (!trained) break;
    stages.push(trained.result);
    const { model, result } = trained;
    const isBetter = model !== null && (!best || bestDevF1(result) > bestDevF1(best.result));
    const worse: StageResult | undefined = isBetter ? best?.result : result;
    if (isBetter) best = { model, result };
    if (worse) context.journal.forgetModel(worse.id);
  }
  if (!best) throw stoppedEarly();
  return { ...best, stages };
}

function trainTrial(
  context: RunContext,
  material: AdaptationMaterial,
  initialisation: Trial,
  isOneOfSeveral: boolean,
): Promise<TrainedStage | null> {
  const { source, settings, adaptation, train, dev, kept, rehearsed, teacher } = material;
  const { freeze, yardstickWeight: weight, rehearse: times } = adaptation;
  const random = context.random.fork(initialisation);
  const label = isOneOfSeveral ? `new rows ${initialisation}` : '';
  const lesson: Lesson = {
    ...{ train, dev, learns: freeze ? 'tags' : 'all', unknown: unknownIn(adaptation), settings },
    yardstick: kept && { measure: kept.measure, weight },
    rehearsed: rehearsed && { corpus: rehearsed, times },
    teacher,
  };
  return runStage(context, {
    stage: { id: initialisation, label, role: 'main', epochs: settings.epochs, sentences: countSentences(train) },
    settings,
    random,
    begin: async () => learnerOf(await begin(material, initialisation, random), lesson, context.control),
    ...(kept && {
      watch: (records) =>
        forgottenSince(kept.before, records, {
          adaptation,
          carries: (source.sample?.rehearsed.length ?? 0) > 0,
          leavesOpen: source.categories.some((category) => !isLookedFor(train, category)),
        }),
    }),
  });
}

/** The trained model mixed with the one that its training began with. */
async function mix(context: RunContext, material: AdaptationMaterial, trained: ModelState, { id }: StageResult) {
  const { source, adaptation, dev, kept } = material;
  const trial = id.slice(context.scope.length) as Trial;
  const begun = await begin(material, trial, context.random.fork(trial));
  const start = await begun.state(source.name, { settings: trained.settings, history: [] });
  begun.dispose();
  return bestMixture(context, { start, trained }, { dev, measure: kept?.measure, weight: adaptation.yardstickWeight });
}

/** What a trial's training begins with: the same each time. @param random the trial's, of which nothing was drawn yet. */
function begin(
  { source, adaptation: { newCategories, kinds }, train, vectors }: AdaptationMaterial,
  initialisation: Trial,
  random: Random,
): Promise<Tagger> {
  const text = { sentences: sentencesOf(train), vectors };
  return growTarget(source, { newCategories, initialisation, kinds, text, random });
}

async function compare(
  context: RunContext,
  material: AdaptationMaterial,
  stages: StageResult[],
): Promise<Scores | null> {
  if (!material.adaptation.compareWithRandom || context.control.stopped) return null;
  const trained = await trainComparison(context, material);
  if (!trained?.model) return null;
  stages.push(trained.result);
  const testing = reporting(context, 'Testing the comparison');
  return withTagger(trained.model, (tagger) => scoreTagger(tagger, material.test, testing));
}

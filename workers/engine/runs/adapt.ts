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
import type { Scores } from '../../protocol/scores.ts';
import { sentencesOf } from '../../text/examples.ts';
import { atLabellingRate } from '../../text/labellingRate.ts';
import { bestDevF1 } from '../../text/runResult.ts';
import { addPseudoLabels } from '../../transfer/pseudoLabels.ts';
import { targetCorpus, withoutCategories } from '../../transfer/targetCorpus.ts';
import { growTarget } from '../../transfer/targetTagger.ts';
import {
  checkAnnotatedSomewhere,
  checkPartial,
  checkParts,
  checkTeaches,
  notFoundBySource,
  warningsBeforehand,
} from './checks.ts';
import { trainComparison } from './comparison.ts';
import { type RunContext, type RunOutcome, reporting, stoppedEarly } from './context.ts';
import { learnerOf } from './learner.ts';
import { type AdaptationMaterial, unknownIn } from './material.ts';
import { countSentences, runStage, type TrainedStage, withTagger } from './stage.ts';
import { vectorsFor } from './vectors.ts';

/** @throws GraftError where model and corpus do not go together, or the run was stopped before it had learned anything. */
export async function adaptRun(
  context: RunContext,
  splits: Splits,
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
  const { dev, test } = target.splits;
  // What was looked for is known of all sentences, not of those alone that were drawn.
  const drawn = atLabellingRate(target.splits.train, labellingRate, context.random.fork('labelling rate'));
  checkPartial(source.specification, drawn, { categories, unknown: unknownIn(adaptation), adapting: true });
  emit({ type: 'started', categories, newCategories, sentences: countSentences(drawn) });
  for (const problem of target.problems) emit({ type: 'warning', problem });

  const prepared = await withTagger(source, (tagger) =>
    prepare(context, tagger, { train: drawn, dev, test }, adaptation),
  );
  const { init, train, pseudoLabels, vectors, coverage, gazetteers } = prepared;
  checkTeaches(train);
  const { categories: known } = source;
  const unfound = adaptation.unannotated === 'pseudo' ? notFoundBySource(drawn, known, pseudoLabels) : [];
  const problems = [...unfound, ...warningsBeforehand(settings, { known, fresh: newCategories }, { train, dev })];
  for (const problem of problems) emit({ type: 'warning', problem });
  const material = { source, settings, adaptation, train, dev, test, vectors, gazetteers };

  const { model, result, stages } = await trainTrials(context, material);
  const testing = reporting(context, 'Testing');
  const main = await withTagger(model, (tagger) => scoreTagger(tagger, test, testing));
  const comparison = await compare(context, material, stages);
  const tests: RunTests = { main, init, ...(comparison && { random: comparison }) };
  const told = { tests, repetitions: [], configuration, pseudoLabels, ...(coverage && { vectors: coverage }) };
  return { model, stages, main: result.id, ...told };
}

/** What the source model says of the target before anything is learned. */
async function prepare(
  context: RunContext,
  source: Tagger,
  { train, dev, test }: Splits,
  { newCategories, unannotated }: AdaptationConfiguration,
) {
  requireKind(source, train);
  const scored = (corpus: Corpus, label: string) =>
    scoreTagger(source, withoutCategories(corpus, newCategories), reporting(context, label));
  context.emit({ type: 'scored', name: 'sourceDev', scores: await scored(dev, 'Source model on dev') });
  const init = await scored(test, 'Source model on test');
  const labelling = 'Source model labels what was not annotated';
  const labelled =
    unannotated === 'pseudo' && train.documents.some(({ annotated }) => annotated !== 'all')
      ? await addPseudoLabels(source, train, reporting(context, labelling))
      : { corpus: train, counts: {} };
  const { vectors, coverage } = await vectorsFor(context, source.encoder.vectorsWanted(sentencesOf(train)));
  const { gazetteers } = source.encoder;
  return { init, train: labelled.corpus, pseudoLabels: labelled.counts, vectors, coverage, gazetteers };
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
  { source, settings, adaptation, train, dev, vectors }: AdaptationMaterial,
  initialisation: Trial,
  isOneOfSeveral: boolean,
): Promise<TrainedStage | null> {
  const { newCategories, freeze } = adaptation;
  const random = context.random.fork(initialisation);
  const text = { sentences: sentencesOf(train), vectors };
  const label = isOneOfSeveral ? `new rows ${initialisation}` : '';
  return runStage(context, {
    stage: { id: initialisation, label, role: 'main', epochs: settings.epochs, sentences: countSentences(train) },
    settings,
    random,
    begin: async () => {
      const tagger = await growTarget(source, { newCategories, initialisation, text, random });
      const learns = freeze ? 'tags' : 'all';
      return learnerOf(tagger, { train, dev, learns, unknown: unknownIn(adaptation), settings }, context.control);
    },
  });
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

/**
 * Adapting a source model to a target corpus (papers 0 and 1): Init is the source on the target's test sentences, Sub
 * the grown model after training, Rand the same architecture from random weights on the same sentences.
 */
import { scoreTagger } from '../../models/scoreTagger.ts';
import type { ModelState } from '../../models/state.ts';
import type { AdaptConfiguration } from '../../protocol/configuration.ts';
import type { RunTests, StageResult } from '../../protocol/engine.ts';
import type { Scores } from '../../protocol/scores.ts';
import type { YardstickScores } from '../../protocol/yardstick.ts';
import { kindsInHistory, kindsOn } from '../../text/kindsOf.ts';
import { atLabellingRate } from '../../text/labellingRate.ts';
import { underModelsNames, yardstickProblems } from '../../text/yardstickCorpus.ts';
import { together } from '../../training/importance.ts';
import { withoutConsulted } from '../../transfer/consulting.ts';
import { targetCorpus } from '../../transfer/targetCorpus.ts';
import { scoreYardstick, yardstickOf } from '../../transfer/yardstick.ts';
import { trainTrials } from './adaptTrials.ts';
import {
  checkAdapters,
  checkAnnotatedSomewhere,
  checkConsults,
  checkImagines,
  checkKinds,
  checkPartial,
  checkParts,
  checkTeacher,
  checkTeaches,
  frozenWhole,
  notFoundBySource,
  ratioWithoutGaps,
  warningsBeforehand,
} from './checks.ts';
import { trainComparison } from './comparison.ts';
import { type RunContext, type RunOutcome, reporting } from './context.ts';
import { drawnBack } from './drawnBack.ts';
import { measureImportance } from './importance.ts';
import { type AdaptationMaterial, type Kept, unknownIn } from './material.ts';
import type { RunCorpora } from './once.ts';
import { askSource, carriedHalf, rehearsedBy } from './sourceModel.ts';
import { countSentences, withTagger } from './stage.ts';

/** @throws GraftError where model and corpus do not go together, or the run was stopped before it had learned anything. */
export async function adaptRun(
  context: RunContext,
  { target: splits, yardstick }: Pick<RunCorpora, 'target' | 'yardstick'>,
  source: ModelState,
  configuration: AdaptConfiguration,
): Promise<RunOutcome> {
  const { settings, adaptation, labellingRate = 1, entityRatio } = configuration;
  const { emit } = context;
  const { newCategories } = adaptation;
  const categories = [...source.categories, ...newCategories];
  checkParts(splits);
  checkAdapters(settings, source.specification, adaptation);
  checkAnnotatedSomewhere(splits);
  const target = targetCorpus(splits, source.categories, adaptation);
  // All that it annotates goes by other names: what the source model finds in it would be learned, and nothing else.
  if (target.leftOut.length > 0) checkTeaches(target.splits.train);
  checkKinds(adaptation, source.categories);
  const named = yardstick && underModelsNames(yardstick, source.categories, adaptation);
  const measured = named ? yardstickOf(named, source.categories) : carriedHalf(source, 'measured');
  const allKinds = { ...kindsInHistory(source.history), ...adaptation.kinds };
  const measure = measured && { corpus: measured, kinds: kindsOn(measured, allKinds) };
  const carried = adaptation.rehearse > 0 ? rehearsedBy(source) : undefined;
  if (adaptation.distil > 0) checkTeacher(source);
  if (adaptation.imagine > 0) checkImagines(source);
  if (adaptation.consult !== 0) checkConsults(source);
  const { dev, test } = target.splits;
  // What was looked for is known of all sentences, not of those alone that were drawn.
  const drawn = atLabellingRate(target.splits.train, labellingRate, context.random.fork('labelling rate'));
  checkPartial(source.specification, drawn, { categories, unknown: unknownIn(adaptation), adapting: true });
  emit({ type: 'started', categories, newCategories, sentences: countSentences(drawn) });
  const beside = { known: source.categories, newCategories, splits: target.splits, rehearsed: carried };
  const oddities = named ? yardstickProblems(named, beside) : [];
  for (const problem of [...target.problems, ...oddities]) emit({ type: 'warning', problem });

  const prepared = await withTagger(source, (tagger) =>
    askSource(context, tagger, { train: drawn, dev, test }, adaptation, { measure, carried, allKinds }),
  );
  const { init, before, teacher, train, rehearsed, doubtful, pseudoLabels, vectors, coverage, gazetteers } = prepared;
  checkTeaches(train);
  const { categories: known } = source;
  const unfound = adaptation.unannotated === 'pseudo' ? notFoundBySource(drawn, known, pseudoLabels) : [];
  const needless = entityRatio === undefined ? [] : ratioWithoutGaps(train, categories);
  const problems = [
    ...unfound,
    ...needless,
    ...warningsBeforehand(settings, { known, fresh: newCategories }, { train, dev }),
    ...frozenWhole(settings, source.specification),
  ];
  for (const problem of problems) emit({ type: 'warning', problem });
  const kept = measure && before && { measure, before };
  const learned = { train, dev, test, doubtful, entityRatio, rehearsed, teacher, vectors, gazetteers };
  // What is asked afterwards is the whole source.
  const begun = adaptation.consult === 0 ? source : withoutConsulted(source);
  const material = { source: begun, settings, adaptation, kept, ...learned };

  const { model: trained, result, stages } = await trainTrials(context, material);
  const { model, ...told } = await drawnBack(context, material, { trained, result }, { source, kinds: allKinds });
  const testing = reporting(context, 'Testing');
  const main = await withTagger(model, (tagger) => scoreTagger(tagger, test, testing));
  const onYardstick = kept && reporting(context, 'Measuring what was known on the yardstick');
  const after = kept && (await withTagger(model, (tagger) => scoreYardstick(tagger, kept.measure, onYardstick)));
  const comparison = await compare(context, material, stages);
  const tests: RunTests = { main, init, ...(comparison && { random: comparison }) };
  const { sample } = source;
  const importance = begun.importance && together(begun.importance, await measureImportance(context, model, dev));
  return {
    model: { ...model, ...(sample && { sample }), ...(importance && { importance }) },
    stages,
    main: result.id,
    ...{ tests, repetitions: [], configuration, pseudoLabels },
    ...(coverage && { vectors: coverage }),
    ...told,
    ...(kept && after && { yardstick: yardstickScores(kept, after) }),
  };
}

function yardstickScores(
  { measure: { corpus }, before }: Kept,
  { byKind, strict }: { readonly byKind: Scores; readonly strict: Scores },
): YardstickScores {
  return { corpus: corpus.name, sentences: countSentences(corpus), before, after: byKind, strict };
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

/** The trainings of an adaptation, from one initialisation of the new rows or from each. */
import type { ModelState } from '../../models/state.ts';
import type { Tagger } from '../../models/tagger.ts';
import { type Initialisation, initialisations } from '../../protocol/configuration.ts';
import type { StageResult } from '../../protocol/engine.ts';
import { outputKinds } from '../../protocol/specification.ts';
import { sentencesOf } from '../../text/examples.ts';
import { isLookedFor } from '../../text/lookedFor.ts';
import type { Random } from '../../text/random.ts';
import { bestDevF1 } from '../../text/runResult.ts';
import { kindOf } from '../../text/tagNames.ts';
import { growTarget } from '../../transfer/targetTagger.ts';
import { type RunContext, stoppedEarly } from './context.ts';
import { forgottenSince } from './forgetting.ts';
import { type Lesson, learnerOf } from './learner.ts';
import { type AdaptationMaterial, unknownIn } from './material.ts';
import { countSentences, runStage, type TrainedStage } from './stage.ts';

type Trial = Exclude<Initialisation, 'best'>;

/** Trains from the chosen initialisation, or from each and keeps the best on dev. */
export async function trainTrials(
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
  const { source, settings, adaptation, train, dev, kept, rehearsed, teacher, doubtful, entityRatio } = material;
  const { freeze, yardstickWeight: weight, kinds, pull } = adaptation;
  const random = context.random.fork(initialisation);
  const label = isOneOfSeveral ? `new rows ${initialisation}` : '';
  const lesson: Lesson = {
    ...{ train, dev, learns: freeze ? 'tags' : 'all', unknown: unknownIn(adaptation), settings, random },
    yardstick: kept && { measure: kept.measure, weight },
    ...{ rehearsed, teacher, kinds, doubtful, entityRatio },
    pull: pull > 0 ? { source, weight: pull } : undefined,
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
          imagines: kindOf(source.specification.output.scheme) === 'spans',
          consults: outputKinds[source.specification.output.kind].accepts.consulted,
          leavesOpen: source.categories.some((category) => !isLookedFor(train, category)),
        }),
    }),
  });
}

/** What the training of a stage began with. */
export async function beginningOf(
  context: RunContext,
  material: AdaptationMaterial,
  { id, settings }: StageResult,
): Promise<ModelState> {
  const trial = id.slice(context.scope.length) as Trial;
  const begun = await begin(material, trial, context.random.fork(trial));
  const start = await begun.state(material.source.name, { settings, history: [] });
  begun.dispose();
  return start;
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

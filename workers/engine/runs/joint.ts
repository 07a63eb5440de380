/** Learning a target together with other corpora from random weights: T-A, T-B and T-C of paper 3. */
import { vectorsWanted } from '../../encoders/registry.ts';
import type { JointConfiguration, JointLearning } from '../../protocol/configuration.ts';
import type { Corpus, Splits } from '../../protocol/corpus.ts';
import { GraftError } from '../../protocol/errors.ts';
import { outputKinds } from '../../protocol/specification.ts';
import { sentencesOf } from '../../text/examples.ts';
import { atLabellingRate } from '../../text/labellingRate.ts';
import { isLookedFor } from '../../text/lookedFor.ts';
import { type SharedLabels, shareLabels } from '../../transfer/sharedLabels.ts';
import { categoriesIn } from '../../transfer/targetCorpus.ts';
import { checkAdapters, checkAnnotated, checkPartial, checkParts, checkScheme, warningsBeforehand } from './checks.ts';
import type { RunContext, RunOutcome } from './context.ts';
import { gazetteersOf } from './gazetteers.ts';
import { type JointLesson, jointLearner } from './jointLearner.ts';
import { onlyStage } from './onlyStage.ts';
import { countSentences } from './stage.ts';
import { vectorsFor } from './vectors.ts';

type Tasks = Pick<JointLesson, 'target' | 'sources'> & { readonly test: Splits['test'] };

/** @throws GraftError where the corpora do not go together, or the run was stopped before it had learned anything. */
export async function jointRun(
  context: RunContext,
  splits: Splits,
  sources: readonly Splits[],
  configuration: JointConfiguration,
): Promise<RunOutcome> {
  const { request, random, emit, control } = context;
  const { settings, architecture, specification, joint } = configuration;
  checkAdapters(settings, specification);
  const { target, sources: others, test } = tasksOf(splits, sources, configuration, context);
  const sentences = countSentences(target.train) + others.reduce((sum, { train }) => sum + countSentences(train), 0);
  const { categories } = target;
  emit({ type: 'started', categories, newCategories: categoriesIn(splits), sentences });
  const parts = { train: target.train, dev: target.dev };
  const fresh = joint.rate > 0 ? categoriesIn(splits) : [];
  for (const problem of warningsBeforehand(settings, { fresh }, parts)) emit({ type: 'warning', problem });
  const words = [target, ...others].flatMap(({ train }) => sentencesOf(train));
  const { vectors, coverage } = await vectorsFor(context, vectorsWanted(specification.encoder, words));
  const { sharing, targetShare } = joint;
  const lesson: JointLesson = {
    ...{ name: request.name, architecture, specification, sharing, targetShare },
    ...{ target, sources: others, vectors, gazetteers: await gazetteersOf(request), settings },
    given: context.given,
  };
  return onlyStage(
    context,
    { configuration, test, coverage },
    {
      stage: { id: 'main', label: '', role: 'main', epochs: settings.epochs, sentences },
      settings,
      random,
      begin: () => jointLearner(lesson, random, control),
    },
  );
}

/** The corpora as tasks, at the labelling rate; with everything shared, under one set of labels. */
function tasksOf(
  splits: Splits,
  sources: readonly Splits[],
  { joint, specification }: JointConfiguration,
  { random }: RunContext,
): Tasks {
  if (sources.length === 0) throw noSource();
  if (joint.sharing === 'characters' && specification.encoder.kind === 'transformer') throw noCharacters();
  if (joint.sharing !== 'all' && (joint.rate === 0 || joint.targetShare === 0)) throw nothingOfTarget(joint);
  if (joint.sharing !== 'all' && Object.keys(joint.labelMap).length > 0) throw needlessMap();
  checkParts(splits);
  checkAnnotated(splits);
  for (const each of [splits, ...sources]) {
    checkScheme(specification, each.train);
    checkPartial(specification, each.train, { categories: categoriesIn(each), unknown: 'open', adapting: false });
    checkLearnable(each);
  }
  const train = atLabellingRate(splits.train, joint.rate, random.fork('labelling rate'));
  const target = { ...splits, train };
  if (joint.sharing === 'all') {
    const other = sources.find((source) => source.train.kind !== splits.train.kind);
    if (other) throw otherKind(splits.train.name, other.train.name);
    const shared = shareLabels(target, sources, joint.labelMap);
    checkExact(specification, shared);
    const { categories, meanings } = shared;
    return {
      target: { name: train.name, ...shared.target, categories },
      sources: shared.sources.map(({ train: its, dev }) => ({
        name: its.name,
        train: its,
        dev: scorable(dev),
        categories,
        meanings,
      })),
      test: shared.target.test,
    };
  }
  return {
    target: { name: train.name, ...target, categories: categoriesIn(splits) },
    sources: sources.map((source) => ({
      name: source.train.name,
      train: source.train,
      dev: scorable(source.dev),
      categories: categoriesIn(source),
    })),
    test: splits.test,
  };
}

function noCharacters(): GraftError {
  return new GraftError({
    code: 'joint-characters',
    message:
      'A transformer reads pieces of words and has no characters that it could share: nothing would be learned together.',
    remedy:
      'Share all but the output layer, or everything (--share b or a); or take an architecture that reads characters.',
  });
}

/** A source needs no dev sentences; without them nobody sees how it is learned. */
const scorable = (dev: Corpus | null): Corpus | null => (dev && countSentences(dev) > 0 ? dev : null);

function checkLearnable(source: Splits): void {
  if (source.train.documents.some(({ sentences }) => sentences.length > 0)) checkAnnotated(source);
  else {
    throw new GraftError({
      code: 'empty-part',
      message: `The source corpus ${source.train.name} has no training sentences.`,
      remedy: 'Give a file with sentences to learn from.',
    });
  }
}

/** Labels that may mean several, or that only some of the corpora have, leave tokens open. */
function checkExact(
  { output }: JointConfiguration['specification'],
  { categories, meanings, ...all }: SharedLabels,
): void {
  const { accepts, label } = outputKinds[output.kind];
  const isCoarse = [...meanings.values()].some(({ length }) => length > 1);
  const isPartial = [all.target, ...all.sources].some(({ train }) =>
    categories.some((category) => train.kind === 'spans' && !isLookedFor(train, category)),
  );
  if (accepts.partial || !(isCoarse || isPartial)) return;
  throw new GraftError({
    code: 'output-partial',
    message: `The output ${label} cannot learn from labels that leave open which of several is meant.`,
    remedy: 'Choose an architecture with softmax or a CRF, or share all but the output (--share b).',
  });
}

const noSource = () =>
  new GraftError({
    code: 'no-source-corpus',
    message: 'There is no corpus to learn together with the target.',
    remedy: 'Give one (--source-corpus), or train on the target alone.',
  });

const nothingOfTarget = ({ rate }: JointLearning) =>
  new GraftError({
    code: 'labelling-rate',
    message: `${rate === 0 ? 'At a labelling rate of 0' : 'Where no step learns from it'} the target has an output that learns nothing.`,
    remedy: 'Share everything, labels too (--share a), or give more than 0.',
  });

const needlessMap = () =>
  new GraftError({
    code: 'label-map',
    message: 'Labels are mapped only where everything is shared; each task has an output of its own here.',
    remedy: 'Leave the label map out, or share everything (--share a).',
  });

const otherKind = (target: string, source: string) =>
  new GraftError({
    code: 'corpus-kind',
    message: `${target} and ${source} cannot share one output: one holds spans, the other one tag a token.`,
    remedy: 'Share all but the output (--share b), or choose another column of tags.',
  });

/** What an adaptation asks of its source model before anything is learned: what it carries, and what it says of the target. */
import { requireKind, scoreTagger } from '../../models/scoreTagger.ts';
import type { ModelState } from '../../models/state.ts';
import type { Tagger } from '../../models/tagger.ts';
import type { AdaptationConfiguration, Kinds } from '../../protocol/configuration.ts';
import type { Corpus, Splits } from '../../protocol/corpus.ts';
import { GraftError } from '../../protocol/errors.ts';
import { sampleCorpus } from '../../text/carriedSample.ts';
import { sentencesOf } from '../../text/examples.ts';
import { doubtfulKinds } from '../../text/likenesses.ts';
import { kindOf } from '../../text/tagNames.ts';
import { marginalsOf } from '../../transfer/distillation.ts';
import { imagined } from '../../transfer/imagined.ts';
import { likenessesOf } from '../../transfer/likenesses.ts';
import { addPseudoLabels } from '../../transfer/pseudoLabels.ts';
import { withoutCategories } from '../../transfer/targetCorpus.ts';
import { type Measure, scoreYardstick } from '../../transfer/yardstick.ts';
import { type RunContext, reporting } from './context.ts';
import type { Rehearsed, Teacher } from './learner.ts';
import { countSentences } from './stage.ts';
import { vectorsFor } from './vectors.ts';

/** The sentences that the source model carries; undefined where it carries none. */
export function carriedHalf({ sample, specification, categories }: ModelState, half: 'rehearsed' | 'measured') {
  const kind = kindOf(specification.output.scheme);
  return sample && sample[half].length > 0 ? sampleCorpus(sample, half, { kind, categories }) : undefined;
}

/** @throws GraftError where the source model carries none. */
export function rehearsedBy(source: ModelState): Corpus {
  const corpus = carriedHalf(source, 'rehearsed');
  if (corpus) return corpus;
  throw new GraftError({
    code: 'nothing-to-rehearse',
    message: `The source model ${source.name} carries no sentences that could be learned again.`,
    remedy: 'Train it with sentences to carry (--carry 500), or leave rehearsal out.',
  });
}

interface Known {
  readonly measure: Measure | undefined;
  /** What is rehearsed of what the source model carries. */
  readonly carried: Corpus | undefined;
  /** Those that the source model knows, and those that it learns. */
  readonly allKinds: Kinds;
}

/** What the source model says of the target before anything is learned. */
export async function askSource(
  context: RunContext,
  source: Tagger,
  { train, dev, test }: Splits,
  adaptation: AdaptationConfiguration,
  { measure, carried, allKinds }: Known,
) {
  const { newCategories, unannotated, pseudoConfidence, distil, rehearse, kinds } = adaptation;
  requireKind(source, train);
  if (Object.keys(kinds).length > 0) {
    const likenesses = await likenessesOf(source, train, reporting(context, 'Source model on what is new'));
    for (const problem of doubtfulKinds(likenesses, kinds)) context.emit({ type: 'warning', problem });
  }
  const scored = (corpus: Corpus, label: string) =>
    scoreTagger(source, withoutCategories(corpus, newCategories), reporting(context, label));
  context.emit({ type: 'scored', name: 'sourceDev', scores: await scored(dev, 'Source model on dev') });
  const init = await scored(test, 'Source model on test');
  const before =
    measure && (await scoreYardstick(source, measure, reporting(context, 'Source model on the yardstick'))).byKind;
  if (before) context.emit({ type: 'scored', name: 'yardstick', scores: before });
  const labelling = 'Source model labels what was not annotated';
  const labelled =
    unannotated === 'pseudo' && train.documents.some(({ annotated }) => annotated !== 'all')
      ? await addPseudoLabels(source, train, pseudoConfidence, reporting(context, labelling))
      : { corpus: train, counts: {}, doubtful: new Map() };
  const rehearsed = [
    // It was annotated before any kinds were known.
    ...(carried ? [{ corpus: carried, times: rehearse, kinds: allKinds }] : []),
    ...(await madeUp(context, source, train, adaptation)),
  ];
  const { vectors, coverage } = await vectorsFor(context, source.encoder.vectorsWanted(sentencesOf(train)));
  const { gazetteers } = source.encoder;
  const teacher = distil > 0 ? await teach(context, source, labelled.corpus, rehearsed, distil) : undefined;
  return {
    init,
    before,
    teacher,
    train: labelled.corpus,
    rehearsed,
    doubtful: labelled.doubtful,
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
  rehearsed: readonly Rehearsed[],
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
    rehearsed: await inTurn(rehearsed, ({ corpus }) => marginals(corpus, 'Source model reads what is rehearsed')),
  };
}

/** Sentences made up of the training sentences, so many for each in an epoch. */
async function madeUp(
  context: RunContext,
  source: Tagger,
  train: Corpus,
  { newCategories, imagine, kinds }: AdaptationConfiguration,
): Promise<Rehearsed[]> {
  if (imagine === 0) return [];
  const random = context.random.fork('imagined sentences');
  const sentences = imagined(train, { knownWords: source.encoder.knownWords, newCategories, random });
  const labelling = 'Source model labels sentences that are made up';
  const { corpus } = await addPseudoLabels(source, sentences, 0, reporting(context, labelling));
  return [{ corpus, times: Math.min(1, (imagine * countSentences(train)) / corpus.documents.length), kinds }];
}

async function inTurn<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}

/** Training a source model from random weights. */
import type { NewText } from '../../encoders/encoder.ts';
import { vectorsWanted } from '../../encoders/registry.ts';
import { Tagger } from '../../models/tagger.ts';
import type { TrainConfiguration } from '../../protocol/configuration.ts';
import type { Corpus, Splits } from '../../protocol/corpus.ts';
import type { Problem } from '../../protocol/errors.ts';
import type { ModelSpecification } from '../../protocol/specification.ts';
import { drawSample } from '../../text/carriedSample.ts';
import { sentencesOf } from '../../text/examples.ts';
import { atLabellingRate } from '../../text/labellingRate.ts';
import type { Random } from '../../text/random.ts';
import { categoriesIn } from '../../transfer/targetCorpus.ts';
import {
  checkAdapters,
  checkAnnotated,
  checkPartial,
  checkParts,
  checkScheme,
  frozenWhole,
  ratioWithoutGaps,
  warningsBeforehand,
} from './checks.ts';
import type { RunContext, RunOutcome } from './context.ts';
import { gazetteersOf } from './gazetteers.ts';
import { measureImportance } from './importance.ts';
import { learnerOf } from './learner.ts';
import { onlyStage } from './onlyStage.ts';
import { countSentences } from './stage.ts';
import { vectorsFor } from './vectors.ts';

/** @throws GraftError where the corpus has nothing to learn, or the run was stopped before it had learned anything. */
export async function trainRun(
  context: RunContext,
  splits: Splits,
  configuration: TrainConfiguration,
): Promise<RunOutcome> {
  const { settings, architecture, specification, labellingRate = 1, entityRatio } = configuration;
  const { request, random, emit, control } = context;
  const { dev, test } = splits;
  checkParts(splits);
  checkAnnotated(splits);
  checkScheme(specification, splits.train);
  checkAdapters(settings, specification);
  const train = atLabellingRate(splits.train, labellingRate, random.fork('labelling rate'));
  const categories = categoriesIn(splits);
  checkPartial(specification, train, { categories, unknown: 'open', adapting: false });
  const sentences = countSentences(train);
  emit({ type: 'started', categories, newCategories: categories, sentences });
  const oddities = [
    ...warningsBeforehand(settings, { fresh: categories }, { train, dev }),
    ...frozenWhole(settings, specification),
  ];
  for (const problem of oddities) emit({ type: 'warning', problem });
  if (entityRatio !== undefined)
    for (const problem of ratioWithoutGaps(train, categories)) emit({ type: 'warning', problem });
  const { carry } = configuration;
  if (carry !== undefined && countSentences(dev) < carry) emit({ type: 'warning', problem: fewToCarry(dev, carry) });
  const { vectors, coverage } = await vectorsFor(context, vectorsWanted(specification.encoder, sentencesOf(train)));
  const gazetteers = await gazetteersOf(request);
  const text = { vectors, gazetteers, given: context.given };
  const fresh = { name: request.name, architecture, specification, categories, train, text, random };
  const outcome = await onlyStage(
    context,
    { configuration, test, coverage },
    {
      stage: { id: 'main', label: '', role: 'main', epochs: settings.epochs, sentences },
      settings,
      random,
      begin: async () =>
        learnerOf(
          freshTagger(fresh),
          { train, dev, learns: 'all', unknown: 'open', settings, random, entityRatio },
          control,
        ),
    },
  );
  const sample = carry === undefined ? undefined : drawSample(dev, carry, categories, random.fork('carried sentences'));
  const importance = configuration.importance ? await measureImportance(context, outcome.model, dev) : undefined;
  return { ...outcome, model: { ...outcome.model, ...(sample && { sample }), ...(importance && { importance }) } };
}

export interface FreshTaggerOptions {
  readonly name: string;
  readonly architecture: string;
  readonly specification: ModelSpecification;
  readonly categories: readonly string[];
  readonly train: Corpus;
  readonly text: Omit<NewText, 'sentences'>;
  readonly random: Random;
}

/** A tagger with random weights that knows the text of the training sentences. */
export function freshTagger(options: FreshTaggerOptions): Tagger {
  const { name, architecture, categories, train, text, random } = options;
  const { encoder, output } = options.specification;
  // One tag a token is what the corpus says; a scheme is chosen among those of spans.
  const scheme = train.kind === 'tags' ? 'tags' : output.scheme;
  const specification: ModelSpecification = { encoder, output: { ...output, scheme } };
  const facts = { name, architecture, specification, categories };
  return Tagger.create(facts, { sentences: sentencesOf(train), ...text }, random.fork('weights'));
}

function fewToCarry(dev: Corpus, carry: number): Problem {
  return {
    code: 'few-to-carry',
    message: `The model is to carry ${carry} sentences, but there are ${countSentences(dev)} for dev: it carries these.`,
    remedy: 'By half of them is measured what an adaptation forgets: the fewer they are, the rougher that is.',
  };
}

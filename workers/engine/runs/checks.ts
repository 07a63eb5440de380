/** What can be said of a run before its first step: what it lacks, and what will probably go wrong. */
import {
  type AdaptationConfiguration,
  type RunConfiguration,
  runConfigurationSchema,
} from '../../protocol/configuration.ts';
import type { Corpus, Document, Splits } from '../../protocol/corpus.ts';
import { partNames } from '../../protocol/corpus.ts';
import { GraftError, type Problem } from '../../protocol/errors.ts';
import type { TrainingSettings } from '../../protocol/settings.ts';
import { encoderKinds, type ModelSpecification, outputKinds } from '../../protocol/specification.ts';
import { isLookedFor } from '../../text/lookedFor.ts';
import { annotationCounts } from '../../text/statistics.ts';
import { kindOf } from '../../text/tagNames.ts';
import { rateTooHigh } from '../../training/health.ts';

/** @throws GraftError where a value is none that its field takes. */
export function checkedRun<Configuration extends RunConfiguration>(configuration: Configuration): Configuration {
  const parsed = runConfigurationSchema.safeParse(configuration);
  if (parsed.success) return parsed.data as Configuration;
  const [issue] = parsed.error.issues;
  throw new GraftError({
    code: 'run-configuration',
    message: `The run’s configuration cannot be used: ${issue?.path.join('.')}: ${issue?.message}.`,
    remedy: 'Correct this value and start again.',
  });
}

/**
 * Without test sentences a run goes on: its scores are then of nothing.
 * @throws GraftError where a part that the run needs has no sentence, or nothing is annotated.
 */
export function checkParts(splits: Splits): void {
  for (const part of ['train', 'dev'] as const) {
    if (splits[part].documents.some(({ sentences }) => sentences.length > 0)) continue;
    throw new GraftError({
      code: 'empty-part',
      message: `The corpus has no ${part} sentences.`,
      remedy: 'Give a file for this part, or one file for all, which is then divided by itself.',
    });
  }
}

/** @throws GraftError where there is nothing to learn: a model without categories would come of it. */
export function checkAnnotated(splits: Splits): void {
  if (annotationCounts(splits.train).size > 0) return;
  const elsewhere = partNames.filter((part) => annotationCounts(splits[part]).size > 0);
  throw new GraftError({
    code: 'nothing-annotated',
    message: `The training sentences of ${splits.train.name} hold no annotation at all${
      elsewhere.length > 0 ? `, though ${elsewhere.join(' and ')} do` : ''
    }: there is nothing to learn.`,
    remedy: 'Choose the column of the tags (--tag-column), or give a file in which something is annotated.',
  });
}

/** @throws GraftError where no part holds any annotation: there is nothing to learn, nor to measure. */
export function checkAnnotatedSomewhere(splits: Splits): void {
  if (partNames.some((part) => annotationCounts(splits[part]).size > 0)) return;
  throw new GraftError({
    code: 'nothing-annotated',
    message: `The corpus ${splits.train.name} holds no annotation at all: there is nothing to learn, nor to measure.`,
    remedy: 'Choose the column of the tags (--tag-column), or give a file in which something is annotated.',
  });
}

/** @throws GraftError where the training sentences, as the model sees them, would teach that there is nothing anywhere. */
export function checkTeaches(train: Corpus): void {
  if (annotationCounts(train).size > 0) return;
  throw new GraftError({
    code: 'nothing-to-learn',
    message: `The training sentences of ${train.name} hold no example of a category that the model knows or is to learn: there is nothing to learn.`,
    remedy: 'Pick a category of theirs as new (--new), or say which of the model’s it is (--map).',
  });
}

/** @throws GraftError where spans are to be written as one tag a token as it stands: they have none. */
export function checkScheme({ output }: ModelSpecification, { name, kind }: Corpus): void {
  if (kind === 'tags' || output.scheme !== 'tags') return;
  throw new GraftError({
    code: 'scheme-kind',
    message: `The tagging scheme “tags” is for corpora of one tag a token, but ${name} holds spans.`,
    remedy: 'Choose bioes or iob2, or read the corpus as one tag a token (--kind tags).',
  });
}

/**
 * @param unknown what the loss takes it for that nobody looked for a category: open, or O.
 * @throws GraftError where the training sentences leave open what some tokens are and the output cannot learn from that.
 */
export function checkPartial(
  { output }: ModelSpecification,
  train: Corpus,
  { categories, unknown, adapting }: PartialAnnotation,
): void {
  const { accepts, label } = outputKinds[output.kind];
  if (accepts.partial || unknown === 'O' || train.kind === 'tags') return;
  const open = categories.filter((category) => !isLookedFor(train, category));
  if (open.length === 0) return;
  throw new GraftError({
    code: 'output-partial',
    message: `The model’s ${label} reads the tags before each word, so it learns from sentences alone whose every tag is known. In ${train.name} nobody looked for ${open.join(', ')}.`,
    remedy: adapting
      ? 'Let the source model label what nobody looked for, or take it as O (--remedy pseudo or none); or adapt a model with a softmax or a CRF.'
      : 'Choose an architecture with a softmax or a CRF.',
  });
}

interface PartialAnnotation {
  /** All that the model is to know. */
  readonly categories: readonly string[];
  readonly unknown: 'open' | 'O';
  readonly adapting: boolean;
}

export function warningsBeforehand(
  settings: TrainingSettings,
  { known = [], fresh }: { readonly known?: readonly string[]; readonly fresh: readonly string[] },
  { train, dev }: Pick<Splits, 'train' | 'dev'>,
): readonly Problem[] {
  const high = rateTooHigh(settings);
  const learned = annotationCounts(train);
  const measured = annotationCounts(dev);
  const lookedFor = (category: string) =>
    dev.documents.some(({ annotated }) => annotated === 'all' || annotated.includes(category));
  const unlearnable = fresh.filter((name) => !learned.has(name));
  const missing = [...known, ...fresh].filter((name) => learned.has(name) && !measured.has(name) && lookedFor(name));
  return [
    ...(high ? [high] : []),
    ...(unlearnable.length > 0 ? [notInTrain(unlearnable)] : []),
    ...(missing.length > 0 ? [notInDev(missing)] : []),
  ];
}

/** Where more layers are to be frozen than a pretrained encoder has. */
export function frozenWhole(
  { frozenLayers }: TrainingSettings,
  { encoder }: Pick<ModelSpecification, 'encoder'>,
): readonly Problem[] {
  if (encoder.kind !== 'transformer' || frozenLayers <= encoder.layers) return [];
  return [
    {
      code: 'frozen-whole',
      message: `${frozenLayers} layers are to be frozen, and the encoder has ${encoder.layers}: the output alone learns.`,
      remedy: `Freeze fewer than ${encoder.layers} where the encoder should learn as well (frozenLayers).`,
    },
  ];
}

/**
 * @param adaptation that adapters have to go together with.
 * @throws GraftError where adapters are to learn that have no place, or beside what leaves them nothing to do.
 */
export function checkAdapters(
  { loraRank }: TrainingSettings,
  { encoder }: Pick<ModelSpecification, 'encoder'>,
  { freeze, pull }: Partial<Pick<AdaptationConfiguration, 'freeze' | 'pull'>> = {},
): void {
  if (loraRank === 0) return;
  const without = 'Learn without adapters (loraRank=0)';
  if (encoder.kind !== 'transformer') {
    throw new GraftError({
      code: 'adapters-encoder',
      message: `Adapters (LoRA) stand beside the linear layers of a transformer, and the model’s encoder is a ${encoderKinds[encoder.kind].label}.`,
      remedy: `${without}, or take a model over a checkpoint.`,
    });
  }
  if (freeze) {
    throw new GraftError({
      code: 'adapters-frozen',
      message: 'Where all that was transferred stays as it is, adapters (LoRA) have nothing to learn.',
      remedy: `${without}, or let the rest learn too (leave out --freeze).`,
    });
  }
  if (pull !== undefined && pull > 0) {
    throw new GraftError({
      code: 'adapters-pull',
      message:
        'Adapters (LoRA) leave the source model’s weights as they are until the end, so that nothing could be drawn back to them.',
      remedy: `${without}, or take another remedy, such as a mixture of the weights (--remedy mix).`,
    });
  }
}

/** Where everything was looked for, every word is known, and nothing has to be expected. */
export function ratioWithoutGaps(train: Corpus, categories: readonly string[]): readonly Problem[] {
  if (!categories.every((category) => train.documents.every((document) => looksFor(document, category)))) return [];
  return [
    {
      code: 'ratio-without-gaps',
      message: `A share of entities is expected, but in ${train.name} everything was looked for: every word is known, and the share is not used.`,
      remedy:
        'Leave the share out; or say what was looked for, where that is not everything (“annotated” in JSON Lines).',
    },
  ];
}

const looksFor = ({ annotated }: Document, category: string) => annotated === 'all' || annotated.includes(category);

function notInTrain(categories: readonly string[]): Problem {
  return {
    code: 'category-without-examples',
    message: `The training sentences hold no example of ${categories.join(', ')}, so that nothing can be learned of it.`,
    remedy: 'Annotate some, or leave it out.',
  };
}

/**
 * Known categories that were to be labelled by the source model, which found none.
 * @param before the training sentences without its labels. @param labels by category.
 */
export function notFoundBySource(
  before: Corpus,
  known: readonly string[],
  labels: Readonly<Record<string, number>>,
): readonly Problem[] {
  const none = known.filter((name) => !isLookedFor(before, name) && !Object.hasOwn(labels, name));
  if (none.length === 0) return [];
  return [
    {
      code: 'no-pseudo-labels',
      message: `The source model finds no ${none.join(', ')} in the training sentences, which then teach that there is none.`,
      remedy: 'If the text holds some, choose --remedy marginal: which words they are then stays open.',
    },
  ];
}

function notInDev(categories: readonly string[]): Problem {
  return {
    code: 'category-not-in-dev',
    message: `The dev sentences hold no example of ${categories.join(', ')}: whatever is found of it there counts as wrong when the best epoch is chosen.`,
    remedy: 'Give dev sentences with examples, or say that nobody looked for it there.',
  };
}

/** What is said where something is to be adapted and nothing is there. */
export function needsSource(): GraftError {
  return new GraftError({
    code: 'no-source-model',
    message: 'There is no source model to adapt.',
    remedy: 'Load a source model, or train one.',
  });
}

export function needsEncoder(): GraftError {
  return new GraftError({
    code: 'no-encoder',
    message: 'A transformer begins with a pretrained encoder, and there is none.',
    remedy: 'Load a checkpoint: the folder with its config.json, model.safetensors and tokenizer (--encoder).',
  });
}

/** @throws GraftError where what is said to be a kind is not new, or what it is a kind of is not known. */
export function checkKinds(
  { kinds, newCategories }: Pick<AdaptationConfiguration, 'kinds' | 'newCategories'>,
  known: readonly string[],
): void {
  for (const [kind, category] of Object.entries(kinds)) {
    if (newCategories.includes(kind) && known.includes(category)) continue;
    throw new GraftError({
      code: 'category-kind',
      message: newCategories.includes(kind)
        ? `${kind} is said to be a kind of ${category}, which the source model does not know (it knows ${known.join(', ')}).`
        : `${kind} is said to be a kind of ${category}, but it is not among the new categories (${newCategories.join(', ') || 'there is none'}).`,
      remedy:
        'Name a new category as the kind, and one that the source model knows as what it is a kind of (--kind-of).',
    });
  }
}

/** @throws GraftError where the source model has no probabilities from which could be learned. */
export function checkTeacher({ specification: { output } }: { readonly specification: ModelSpecification }): void {
  const { accepts, label } = outputKinds[output.kind];
  if (accepts.soft) return;
  throw new GraftError({
    code: 'output-soft',
    message: `The model’s ${label} gives no probability for each tag at each word, so that it cannot teach by them (distillation).`,
    remedy: 'Let it label what nobody looked for (--remedy pseudo), or rehearse what it carries (--remedy rehearse).',
  });
}

/** @throws GraftError where a source model cannot be asked as well. */
export function checkConsults({ specification: { output } }: { readonly specification: ModelSpecification }): void {
  const { accepts, label } = outputKinds[output.kind];
  if (accepts.consulted) return;
  throw new GraftError({
    code: 'output-consulted',
    message: `The model’s ${label} writes each tag by those before it, so that the source model’s scores cannot be added to its own.`,
    remedy: 'Take the best mixture of their weights instead (--remedy mix).',
  });
}

/** @throws GraftError where no sentences can be made up. */
export function checkImagines({ specification: { output } }: { readonly specification: ModelSpecification }): void {
  if (kindOf(output.scheme) === 'spans') return;
  throw new GraftError({
    code: 'nothing-to-imagine',
    message: 'The model gives one tag a token; sentences are made up only for models that mark spans.',
    remedy: 'Leave it out (--remedy imagine), or draw the weights back to the source model’s (--remedy pull).',
  });
}

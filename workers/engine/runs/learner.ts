/** What a stage trains: a tagger, with its training sentences as steps and its dev sentences as the score. */
import { measureTagger } from '../../models/scoreTagger.ts';
import type { ModelState } from '../../models/state.ts';
import type { Tagger } from '../../models/tagger.ts';
import type { Kinds } from '../../protocol/configuration.ts';
import type { Corpus } from '../../protocol/corpus.ts';
import type { SourceScores } from '../../protocol/engine.ts';
import type { Scores } from '../../protocol/scores.ts';
import type { TrainingSettings } from '../../protocol/settings.ts';
import { outputKinds } from '../../protocol/specification.ts';
import { trainingBatches } from '../../text/batches.ts';
import { type Doubtful, type Example, examplesOf, type SoftTags, type TagIndex } from '../../text/examples.ts';
import type { Random } from '../../text/random.ts';
import type { RunControl } from '../../training/control.ts';
import type { Measured, Trainable, TrainingStep } from '../../training/loop.ts';
import { Pull } from '../../training/pull.ts';
import { taught } from '../../transfer/distillation.ts';
import { meaningsOf, sharedTags } from '../../transfer/kinds.ts';
import { type Measure, scoreYardstick } from '../../transfer/yardstick.ts';

export interface DevFigures {
  readonly dev: Scores;
  /** Where other corpora are learned beside the target. */
  readonly sources?: readonly SourceScores[];
  /** On what measures the old categories, kinds counted as what they are kinds of. */
  readonly yardstick?: Scores;
}

export interface Learner {
  /** What the stage gives. */
  readonly tagger: Tagger;
  readonly trainable: Trainable<DevFigures>;
  dispose(): void;
}

export interface Lesson {
  readonly train: Corpus;
  readonly dev: Corpus;
  /** `tags`: what the output has of each tag. The rest, which was transferred, is frozen. */
  readonly learns: 'all' | 'tags';
  /** What nobody looked for in the training sentences: summed over, or taken as O. */
  readonly unknown: 'open' | 'O';
  readonly settings: TrainingSettings;
  /** Where the first numbers of adapters come from. */
  readonly random: Random;
  /** How large a share of all words is expected to be part of an entity, where a sentence leaves that open. */
  readonly entityRatio?: number | undefined;
  /** New categories that are kinds of known ones. */
  readonly kinds?: Kinds;
  /** What draws the parameters back to the source's, and how much. */
  readonly pull?: { readonly source: Pick<ModelState, 'weights' | 'importance'>; readonly weight: number } | undefined;
  /** What the source model was not sure of when it labelled the training sentences. */
  readonly doubtful?: Doubtful;
  /** Sentences beside the training sentences. What is new nobody looked for in them. */
  readonly rehearsed?: readonly Rehearsed[];
  /** What the source model says of the sentences of `train` and of those that are rehearsed, and how much that weighs. */
  readonly teacher?: Teacher | undefined;
  /** What measures the old categories, and its share in the choice of the best epoch. */
  readonly yardstick?: { readonly measure: Measure; readonly weight: number } | undefined;
}

export interface Rehearsed {
  readonly corpus: Corpus;
  /** How often each sentence comes round in an epoch. */
  readonly times: number;
  /** What may stand in it under the name of what it is a kind of. */
  readonly kinds: Kinds;
}

export interface Teacher {
  readonly weight: number;
  /** Tags of the source. */
  readonly known: number;
  /** A sentence [tokens · known] each. */
  readonly train: readonly Float32Array[];
  readonly rehearsed: readonly (readonly Float32Array[])[];
}

/** One tagger that learns one corpus. */
export async function learnerOf(tagger: Tagger, lesson: Lesson, control: RunControl): Promise<Learner> {
  const { settings, learns, unknown, dev, entityRatio, kinds = {}, teacher, rehearsed = [] } = lesson;
  const { partial } = outputKinds[tagger.output.specification.kind].accepts;
  const own = examplesOf(lesson.train, indexOf(tagger), unknown, partial ? lesson.doubtful : undefined);
  const again = rehearsed.map(({ corpus, times, kinds: unnamed }) => ({
    times,
    // What is a kind of a known category may stand under its name where nobody looked for the kind.
    examples: partial
      ? examplesOf(corpus, { ...indexOf(tagger), meanings: meaningsOf(unnamed) }, 'open')
      : examplesOf(corpus, indexOf(tagger), 'O'),
  }));
  const soft =
    teacher &&
    softExamples(
      teacher,
      own,
      again.map(({ examples }) => examples),
      sharedTags(tagger.output.tags, kinds, tagger.scheme),
    );
  // Where the tags alone learn, nothing of the encoder does.
  tagger.freeze(learns === 'all' ? settings.frozenLayers : Number.POSITIVE_INFINITY);
  if (settings.loraRank > 0) tagger.adapt(settings, lesson.random.fork('adapters'));
  tagger.learnRows([...own, ...again.flatMap(({ examples }) => examples)].map(({ words }) => words));
  const parameters = learns === 'all' ? tagger.learningParameters : tagger.output.ofTags;
  const pull = lesson.pull && (await pullOf(tagger, lesson.pull));
  const epoch = (order: Random) => [
    ...own,
    ...again.flatMap(({ examples, times }) => rehearsal(examples, times, order)),
  ];
  return {
    tagger,
    trainable: {
      parameters,
      depths: tagger.depths,
      outputVariables: tagger.outputVariables,
      ...(pull && { pull }),
      steps: (order) => {
        const examples = epoch(order);
        const lengths = examples.map(({ words }) => words.length);
        const beside = { soft, entityRatio };
        return trainingBatches(lengths, settings, order).map((batch) => stepOf(tagger, examples, batch, beside));
      },
      score: async () => {
        const onDev = await measured(tagger, dev, control);
        return lesson.yardstick ? withYardstick(onDev, tagger, lesson.yardstick, control) : onDev;
      },
    },
    dispose: () => {
      pull?.dispose();
      tagger.dispose();
    },
  };
}

function pullOf(tagger: Tagger, { source, weight }: NonNullable<Lesson['pull']>): Promise<Pull> {
  const importance = source.importance && tagger.narrowed(source.importance);
  return Pull.towards(tagger.narrowed(source.weights), tagger.learningParameters, weight, importance);
}

export const indexOf = (tagger: Tagger): TagIndex => ({
  tags: tagger.output.tags,
  scheme: tagger.scheme,
  categories: tagger.categories,
});

/** Each sentence so many times; of a share that is left over, as many as it makes, drawn anew for each epoch. */
function rehearsal(again: readonly Example[], times: number, order: Random): Example[] {
  const whole = Array.from({ length: Math.floor(times) }, () => again).flat();
  const left = Math.round((times % 1) * again.length);
  return left > 0 ? [...whole, ...order.shuffle(again).slice(0, left)] : whole;
}

interface SoftExamples {
  readonly of: ReadonlyMap<Example, Example>;
  readonly weight: number;
}

function softExamples(
  { weight, known, train, rehearsed }: Teacher,
  own: readonly Example[],
  again: readonly (readonly Example[])[],
  shared: SoftTags['shared'],
): SoftExamples {
  const pairs = (examples: readonly Example[], marginals: readonly Float32Array[], looked: boolean) =>
    examples.map((example, at) => {
      const said = marginals[at] as Float32Array;
      return [example, taught(example, said, { known, shared, looked })] as const;
    });
  return {
    of: new Map([
      ...pairs(own, train, true),
      ...again.flatMap((examples, index) => pairs(examples, rehearsed[index] as readonly Float32Array[], false)),
    ]),
    weight,
  };
}

const isOpen = ({ known, sets }: Example) => known.some((id) => sets.tagsOf(id).length > 1);

interface BesideExamples {
  /** What a teacher says of them. */
  readonly soft?: SoftExamples | undefined;
  /** As of `Beside`, for batches that leave open what is an entity. */
  readonly entityRatio?: number | undefined;
}

/** @param batch indices of the examples. @param beside what is learned beside what is known of them. */
export function stepOf(
  tagger: Tagger,
  examples: readonly Example[],
  batch: readonly number[],
  { soft, entityRatio }: BesideExamples = {},
): TrainingStep {
  const chosen = batch.map((sentence) => examples[sentence] as Example);
  const beside = {
    taught: soft && { examples: chosen.map((example) => soft.of.get(example) as Example), weight: soft.weight },
    ...(chosen.some(isOpen) && { entityRatio }),
  };
  return {
    size: batch.length,
    ...(tagger.output.lossPer === 'token' && { weight: chosen.reduce((sum, { words }) => sum + words.length, 0) }),
    loss: (mode) => tagger.loss(chosen, mode, beside),
    parts: (most) => partsOf(batch, most).map((part) => stepOf(tagger, examples, part, { soft, entityRatio })),
  };
}

/** In so many parts of nearly one size, none of them empty. */
function partsOf(batch: readonly number[], most: number): (readonly number[])[] {
  const size = Math.ceil(batch.length / Math.min(most, batch.length));
  return Array.from({ length: Math.ceil(batch.length / size) }, (_, part) =>
    batch.slice(part * size, (part + 1) * size),
  );
}

/** The tagger on dev: by this the best epoch is chosen. */
export async function measured(tagger: Tagger, dev: Corpus, control: RunControl): Promise<Measured<DevFigures>> {
  const { scores, loss } = await measureTagger(tagger, dev, () => control.betweenSteps());
  const { f1, correct } = scores.overall;
  return { figures: { dev: scores }, loss, criterion: f1, better: 'higher', found: correct > 0, perfect: f1 === 100 };
}

/** The same with the yardstick's figures. The dev loss is the target's alone: so much of patience is about the target. */
async function withYardstick(
  onDev: Measured<DevFigures>,
  tagger: Tagger,
  { measure, weight }: NonNullable<Lesson['yardstick']>,
  control: RunControl,
): Promise<Measured<DevFigures>> {
  const { byKind } = await scoreYardstick(tagger, measure, () => control.betweenSteps());
  const criterion = (1 - weight) * onDev.criterion + weight * byKind.overall.f1;
  return { ...onDev, figures: { ...onDev.figures, yardstick: byKind }, criterion, perfect: criterion === 100 };
}

/**
 * Tasks that are learned together (paper 3, section 3.3): each step draws a task and takes a batch of it; one optimizer
 * updates what the tasks share and what the task has for itself. The target alone decides the best epoch.
 */
import type { GivenEncoder } from '../../encoders/encoder.ts';
import { disposeParts, type Part } from '../../layers/part.ts';
import { scoreTagger } from '../../models/scoreTagger.ts';
import { Tagger } from '../../models/tagger.ts';
import type { Sharing } from '../../protocol/configuration.ts';
import type { Corpus } from '../../protocol/corpus.ts';
import type { SourceScores } from '../../protocol/engine.ts';
import type { TrainingSettings } from '../../protocol/settings.ts';
import type { ModelSpecification } from '../../protocol/specification.ts';
import { trainingBatches } from '../../text/batches.ts';
import { type Example, examplesOf, sentencesOf } from '../../text/examples.ts';
import type { GazetteerEntry } from '../../text/gazetteers.ts';
import type { Random } from '../../text/random.ts';
import type { WordVectors } from '../../text/vectors.ts';
import type { RunControl } from '../../training/control.ts';
import type { TrainingStep } from '../../training/loop.ts';
import { indexOf, type Learner, measured, stepOf } from './learner.ts';

/** A corpus as a task of a joint run. */
export interface JointTask {
  readonly name: string;
  readonly train: Corpus;
  /** Null where it cannot be scored. */
  readonly dev: Corpus | null;
  readonly categories: readonly string[];
  /** What its categories may be among the tagger's; see `TagIndex`. */
  readonly meanings?: ReadonlyMap<string, readonly string[]>;
}

export interface JointLesson {
  readonly name: string;
  readonly architecture: string;
  readonly specification: ModelSpecification;
  readonly sharing: Sharing;
  /** Probability that a step learns from the target. */
  readonly targetShare: number;
  readonly target: JointTask & { readonly dev: Corpus };
  readonly sources: readonly JointTask[];
  readonly vectors: WordVectors | null;
  /** The target's; its sources have them where they share its encoder. */
  readonly gazetteers: readonly GazetteerEntry[];
  readonly settings: TrainingSettings;
  /** What their encoder begins with. */
  readonly given: GivenEncoder | undefined;
}

export async function jointLearner(lesson: JointLesson, random: Random, control: RunControl): Promise<Learner> {
  const taggers = await buildTaggers(lesson, random);
  const [target] = taggers as [Tagger];
  const { settings } = lesson;
  for (const tagger of taggers) {
    tagger.freeze(settings.frozenLayers);
    // A layer that they share has one adapter.
    if (settings.loraRank > 0) tagger.adapt(settings, random.fork('adapters'));
  }
  const learned = [lesson.target, ...lesson.sources].map((task, index) => taskOf(task, taggers[index] as Tagger));
  // Of a table that they share, the rows of all of them.
  for (const { tagger, examples } of learned) tagger.learnRows(examples.map(({ words }) => words));
  return {
    tagger: target,
    trainable: {
      parameters: parametersOf(taggers),
      // What is shared lies as deep in one as in the other: they are of one architecture.
      depths: new Map(taggers.flatMap(({ depths }) => [...depths])),
      outputVariables: new Set(taggers.flatMap(({ outputVariables }) => [...outputVariables])),
      steps: (order) => drawnSteps(learned, lesson, order),
      score: async () => {
        const onTarget = await measured(target, lesson.target.dev, control);
        const sources = await scoresOf(lesson.sources, taggers.slice(1), control);
        return { ...onTarget, figures: { ...onTarget.figures, sources } };
      },
    },
    dispose: () => {
      for (const tagger of taggers) tagger.freeze(0);
      disposeParts(taggers);
    },
  };
}

/** The target's first, then one for each source; with everything shared they are one and the same. */
async function buildTaggers(lesson: JointLesson, random: Random): Promise<Tagger[]> {
  const { sharing, specification, architecture, vectors, gazetteers, target, sources } = lesson;
  const tasks = [target, ...sources];
  const textOf = (some: readonly JointTask[]) => ({
    sentences: some.flatMap(({ train }) => sentencesOf(train)),
    vectors,
  });
  const create = (task: JointTask, role: string, known: readonly JointTask[], held: readonly Part[]) =>
    Tagger.create(
      {
        name: task.name,
        architecture,
        specification: inKindOf(task.train, specification),
        categories: task.categories,
      },
      { ...textOf(known), gazetteers: task === target ? gazetteers : [], given: lesson.given },
      random.fork(role),
      held,
    );
  const sharesText = sharing !== 'characters';
  const first = create(target, 'weights', sharesText ? tasks : [target], []);
  if (sharing === 'all') return tasks.map(() => first);
  const isShared = ({ path }: Part) => sharing === 'encoder' || path.startsWith('character');
  const held = first.encoder.parts.filter(isShared);
  const others: Tagger[] = [];
  for (const [index, source] of sources.entries()) {
    const tagger = create(source, roleOf(index), sharesText ? tasks : [source], held);
    // The characters of another language join those that are shared; its words it knows already.
    if (!sharesText) await tagger.encoder.learnText(textOf([source]), random.fork(`characters of ${roleOf(index)}`));
    others.push(tagger);
  }
  return [first, ...others];
}

const roleOf = (index: number) => `source ${index + 1}`;

/** One tag a token is what a corpus says; a scheme is chosen among those of spans. */
function inKindOf({ kind }: Corpus, { encoder, output }: ModelSpecification): ModelSpecification {
  return { encoder, output: { ...output, scheme: kind === 'tags' ? 'tags' : output.scheme } };
}

/** Each parameter once: what is shared under its own name, what a source has for itself under the source's. */
function parametersOf([target, ...sources]: readonly Tagger[]) {
  const all = { ...target?.learningParameters };
  const met = new Set(Object.values(all));
  sources.forEach((source, index) => {
    for (const [name, variable] of Object.entries(source.learningParameters)) {
      if (met.has(variable)) continue;
      met.add(variable);
      all[`${roleOf(index)}/${name}`] = variable;
    }
  });
  return all;
}

interface LearnedTask {
  readonly tagger: Tagger;
  readonly examples: readonly Example[];
  readonly lengths: readonly number[];
}

function taskOf({ train, meanings }: JointTask, tagger: Tagger): LearnedTask {
  const examples = examplesOf(train, { ...indexOf(tagger), ...(meanings && { meanings }) }, 'open');
  return { tagger, examples, lengths: examples.map(({ words }) => words.length) };
}

/**
 * An epoch has as many steps as all tasks have batches. A task whose batches are used up is dealt anew, so that a small
 * one comes round several times.
 */
function drawnSteps(
  tasks: readonly LearnedTask[],
  { targetShare, settings }: Pick<JointLesson, 'targetShare' | 'settings'>,
  order: Random,
): TrainingStep[] {
  const deal = ({ lengths }: LearnedTask) => trainingBatches(lengths, settings, order);
  const waiting = tasks.map(deal);
  const steps = waiting.reduce((sum, { length }) => sum + length, 0);
  const draw = (): number => {
    if (order.next() < targetShare) return 0;
    return 1 + order.integer(tasks.length - 1);
  };
  return Array.from({ length: steps }, () => {
    let drawn = draw();
    // Nothing is labelled: what is there to learn is the other tasks'.
    if (tasks[drawn]?.examples.length === 0) drawn = 1 + order.integer(tasks.length - 1);
    const task = tasks[drawn] as LearnedTask;
    if (waiting[drawn]?.length === 0) waiting[drawn] = deal(task);
    return stepOf(task.tagger, task.examples, waiting[drawn]?.pop() as number[]);
  });
}

async function scoresOf(
  sources: readonly JointTask[],
  taggers: readonly Tagger[],
  control: RunControl,
): Promise<SourceScores[]> {
  const scores: SourceScores[] = [];
  for (const [index, { name, dev }] of sources.entries()) {
    if (!dev) continue;
    const tagger = taggers[index] as Tagger;
    scores.push({ corpus: name, dev: await scoreTagger(tagger, dev, () => control.betweenSteps()) });
  }
  return scores;
}

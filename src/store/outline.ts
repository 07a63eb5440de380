/**
 * A run in outline, by the names that things had when it was asked for: the corpus may have been renamed or removed since.
 * The same of what is set up says what Start training would do, and whether that is what is shown already.
 */
import type { JointLearning, SingleTask } from '../../workers/protocol/configuration.ts';
import type { CorpusSummary } from '../../workers/protocol/engine.ts';
import type { ModelSummary } from '../../workers/protocol/model.ts';
import type { TrainingSettings } from '../../workers/protocol/settings.ts';
import { sentencesToLearn } from '../../workers/text/standings.ts';
import { useEncoders } from './encoders.ts';
import { sharedInWords, withFittingMap } from './jointChoice.ts';
import { type HowOften, howOften, oftenInWords } from './repeating.ts';
import type { Choice, SetupState } from './setup.ts';

export interface RunOutline {
  readonly task: SingleTask;
  readonly architecture: string;
  /** The model that is adapted; null where a new one is trained. */
  readonly source: string | null;
  /** What it starts from: that model, a pretrained encoder, or random weights. */
  readonly start: string;
  readonly corpus: string;
  /** Corpora that are learned together with it. */
  readonly together: readonly string[];
  /** How; null where one corpus is learned by itself. */
  readonly joint: JointLearning | null;
  /** Names can be changed; these say whether it is the same model, and the same corpora in the same state. */
  readonly sourceId: string | null;
  readonly corpusState: string;
  readonly togetherState: string;
  /** Of the corpus, to learn from. */
  readonly sentences: number;
  /** The share of them that is learned from. */
  readonly rate: number;
  /** Of an adaptation; where a model is trained, all are new. */
  readonly newCategories: readonly string[];
  readonly seed: number;
  readonly how: HowOften;
  /** The same in words. */
  readonly often: string;
  readonly settings: TrainingSettings;
  /** The file of word vectors, by name and size. */
  readonly vectors: string | null;
  /** Everything else that decides the numbers, to be compared and not to be shown. */
  readonly rest: string;
}

export function outlineOf(
  setup: Choice & Pick<SetupState, 'vectors' | 'gazetteers'>,
  corpus: CorpusSummary,
  source: ModelSummary | null,
  sources: readonly CorpusSummary[],
): RunOutline {
  const { task, specification, settings, seed, adaptation, repeating, vectors, gazetteers } = setup;
  const together = task === 'joint' ? sources : [];
  const adapts = task === 'adapt';
  const { newCategories, ...others } = adaptation;
  const encoder = specification.encoder.kind === 'transformer' ? useEncoders.getState().encoder : null;
  const sourceName = adapts ? (source?.name ?? null) : null;
  return {
    task,
    architecture: adapts ? (source?.architecture ?? setup.architecture) : setup.architecture,
    source: sourceName,
    start: sourceName ?? encoder?.name ?? 'random weights',
    corpus: corpus.name,
    sourceId: adapts ? (source?.id ?? null) : null,
    together: together.map(({ name }) => name),
    joint: task === 'joint' ? withFittingMap(setup.joint, corpus, together) : null,
    corpusState: stateOf(corpus),
    togetherState: together.map(stateOf).join('; '),
    sentences: sentencesToLearn(corpus),
    rate: rateOf(setup),
    newCategories: adapts ? newCategories : [],
    seed,
    how: howOften(setup),
    often: oftenInWords(setup),
    settings: settings[task],
    vectors: vectors && `${vectors.name}, ${vectors.blob.size}`,
    rest: JSON.stringify([
      setup.entityRatio,
      adapts ? others : [specification, setup.carry, gazetteers.map(({ name, blob }) => [name, blob.size])],
      howOften(setup) === 'search' && [repeating.fixed, repeating.ranges],
    ]),
  };
}

function rateOf({ task, joint, labellingRate }: Choice): number {
  if (task === 'joint') return joint.rate;
  return task === 'train' ? labellingRate : 1;
}

function stateOf({ id, revision }: CorpusSummary): string {
  return `${id}, ${revision}`;
}

/** What is otherwise in `next` than it was in `run`, in words; empty where both are the same run. */
export function outlineChanges(run: RunOutline, next: RunOutline): string[] {
  const changes: string[] = [];
  const adapts = ({ task }: RunOutline) => task === 'adapt';
  if (adapts(next) !== adapts(run) || next.sourceId !== run.sourceId || next.architecture !== run.architecture) {
    changes.push(next.source === null ? `${next.architecture} from ${next.start}` : `starts from ${next.source}`);
  }
  if (next.corpusState !== run.corpusState) {
    changes.push(next.corpus === run.corpus ? `learns from ${next.corpus} as it is now` : `learns from ${next.corpus}`);
  }
  changes.push(...jointChanges(run, next));
  if (next.rate !== run.rate) changes.push(`labelling rate ${next.rate}`);
  if (next.newCategories.join('\n') !== run.newCategories.join('\n') && next.source !== null) {
    changes.push(next.newCategories.length === 0 ? 'nothing new' : `new: ${namesOrCount(next.newCategories)}`);
  }
  // Several seeds are named already.
  if (next.often !== run.often) changes.push(next.often);
  else if (next.seed !== run.seed) changes.push(`seed ${next.seed}`);
  if (next.vectors !== run.vectors) changes.push(next.vectors ? 'other word vectors' : 'no word vectors');
  const set = Object.entries(next.settings).filter(([key, value]) => run.settings[key as 'epochs'] !== value);
  if (set.length > 0) changes.push(set.length === 1 ? 'one other setting' : `${set.length} other settings`);
  if (changes.length === 0 && next.rest !== run.rest)
    changes.push('another set-up in Labels, Source or the training settings');
  return changes;
}

function jointChanges(run: RunOutline, next: RunOutline): string[] {
  const [was, is] = [run.joint, next.joint];
  if (!is) return was ? [`learns ${next.corpus} by itself`] : [];
  const changes: string[] = [];
  if (!was || next.togetherState !== run.togetherState) {
    changes.push(
      next.together.length > 0 ? `together with ${namesOrCount(next.together, 'corpora')}` : 'together with nothing',
    );
  }
  if (is.sharing !== was?.sharing) changes.push(`shares ${sharedInWords(is.sharing)}`);
  else if (JSON.stringify(is.labelMap) !== JSON.stringify(was.labelMap)) changes.push('another map of labels');
  if (was && is.targetShare !== was.targetShare) changes.push(`steps from the target ${is.targetShare}`);
  return changes;
}

const mostNamed = 3;
const longestNames = 48;

/** `Address, Phone`, or `14 categories` where the names would fill lines. */
export function namesOrCount(all: readonly string[], what = 'categories'): string {
  const names = all.join(', ');
  const short = all.length <= mostNamed && names.length <= longestNames;
  return short || all.length === 1 ? names : `${all.length} ${what}`;
}

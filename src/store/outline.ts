/**
 * A run in outline, by the names that things had when it was asked for: the corpus may have been renamed or removed since.
 * The same of what is set up says what Start training would do, and whether that is what is shown already.
 */
import type { CorpusSummary, ModelSummary } from '../../workers/protocol/engine.ts';
import type { TrainingSettings } from '../../workers/protocol/settings.ts';
import type { Choice, ChosenTask, SetupState } from './setup.ts';

export interface RunOutline {
  readonly task: ChosenTask;
  readonly architecture: string;
  /** The model that is adapted; null where one is trained from random weights. */
  readonly source: string | null;
  readonly corpus: string;
  /** Names can be changed; these say whether it is the same model, and the same corpus in the same state. */
  readonly sourceId: string | null;
  readonly corpusState: string;
  /** Of the corpus, to learn from. */
  readonly sentences: number;
  /** Of an adaptation; where a model is trained, all are new. */
  readonly newCategories: readonly string[];
  readonly seed: number;
  readonly settings: TrainingSettings;
  /** The file of word vectors, by name and size. */
  readonly vectors: string | null;
  /** Everything else that decides the numbers, to be compared and not to be shown. */
  readonly rest: string;
}

export function outlineOf(
  setup: Choice & Pick<SetupState, 'vectors'>,
  corpus: CorpusSummary,
  source: ModelSummary | null,
): RunOutline {
  const { task, specification, settings, seed, adaptation, vectors } = setup;
  const adapts = task === 'adapt';
  const { newCategories, ...others } = adaptation;
  return {
    task,
    architecture: adapts ? (source?.architecture ?? setup.architecture) : setup.architecture,
    source: adapts ? (source?.name ?? null) : null,
    corpus: corpus.name,
    sourceId: adapts ? (source?.id ?? null) : null,
    corpusState: `${corpus.id}, ${corpus.revision}`,
    sentences: corpus.parts.train.sentences,
    newCategories: adapts ? newCategories : [],
    seed,
    settings: settings[task],
    vectors: vectors && `${vectors.name}, ${vectors.blob.size}`,
    rest: JSON.stringify(adapts ? others : specification),
  };
}

/** What is otherwise in `next` than it was in `run`, in words; empty where both are the same run. */
export function outlineChanges(run: RunOutline, next: RunOutline): string[] {
  const changes: string[] = [];
  if (next.task !== run.task || next.sourceId !== run.sourceId || next.architecture !== run.architecture) {
    changes.push(next.source === null ? `${next.architecture} from random weights` : `starts from ${next.source}`);
  }
  if (next.corpusState !== run.corpusState) {
    changes.push(next.corpus === run.corpus ? `learns from ${next.corpus} as it is now` : `learns from ${next.corpus}`);
  }
  if (next.newCategories.join('\n') !== run.newCategories.join('\n') && next.source !== null) {
    changes.push(next.newCategories.length === 0 ? 'nothing new' : `new: ${namesOrCount(next.newCategories)}`);
  }
  if (next.seed !== run.seed) changes.push(`seed ${next.seed}`);
  if (next.vectors !== run.vectors) changes.push(next.vectors ? 'other word vectors' : 'no word vectors');
  const set = Object.entries(next.settings).filter(([key, value]) => run.settings[key as 'epochs'] !== value);
  if (set.length > 0) changes.push(set.length === 1 ? 'one other setting' : `${set.length} other settings`);
  if (changes.length === 0 && next.rest !== run.rest) changes.push('another set-up in Labels or Source');
  return changes;
}

const mostNamed = 3;
const longestNames = 48;

/** `Address, Phone`, or `14 categories` where the names would fill lines. */
export function namesOrCount(categories: readonly string[]): string {
  const names = categories.join(', ');
  const short = categories.length <= mostNamed && names.length <= longestNames;
  return short || categories.length === 1 ? names : `${categories.length} categories`;
}

/** Why training cannot start as it is set up, and where that is mended: the reason beside a Start that cannot be pressed. */
import type { CorpusSummary } from '../../../workers/protocol/engine.ts';
import type { Problem } from '../../../workers/protocol/errors.ts';
import type { ModelSummary } from '../../../workers/protocol/model.ts';
import { problemInPage } from '../../inPage.ts';
import { useCorpora, useSourceCorpora, useTargetCorpus } from '../../store/corpora.ts';
import { useSourceModel } from '../../store/models.ts';
import { useIsPretraining } from '../../store/pretraining.ts';
import { howOften, trialsToCome } from '../../store/repeating.ts';
import { faultyRange, type Searching } from '../../store/searchable.ts';
import { useSetup } from '../../store/setup.ts';
import { type JointSetup, jointObstacle } from './jointObstacle.ts';
import { type Obstacle, obstacle } from './oneObstacle.ts';

export interface StartSetup {
  readonly corpus: CorpusSummary | null;
  /** Files are being read, and may take the place of the corpus. */
  readonly importing: boolean;
  /** An encoder is being pretrained, and one thing is trained at a time. */
  readonly pretraining?: boolean;
  readonly source: ModelSummary | null;
  readonly adapting: boolean;
  /** Null where nothing is learned together. */
  readonly joint: JointSetup | null;
  readonly planProblem: Problem | null;
  readonly unfit: readonly string[];
  /** Which setting cannot be drawn as it stands, and why; null where there is none. */
  readonly faulty: string | null;
  /** How many different trials a search would have; null where there is none. */
  readonly trials: number | null;
}

/** Null where training can start, as far as the page knows. */
export function startObstacle({
  corpus,
  importing,
  pretraining,
  source,
  adapting,
  joint,
  planProblem,
  unfit,
  faulty,
  trials,
}: StartSetup): Obstacle | null {
  if (pretraining) {
    const remedy = 'Wait until it has ended, or stop it.';
    return obstacle('pretraining', 'An encoder is being pretrained.', remedy, 'source');
  }
  if (importing) return obstacle('importing', 'Files are being read.', 'Wait until the corpus is there.', 'corpus');
  if (!corpus) return obstacle('no-corpus', 'There is no corpus to learn from.', 'Choose or import one.', 'corpus');
  if (adapting && !source) {
    const remedy = 'Load or choose one, or train a source model from random weights.';
    return obstacle('no-source-model', 'There is no source model to adapt.', remedy, 'source');
  }
  for (const part of ['train', 'dev'] as const) {
    if (corpus.parts[part].sentences > 0) continue;
    const remedy = 'Import one file for all, which is then divided, or a file for this part.';
    return obstacle('empty-part', `${corpus.name} has no ${part} sentences.`, remedy, 'corpus');
  }
  const annotated = Object.values(corpus.parts.train.categories).some((spans) => spans > 0);
  if (!adapting && !annotated) {
    const message = `The training sentences of ${corpus.name} hold no annotation: there is nothing to learn.`;
    return obstacle('nothing-annotated', message, 'Choose another column of tags, or another file.', 'corpus');
  }
  if (faulty !== null) {
    const remedy = 'Write it otherwise, or do not search it, in the training settings.';
    return obstacle('faulty-range', faulty, remedy, 'train');
  }
  if (trials === 1) {
    const remedy = 'Tick something that is searched, or train once, in the training settings.';
    return obstacle('nothing-searched', 'The search has only one trial: it draws nothing.', remedy, 'train');
  }
  if (joint) return jointObstacle(corpus, joint);
  return adapting && planProblem ? { problem: problemInPage(planProblem), panel: 'labels', unfit } : null;
}

export function useStartObstacle(): Obstacle | null {
  const corpus = useTargetCorpus();
  const importing = useCorpora((state) => state.importing !== null);
  const pretraining = useIsPretraining();
  const source = useSourceModel();
  const adapting = useSetup(({ task }) => task === 'adapt');
  const planProblem = useSetup((state) => state.planProblem);
  const unfit = useSetup((state) => state.unfit);
  const joint = useJointSetup();
  const faulty = useSetup((setup) => (howOften(setup) === 'search' ? faultInWords(setup) : null));
  const trials = useSetup((setup) => (howOften(setup) === 'search' ? trialsToCome(setup) : null));
  return startObstacle({ corpus, importing, pretraining, source, adapting, joint, planProblem, unfit, faulty, trials });
}

function faultInWords(setup: Searching): string | null {
  const faulty = faultyRange(setup);
  return faulty && `The search cannot draw ${faulty.field.label} from “${faulty.written}”. ${faulty.fault}`;
}

function useJointSetup(): JointSetup | null {
  const sources = useSourceCorpora();
  const hasOthers = useCorpora(({ corpora }) => corpora.length > 1);
  const { task, joint, specification } = useSetup();
  return task === 'joint' ? { joint, specification, sources, hasOthers } : null;
}

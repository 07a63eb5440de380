/** Why training cannot start as it is set up, and where that is mended: the reason beside a Start that cannot be pressed. */
import type { CorpusSummary, ModelSummary } from '../../../workers/protocol/engine.ts';
import type { Problem } from '../../../workers/protocol/errors.ts';
import { problemInPage } from '../../inPage.ts';
import { useCorpora, useTargetCorpus } from '../../store/corpora.ts';
import { useSourceModel } from '../../store/models.ts';
import { useSetup } from '../../store/setup.ts';
import type { PanelName } from '../../store/view.ts';

export interface Obstacle {
  readonly problem: Problem;
  /** The panel in which it can be mended. */
  readonly panel: PanelName;
  /** New categories that can be taken back to mend it. */
  readonly unfit: readonly string[];
}

export interface StartSetup {
  readonly corpus: CorpusSummary | null;
  /** Files are being read, and may take the place of the corpus. */
  readonly importing: boolean;
  readonly source: ModelSummary | null;
  readonly adapting: boolean;
  readonly planProblem: Problem | null;
  readonly unfit: readonly string[];
}

function missing(code: string, message: string, remedy: string, panel: PanelName): Obstacle {
  return { problem: { code, message, remedy }, panel, unfit: [] };
}

/** Null where training can start, as far as the page knows. */
export function startObstacle({
  corpus,
  importing,
  source,
  adapting,
  planProblem,
  unfit,
}: StartSetup): Obstacle | null {
  if (importing) return missing('importing', 'Files are being read.', 'Wait until the corpus is there.', 'corpus');
  if (!corpus) return missing('no-corpus', 'There is no corpus to learn from.', 'Choose or import one.', 'corpus');
  if (adapting && !source) {
    const remedy = 'Load or choose one, or train a source model from random weights.';
    return missing('no-source-model', 'There is no source model to adapt.', remedy, 'source');
  }
  for (const part of ['train', 'dev'] as const) {
    if (corpus.parts[part].sentences > 0) continue;
    const remedy = 'Import one file for all, which is then divided, or a file for this part.';
    return missing('empty-part', `${corpus.name} has no ${part} sentences.`, remedy, 'corpus');
  }
  const annotated = Object.values(corpus.parts.train.categories).some((spans) => spans > 0);
  if (!adapting && !annotated) {
    const message = `The training sentences of ${corpus.name} hold no annotation: there is nothing to learn.`;
    return missing('nothing-annotated', message, 'Choose another column of tags, or another file.', 'corpus');
  }
  return adapting && planProblem ? { problem: problemInPage(planProblem), panel: 'labels', unfit } : null;
}

export function useStartObstacle(): Obstacle | null {
  const corpus = useTargetCorpus();
  const importing = useCorpora((state) => state.importing !== null);
  const source = useSourceModel();
  const adapting = useSetup(({ task }) => task === 'adapt');
  const planProblem = useSetup((state) => state.planProblem);
  const unfit = useSetup((state) => state.unfit);
  return startObstacle({ corpus, importing, source, adapting, planProblem, unfit });
}

/**
 * What a model learned from before it was adapted, and what was added: paper 1's Tables 3 to 5, as far as the session knows
 * it. A model's file does not hold how many examples of each category it learned from.
 */
import type { CorpusSummary } from '../../../workers/protocol/engine.ts';
import type { Scores } from '../../../workers/protocol/scores.ts';
import { wasTested } from '../../../workers/text/runResult.ts';
import { scoreOf } from '../../charts/scoreOf.ts';
import type { RunState } from '../../store/runState.ts';
import { transferScores } from './transferScores.ts';

export interface UpdateCount {
  readonly category: string;
  readonly isNew: boolean;
  /** Spans of the training sentences of the source model; null where they are not known. */
  readonly learnedBefore: number | null;
  readonly annotated: number | null;
  /** Labelled by the source model. */
  readonly pseudo: number;
  readonly tested: number | null;
  readonly before: number | null;
  readonly after: number | null;
}

/**
 * @param run a finished adaptation. @param madeSource the run that made its source model, if it was in this session.
 * @param corpora as they are now: counts of one that was changed since are not those of the run.
 */
export function updateCounts(
  run: RunState,
  madeSource: RunState | null,
  corpora: readonly CorpusSummary[],
): readonly UpdateCount[] {
  const { plan, result } = run;
  const before = madeSource ? trainingCounts(madeSource, corpora) : null;
  const tested: Scores | null = result && wasTested(result) ? result.tests.main : null;
  return transferScores(run)
    .rows.filter(({ kind }) => kind === 'category')
    .map((row) => ({
      category: row.name,
      isNew: row.isNew,
      learnedBefore: before && (before[row.name] ?? 0),
      annotated: plan?.categories.find(({ name }) => name === row.name)?.examples ?? null,
      pseudo: (result && Object.hasOwn(result.pseudoLabels, row.name) && result.pseudoLabels[row.name]) || 0,
      tested: tested && (scoreOf(tested, row.name)?.support ?? 0),
      before: row.before,
      after: row.after,
    }));
}

/** Of the target of a training that began with random weights; an adaptation's source learned from more than its target. */
function trainingCounts(
  { request }: RunState,
  corpora: readonly CorpusSummary[],
): Readonly<Record<string, number>> | null {
  const target = request?.corpora.target;
  if (!request || request.models.source) return null;
  const corpus = corpora.find(({ id, revision }) => id === target?.id && revision === target.revision);
  return corpus?.parts.train.categories ?? null;
}

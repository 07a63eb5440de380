/** What the score table shows of a run: its rows, and what they are of. */

import { useMemo } from 'react';
import { singleRunOf } from '../../../workers/protocol/configuration.ts';
import type { EpochRecord, RunResult } from '../../../workers/protocol/engine.ts';
import { counted } from '../../../workers/text/counted.ts';
import { comparisonStage, wasTested } from '../../../workers/text/runResult.ts';
import { percent } from '../../charts/figures.ts';
import { figureNames, type ScoreFigure } from '../../charts/scoreLines.ts';
import { listed } from '../../listed.ts';
import { useCorpora } from '../../store/corpora.ts';
import { sharedInWords } from '../../store/jointChoice.ts';
import type { RunOutline } from '../../store/outline.ts';
import { useShownRun } from '../../store/runs.ts';
import { scoreRows } from './scoreRows.ts';
import { optimizerLabel } from './settingsAdvice.ts';
import { bestRecord, type ShownStage, useRunFacts } from './shownRun.ts';

export type ScoredPart = 'test' | 'dev';

// The same each time, or the table would be drawn anew for nothing.
const bothParts: readonly ScoredPart[] = ['test', 'dev'];
const devAlone: readonly ScoredPart[] = ['dev'];

/** How the comparison was trained: it has settings of its own. */
function comparisonNote(result: RunResult | null): string | null {
  const stage = result && comparisonStage(result);
  if (!stage) return null;
  const { settings, records, bestEpoch, stopped } = stage;
  return `Random weights: ${optimizerLabel(settings)} at a rate of ${settings.learningRate}, ${counted(records.length, 'epoch')}, of which epoch ${bestEpoch} was the best.${stopped === 'by the user' ? ' It was stopped by you: it may not have learned all that it can.' : ''}`;
}

/** What was learned together, with how well the others are known where the model is kept. */
function togetherNote(outline: RunOutline | null, best: EpochRecord | undefined): string | null {
  if (!outline?.joint) return null;
  const scored = new Map(best?.sources?.map(({ corpus, dev }) => [corpus, dev.overall.f1]));
  const others = outline.together.map((name) => {
    const f1 = scored.get(name);
    return f1 === undefined ? name : `${name} (dev F1 ${percent(f1)})`;
  });
  return `Learned together with ${listed(others, 4)}, sharing ${sharedInWords(outline.joint.sharing)}.`;
}

/** Dev scores while the run goes; when it is over, test scores, or those of the dev sentences that the chart shows. */
export function useScoreTable(main: ShownStage, comparison: ShownStage, figure: ScoreFigure, wanted: ScoredPart) {
  const { categories, newCategories, sourceDev, result } = useRunFacts();
  const asked = useShownRun(({ request }) => {
    const run = request && singleRunOf(request.configuration);
    return run?.task === 'adapt' && run.adaptation.compareWithRandom;
  });
  const repeated = useShownRun(({ request }) => request !== null && 'run' in request.configuration);
  const outline = useShownRun((run) => run.outline);
  const joint = outline !== null && outline.joint !== null;
  const corpusId = useShownRun((run) => run.request?.corpora.target.id);
  const tags = useCorpora(({ corpora }) => corpora.find(({ id }) => id === corpusId)?.kind === 'tags');
  const best = bestRecord(main);
  const random = bestRecord(comparison);
  // A corpus may have no test sentences; then the best epoch's dev scores are all there is.
  const tests = result && wasTested(result) ? result.tests : null;
  const parts = tests ? bothParts : devAlone;
  const part = tests && wanted === 'test' ? 'test' : 'dev';
  const rows = useMemo(() => {
    const scores =
      tests && part === 'test'
        ? { before: tests.init ?? null, after: tests.main, random: tests.random ?? null }
        : { before: sourceDev, after: best?.dev ?? null, random: random?.dev ?? null };
    const all = scoreRows({ categories, newCategories, figure, ...scores });
    // Nothing was known before.
    return joint ? all.filter(({ kind }) => kind !== 'known') : all;
  }, [categories, newCategories, figure, tests, part, sourceDev, best, random, joint]);
  const figureName = figureNames[figure];
  const which = repeated && main.label ? `, ${main.label}` : '';
  const epoch = best ? `, ${result ? 'kept epoch' : 'best epoch so far'} (${best.epoch})` : '';
  return {
    rows,
    part,
    parts,
    figureName,
    caption: `${tags ? `${figureName} by tag and accuracy overall,` : figureName} on the ${part} sentences${which}${epoch}`,
    compared: sourceDev !== null || result?.tests.init !== undefined,
    withRandom: asked,
    /** What the run's own categories are called, and the others. */
    own: joint ? 'Of the target' : 'New',
    others: outline?.joint ? 'Of the other corpora' : sourceDev || result?.tests.init ? 'Known before' : 'Categories',
    note: togetherNote(outline, best) ?? comparisonNote(result),
  };
}

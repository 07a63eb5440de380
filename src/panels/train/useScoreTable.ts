/** What the score table shows of a run: its rows, and what they are of. */
import { useMemo } from 'react';
import { singleRunOf } from '../../../workers/protocol/configuration.ts';
import type { RunResult } from '../../../workers/protocol/engine.ts';
import { comparisonStage, wasTested } from '../../../workers/text/runResult.ts';
import { useCorpora } from '../../store/corpora.ts';
import { useShownRun } from '../../store/runs.ts';
import { scoreRows } from './scoreRows.ts';
import { optimizerLabel } from './settingsAdvice.ts';
import { bestRecord, type ShownStage, useRunFacts } from './shownRun.ts';

/** How the comparison was trained: it has settings of its own. */
function comparisonNote(result: RunResult | null): string | null {
  const stage = result && comparisonStage(result);
  if (!stage) return null;
  const { settings, records, bestEpoch, stopped } = stage;
  return `Rand: ${optimizerLabel(settings)} at a rate of ${settings.learningRate}, ${records.length} epochs, of which epoch ${bestEpoch} was the best.${stopped === 'by the user' ? ' It was stopped by you: it may not have learned all that it can.' : ''}`;
}

/** Dev scores while the run goes, test scores when it is over. */
export function useScoreTable(main: ShownStage, comparison: ShownStage) {
  const { categories, newCategories, sourceDev, result } = useRunFacts();
  const asked = useShownRun(({ request }) => {
    const run = request && singleRunOf(request.configuration);
    return run?.task === 'adapt' && run.adaptation.compareWithRandom;
  });
  const corpusId = useShownRun((run) => run.request?.corpora.target.id);
  const tags = useCorpora(({ corpora }) => corpora.find(({ id }) => id === corpusId)?.kind === 'tags');
  const best = bestRecord(main);
  // A corpus may have no test sentences; then the best epoch's dev scores are all there is.
  const tests = result && wasTested(result) ? result.tests : null;
  const [init = null, sub = null, random = null] = tests
    ? [tests.init, tests.main, tests.random]
    : [sourceDev, best?.dev, bestRecord(comparison)?.dev];
  const rows = useMemo(
    () => scoreRows({ categories, newCategories, init, sub, random }),
    [categories, newCategories, init, sub, random],
  );
  const where = tests ? 'on the test sentences' : 'on the dev sentences';
  const epoch = tests || !best ? '' : `, best epoch${result ? '' : ' so far'} (${best.epoch})`;
  return {
    rows,
    caption: `${tags ? 'F1 by tag and accuracy overall,' : 'F1'} ${where}${epoch}`,
    compared: sourceDev !== null || result?.tests.init !== undefined,
    withRandom: asked,
    note: comparisonNote(result),
  };
}

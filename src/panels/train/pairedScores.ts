/** The scores of one run, or of two beside each other: what it was worth that they were set up differently. */
import type { Scores } from '../../../workers/protocol/scores.ts';
import { wasTested } from '../../../workers/text/runResult.ts';
import { measured, scoreOf } from '../../charts/scoreOf.ts';
import { mainStageSoFar, type RunState } from '../../store/runState.ts';

/** On the dev sentences at the kept epoch, and on the test sentences. */
export function keptScores(run: RunState, part: 'dev' | 'test'): Scores | null {
  if (part === 'test') return run.result && wasTested(run.result) ? run.result.tests.main : null;
  const stage = mainStageSoFar(run);
  return stage?.records.find(({ epoch }) => epoch === stage.bestEpoch)?.dev ?? null;
}

/** Both have test scores, or those of the dev sentences are compared. */
export function commonPart(runs: readonly RunState[]): 'dev' | 'test' {
  return runs.every((run) => keptScores(run, 'test') !== null) ? 'test' : 'dev';
}

export interface PairedScore {
  readonly name: string;
  readonly kind: 'category' | 'overall';
  /** F1 in percent. */
  readonly values: readonly (number | null)[];
  /** The second less the first. */
  readonly difference: number | null;
}

/** F1 by category of one run, or of two with the difference, and overall. */
export function pairedScores(runs: readonly RunState[], part: 'dev' | 'test'): PairedScore[] {
  const scores = runs.map((run) => keptScores(run, part));
  const row = (name: string, kind: PairedScore['kind'], values: readonly (number | null)[]): PairedScore => {
    const [first = null, second = null] = values;
    return { name, kind, values, difference: first === null || second === null ? null : second - first };
  };
  // New ones first, as in the score table.
  const fresh = runs.flatMap((run) => run.newCategories);
  const categories = new Set([...fresh, ...runs.flatMap((run) => run.categories)]);
  const f1Of = (name: string) => scores.map((each) => measured(scoreOf(each, name))?.f1 ?? null);
  return [
    ...[...categories].map((name) => row(name, 'category', f1Of(name))),
    row(
      'Overall',
      'overall',
      scores.map((each) => measured(each?.overall)?.f1 ?? null),
    ),
  ];
}

/** Scores on other sentences cannot be held against each other as they stand. */
export function sameCorpus(one: RunState, other: RunState): boolean {
  const [a, b] = [one.request?.corpora.target, other.request?.corpora.target];
  return a?.id === b?.id && a?.revision === b?.revision;
}

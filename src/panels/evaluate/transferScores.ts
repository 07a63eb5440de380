/**
 * What paper 0 tells of an adaptation: F1 before, after, and of the same architecture from scratch (its Init, Sub and
 * Rand, Tables 3 and 4), and what the old categories lost (Table 5).
 */
import { type AdaptConfiguration, singleRunOf } from '../../../workers/protocol/configuration.ts';
import type { RunTests } from '../../../workers/protocol/engine.ts';
import type { Scores } from '../../../workers/protocol/scores.ts';
import { wasTested } from '../../../workers/text/runResult.ts';
import { comparisonStageSoFar, mainStageSoFar, type RunState, type StageState } from '../../store/runState.ts';
import { type ScoreRow, scoreRows } from '../train/scoreRows.ts';

export interface TransferScore extends Pick<ScoreRow, 'name' | 'kind' | 'isNew'> {
  /** F1 in percent; null where there is none. */
  readonly before: number | null;
  readonly after: number | null;
  readonly scratch: number | null;
  /** Before less after, of what the source model knew; below 0 it is a gain. */
  readonly loss: number | null;
}

export interface TransferScores {
  /** What the run's model is called. */
  readonly model: string;
  readonly corpus: string;
  readonly part: 'test' | 'dev';
  /** Of so many seeds these are the means. */
  readonly seeds: number;
  readonly rows: readonly TransferScore[];
  /** Whether the run had its comparison from random weights. */
  readonly compared: boolean;
}

/** What a finished run adapted; null where it did something else. */
export function adaptationIn({ request, result }: RunState): AdaptConfiguration | null {
  const configuration = request && result && singleRunOf(request.configuration);
  return configuration?.task === 'adapt' ? configuration : null;
}

interface Three {
  readonly before: Scores | null;
  readonly after: Scores | null;
  readonly random: Scores | null;
}

function ofTests({ init, main, random }: RunTests): Three {
  return { before: init ?? null, after: main, random: random ?? null };
}

function devOf(stage: StageState | null): Scores | null {
  return stage?.records.find(({ epoch }) => epoch === stage.bestEpoch)?.dev ?? null;
}

/** On the test sentences, of every seed; where there are none, on the dev sentences. */
function threes(run: RunState): readonly Three[] {
  const { request, result, sourceDev } = run;
  if (!result || !wasTested(result)) {
    return [{ before: sourceDev, after: devOf(mainStageSoFar(run)), random: devOf(comparisonStageSoFar(run)) }];
  }
  const repeated = request?.configuration.task === 'repeat' ? result.repetitions : [];
  return (repeated.length > 0 ? repeated.map(({ tests }) => tests) : [result.tests]).map(ofTests);
}

/** Of what there is; null where there is nothing. */
export function meanOf(values: readonly (number | null | undefined)[]): number | null {
  const known = values.filter((value) => typeof value === 'number');
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

/** @param run a finished adaptation. */
export function transferScores(run: RunState): TransferScores {
  const { categories, newCategories, result, outline } = run;
  const seeds = threes(run);
  const tables = seeds.map((three) => scoreRows({ categories, newCategories, figure: 'f1', ...three }));
  const rows = (tables[0] ?? []).map(({ name, kind, isNew }, place): TransferScore => {
    const mean = (key: 'before' | 'after' | 'random' | 'change') => meanOf(tables.map((table) => table[place]?.[key]));
    const change = mean('change');
    return {
      ...{ name, kind, isNew },
      before: mean('before'),
      after: mean('after'),
      scratch: mean('random'),
      loss: change === null ? null : -change,
    };
  });
  return {
    model: result?.model.name ?? '',
    corpus: outline?.corpus ?? '',
    part: result && wasTested(result) ? 'test' : 'dev',
    seeds: seeds.length,
    rows,
    compared: seeds.some(({ random }) => random !== null),
  };
}

/**
 * F1 on a target against how much of it is labelled, with transfer and without: paper 3's Figure 2, from the joint runs and
 * the trainings of this session. A line holds runs that differ in their labelling rate alone, or in their seed.
 */
import { singleRunOf } from '../../../workers/protocol/configuration.ts';
import type { CorpusReference } from '../../../workers/protocol/engine.ts';
import type { RateLine, RatePoint } from '../../charts/rateLines.ts';
import { sharingWords } from '../../store/jointChoice.ts';
import type { RunState } from '../../store/runState.ts';
import { commonPart, keptScores } from '../train/pairedScores.ts';
import { meanOf } from './transferScores.ts';

export interface LabellingRates {
  readonly part: 'test' | 'dev';
  /** Whether the figures are accuracies: the target has one tag a token. */
  readonly ofTags: boolean;
  readonly lines: readonly RateLine[];
}

/** What a run learned and how, as far as lines differ by it. */
interface RatedRun {
  readonly run: RunState;
  readonly rate: number;
  readonly way: RateLine['way'];
  readonly together: string;
  readonly architecture: string;
}

function rated(run: RunState, target: CorpusReference): RatedRun | null {
  const { request, result, outline } = run;
  const corpus = request?.corpora.target;
  if (!request || !result || corpus?.id !== target.id || corpus.revision !== target.revision) return null;
  const configuration = singleRunOf(request.configuration);
  if (configuration.task === 'adapt') return null;
  const { architecture } = configuration;
  if (configuration.task === 'train') {
    return { run, rate: configuration.labellingRate ?? 1, way: 'none', together: '', architecture };
  }
  const { rate, sharing } = configuration.joint;
  return { run, rate, way: sharing, together: outline?.together.join(' and ') ?? '', architecture };
}

/** The means over the seeds where the run was done with several. */
function f1Of(run: RunState, part: 'test' | 'dev'): number | null {
  const repeated = part === 'test' && run.request?.configuration.task === 'repeat' ? run.result?.repetitions : [];
  if (repeated && repeated.length > 0) return meanOf(repeated.map(({ tests }) => tests.main.overall.f1));
  return keptScores(run, part)?.overall.f1 ?? null;
}

function pointsOf(runs: readonly RatedRun[], part: 'test' | 'dev'): RatePoint[] {
  const rates = [...new Set(runs.map(({ rate }) => rate))].sort((one, other) => one - other);
  return rates.flatMap((rate) => {
    const values = runs.filter((each) => each.rate === rate).map(({ run }) => f1Of(run, part));
    const f1 = meanOf(values);
    return f1 === null ? [] : [{ rate, f1, runs: values.length }];
  });
}

const ways: readonly RateLine['way'][] = ['all', 'encoder', 'characters', 'none'];

/** @returns null where no joint run of this session had the target. */
export function labellingRates(runs: readonly RunState[], target: CorpusReference): LabellingRates | null {
  const found = runs.flatMap((run) => rated(run, target) ?? []);
  if (!found.some(({ way }) => way !== 'none')) return null;
  const part = commonPart(found.map(({ run }) => run));
  const several = (key: 'together' | 'architecture', of: readonly RatedRun[]) =>
    new Set(of.map((each) => each[key])).size > 1;
  const namesSources = several(
    'together',
    found.filter(({ way }) => way !== 'none'),
  );
  const namesArchitecture = several('architecture', found);
  const groups = new Map<string, RatedRun[]>();
  for (const each of found) {
    const key = JSON.stringify([each.way, each.together, each.architecture]);
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  const lines = [...groups.values()].flatMap((group): RateLine[] => {
    const [first] = group;
    const points = pointsOf(group, part);
    if (!first || points.length === 0) return [];
    const name = first.way === 'none' ? 'No transfer' : sharingWords[first.way].name;
    const sources = namesSources && first.way !== 'none' ? ` with ${first.together}` : '';
    return [{ way: first.way, name: `${name}${sources}${namesArchitecture ? `, ${first.architecture}` : ''}`, points }];
  });
  lines.sort((one, other) => ways.indexOf(one.way) - ways.indexOf(other.way));
  const ofTags = found.some(({ run }) => run.result?.model.kind === 'tags');
  return { part, ofTags, lines };
}

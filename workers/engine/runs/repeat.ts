/**
 * The same run several times: with several seeds, or with what a search drew. Each is as it would be by itself, and its
 * stages carry its seed or number; the model of the best dev score is kept.
 */
import type { ModelState } from '../../models/state.ts';
import type { RepeatConfiguration, SearchConfiguration, SingleConfiguration } from '../../protocol/configuration.ts';
import type { Repetition, StageResult } from '../../protocol/engine.ts';
import { GraftError } from '../../protocol/errors.ts';
import { createRandom } from '../../text/random.ts';
import { withTrial } from '../../text/randomSearch.ts';
import { repetitionScopes } from '../../text/repetitions.ts';
import { bestDevF1 } from '../../text/runResult.ts';
import { checkedRun } from './checks.ts';
import type { RunContext, RunOutcome } from './context.ts';
import { type RunCorpora, runOnce } from './once.ts';

/** One of the runs. */
interface Variant {
  readonly scope: string;
  readonly run: SingleConfiguration;
  readonly chosen?: Repetition['chosen'];
}

function variantsOf(configuration: RepeatConfiguration | SearchConfiguration): Variant[] {
  const scopes = repetitionScopes(configuration);
  const scope = (index: number) => scopes[index] as string;
  if (configuration.task === 'repeat') {
    const { run, seeds } = configuration;
    return seeds.map((seed, index) => ({ scope: scope(index), run: { ...run, seed } }));
  }
  const { run, trials } = configuration;
  return trials.map((chosen, index) => ({ scope: scope(index), run: checkedRun(withTrial(run, chosen)), chosen }));
}

/** @throws GraftError as the run itself does; where it is stopped, what is finished by then is kept. */
export async function repeatRun(
  context: RunContext,
  corpora: RunCorpora,
  source: ModelState | null,
  configuration: RepeatConfiguration | SearchConfiguration,
): Promise<RunOutcome> {
  const emit = withoutRepeats(context.emit);
  const repetitions: Repetition[] = [];
  const stages: StageResult[] = [];
  let best: RunOutcome | null = null;
  for (const { scope, run, chosen } of variantsOf(configuration)) {
    if (context.control.stopped && best) break;
    const { seed } = run;
    const scoped = { ...context, emit, random: createRandom(seed), scope };
    const outcome = await runOnce(scoped, corpora, source, run).catch((error: unknown) => {
      if (best && error instanceof GraftError && error.problem.code === 'run-stopped') return null;
      throw error;
    });
    if (!outcome) break;
    stages.push(...outcome.stages);
    const { stages: own, main, tests, yardstick, mixed, consulted } = outcome;
    const drawnBack = { ...(mixed && { mixed }), ...(consulted && { consulted }) };
    const said = { ...(yardstick && { yardstick }), ...drawnBack, ...(chosen && { chosen }) };
    repetitions.push({ seed, main, stages: own.map(({ id }) => id), tests, ...said });
    // The journal keeps the model of every one: a run that goes on tests it anew.
    if (!best || devF1(outcome) > devF1(best)) best = outcome;
  }
  return { ...(best as RunOutcome), stages, repetitions };
}

function devF1({ stages, main }: RunOutcome): number {
  return Math.max(...stages.filter(({ id }) => id === main).map(bestDevF1));
}

const toldOnce: ReadonlySet<string> = new Set(['started', 'scored', 'vectors', 'warning']);

/** What is the same for every run is told once: the start, the source's scores, the vectors, warnings beforehand. */
function withoutRepeats(emit: RunContext['emit']): RunContext['emit'] {
  const told = new Set<string>();
  return (event) => {
    if (toldOnce.has(event.type)) {
      const key = JSON.stringify(event);
      if (told.has(key)) return;
      told.add(key);
    }
    emit(event);
  };
}

/**
 * The same run with several seeds. Each is as it would be by itself, and its stages carry its seed; the model of the best
 * dev score is kept.
 */
import type { ModelState } from '../../models/state.ts';
import type { RepeatConfiguration } from '../../protocol/configuration.ts';
import type { Repetition, StageResult } from '../../protocol/engine.ts';
import { GraftError } from '../../protocol/errors.ts';
import { createRandom } from '../../text/random.ts';
import { bestDevF1 } from '../../text/runResult.ts';
import type { RunContext, RunOutcome } from './context.ts';
import { type RunCorpora, runOnce } from './once.ts';

/** @throws GraftError as the run itself does; where it is stopped, what is finished by then is kept. */
export async function repeatRun(
  context: RunContext,
  corpora: RunCorpora,
  source: ModelState | null,
  { run, seeds }: RepeatConfiguration,
): Promise<RunOutcome> {
  const emit = withoutRepeats(context.emit);
  const repetitions: Repetition[] = [];
  const stages: StageResult[] = [];
  let best: RunOutcome | null = null;
  for (const seed of seeds) {
    if (context.control.stopped && best) break;
    const scoped = { ...context, emit, random: createRandom(seed), scope: `seed ${seed}: ` };
    const outcome = await runOnce(scoped, corpora, source, { ...run, seed }).catch((error: unknown) => {
      if (best && error instanceof GraftError && error.problem.code === 'run-stopped') return null;
      throw error;
    });
    if (!outcome) break;
    stages.push(...outcome.stages);
    const { stages: own, main, tests } = outcome;
    repetitions.push({ seed, main, stages: own.map(({ id }) => id), tests });
    // The journal keeps the model of every seed: a run that goes on tests it anew.
    if (!best || devF1(outcome) > devF1(best)) best = outcome;
  }
  return { ...(best as RunOutcome), stages, repetitions };
}

function devF1({ stages, main }: RunOutcome): number {
  return Math.max(...stages.filter(({ id }) => id === main).map(bestDevF1));
}

const toldOnce: ReadonlySet<string> = new Set(['started', 'scored', 'vectors', 'warning']);

/** What is the same for every seed is told once: the start, the source's scores, the vectors, warnings beforehand. */
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

/** The runs of this session by their ids, and which of them is shown. What is shown goes only where a run really began. */
import { create } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { AdaptationPlan } from '../../workers/protocol/adaptationPlan.ts';
import { type AdaptationConfiguration, singleRunOf } from '../../workers/protocol/configuration.ts';
import type { CorpusSummary, RunEvent } from '../../workers/protocol/engine.ts';
import type { Problem } from '../../workers/protocol/errors.ts';
import { capitalised } from '../capitalised.ts';
import type { Progress } from '../engine/progress.ts';
import { useIsPretraining } from './pretraining.ts';
import {
  foldRunEvent,
  idleRun,
  latestStage,
  type RunState,
  type RunStatus,
  type StageState,
  scopesOf,
} from './runState.ts';

interface RunsState {
  readonly runs: Readonly<Record<string, RunState>>;
  readonly shownId: string | null;
  /** Which was shown when the last one began. */
  readonly before: string | null;
  /** Asked for, and not begun: it has no id yet. */
  readonly pending: RunState | null;
  /** What was refused: a start, a pause, a stop. */
  readonly problem: Problem | null;
  /** What came to nothing by the user's own wish. */
  readonly notice: Problem | null;
}

export const useRuns = create<RunsState>()(() => ({
  runs: {},
  shownId: null,
  before: null,
  pending: null,
  problem: null,
  notice: null,
}));

export function shownRun({ runs, shownId, pending }: RunsState): RunState {
  return pending ?? runs[shownId ?? ''] ?? idleRun;
}

export function useShownRun<Value>(select: (run: RunState) => Value): Value {
  return useRuns((state) => select(shownRun(state)));
}

export function isUnderWay(status: RunStatus): boolean {
  return status === 'starting' || status === 'running' || status === 'paused' || status === 'stopping';
}

/** Those that made a model, by their ids; the same ones while the steps of another come in. */
export function useFinishedRuns(): Readonly<Record<string, RunState>> {
  return useRuns(useShallow(({ runs }) => Object.fromEntries(Object.entries(runs).filter(([, { result }]) => result))));
}

/** While a run is under way, what it stands on must not be changed. */
export function useRunUnderWay(): boolean {
  const pretraining = useIsPretraining();
  return useShownRun(({ status }) => isUnderWay(status)) || pretraining;
}

/** Resolves at once, or when the run that is under way has ended. */
export function whenNoRunIsUnderWay(): Promise<void> {
  const isIdle = () => !isUnderWay(shownRun(useRuns.getState()).status);
  if (isIdle()) return Promise.resolve();
  return new Promise((resolve) => {
    const end = useRuns.subscribe(() => {
      if (!isIdle()) return;
      end();
      resolve();
    });
  });
}

/** The run of this session that a model came from. */
export function runThatMade({ runs }: RunsState, modelId: string | undefined): RunState | null {
  return Object.values(runs).find(({ result }) => result && result.model.id === modelId) ?? null;
}

/**
 * The adaptation by which a corpus was the target of a model, or of the source of one, in the last such run: what is found
 * out about the two later is held against the same annotations as the scores of the run. It holds as long as the corpus has the
 * categories of which it speaks, whatever was annotated since.
 */
export function adaptationOf(
  { runs }: Pick<RunsState, 'runs'>,
  modelId: string,
  corpus: Pick<CorpusSummary, 'id' | 'revision' | 'categories'>,
): AdaptationConfiguration | undefined {
  const run = Object.values(runs).findLast(({ request, result }) => {
    const target = request?.corpora.target;
    if (!result || target?.id !== corpus.id) return false;
    if (result.model.id !== modelId && request?.models.source !== modelId) return false;
    return target.revision === corpus.revision || hasCategoriesOf(adaptationIn(request), corpus);
  });
  return adaptationIn(run?.request ?? null);
}

function adaptationIn(request: RunState['request']): AdaptationConfiguration | undefined {
  const configuration = request && singleRunOf(request.configuration);
  return configuration?.task === 'adapt' ? configuration.adaptation : undefined;
}

function hasCategoriesOf(
  adaptation: AdaptationConfiguration | undefined,
  { categories }: Pick<CorpusSummary, 'categories'>,
): boolean {
  if (!adaptation) return false;
  const { categoryMap, newCategories } = adaptation;
  const mapped = categories.map((category) =>
    Object.hasOwn(categoryMap, category) ? categoryMap[category] : category,
  );
  return (
    Object.keys(categoryMap).every((category) => categories.includes(category)) &&
    newCategories.every((category) => mapped.includes(category))
  );
}

/** The pressed button, before the engine has answered. */
export function awaitRun(asked: Pick<RunState, 'request' | 'outline'>): void {
  useRuns.setState({ pending: { ...idleRun, ...asked, status: 'starting' }, problem: null, notice: null });
}

/** The run is begun once more, with what is known of it: its id goes with the trainer that had it. */
export function awaitAgain(id: string | null, why: Problem): void {
  useRuns.setState(({ runs, shownId, before, pending }) => {
    const { [id ?? '']: run = pending, ...others } = runs;
    if (!run) return {};
    const status = run.status === 'stopping' ? 'stopping' : 'starting';
    const shown = shownId === id ? before : shownId;
    return { runs: others, shownId: shown, pending: { ...run, status, warnings: [...run.warnings, why] } };
  });
}

/** What the run that is waited for will do to the output layer. */
export function keepPlan(plan: AdaptationPlan): void {
  useRuns.setState(({ pending }) => (pending ? { pending: { ...pending, plan } } : {}));
}

/** Several at once are one change of the page. */
export function takeRunEvents(events: readonly RunEvent[]): void {
  useRuns.setState((state) => events.reduce(withEvent, state));
}

function withEvent(state: RunsState, event: RunEvent): RunsState {
  const { runs, pending } = state;
  const id = event.runId;
  const known = runs[id];
  if (known) return { ...state, runs: { ...runs, [id]: foldRunEvent(known, event) } };
  if (!pending || event.type !== 'started') return state;
  return {
    ...state,
    runs: { ...runs, [id]: foldRunEvent(pending, event) },
    shownId: id,
    before: state.shownId,
    pending: null,
  };
}

/**
 * A run that ended without an epoch has nothing to show: it goes, and what was shown before it comes back.
 *
 * @param id null where the run was refused before it began.
 */
export function endRun(id: string | null, problem: Problem): void {
  useRuns.setState(({ runs, shownId: shown, before }) => {
    const { [id ?? '']: run, ...others } = runs;
    if (run?.stages.some(({ records }) => records.length > 0) && problem.code !== 'run-stopped') {
      return { runs: { ...runs, [id ?? '']: { ...run, status: 'failed', phase: null, problem } } };
    }
    const earlier = before !== null && before in others ? before : (Object.keys(others).at(-1) ?? null);
    // One that never began took nobody's place.
    const shownId = shown !== null && shown in others ? shown : earlier;
    return {
      runs: others,
      shownId,
      pending: null,
      ...(problem.code === 'run-stopped' ? { notice: problem } : { problem }),
    };
  });
}

/** Not while a run is under way: that one is what Pause and Stop speak of. */
export function showRun(id: string): void {
  useRuns.setState((state) =>
    isUnderWay(shownRun(state).status) || !(id in state.runs) ? {} : { shownId: id, problem: null, notice: null },
  );
}

export function dismissProblem(): void {
  useRuns.setState({ problem: null, notice: null });
}

/** From now on the run at hand is on its way to its end. */
export function markStopping(): void {
  useRuns.setState(({ runs, shownId, pending }) => {
    if (pending) return { pending: { ...pending, status: 'stopping' } };
    const run = runs[shownId ?? ''];
    return run ? { runs: { ...runs, [shownId ?? '']: { ...run, status: 'stopping' } } } : {};
  });
}

/** The stop was refused: the run goes on as it did. */
export function unmarkStopping(status: 'running' | 'paused'): void {
  useRuns.setState(({ runs, shownId }) => {
    const run = runs[shownId ?? ''];
    return run?.status === 'stopping' ? { runs: { ...runs, [shownId ?? '']: { ...run, status } } } : {};
  });
}

/** What a progress bar shows of the run; null when none is under way. */
export function runProgress(run: RunState): Progress | null {
  if (!isUnderWay(run.status)) return null;
  if (run.phase) return { ...run.phase, secondsLeft: null };
  const stage = latestStage(run);
  if (!stage) return { label: 'Starting', fraction: 0, secondsLeft: null };
  const { role, epoch, epochs, fraction, secondsLeft } = stage;
  const { place, label } = placeOf(stage, run);
  const what = [place, role === 'comparison' && 'for comparison', label].filter(Boolean).join(', ');
  return {
    label: capitalised(`${what && `${what}: `}epoch ${epoch} of ${epochs}`),
    fraction,
    secondsLeft: run.status === 'running' ? secondsLeft : null,
  };
}

/** Which seed or trial of how many a stage is of, where the run is repeated, and what it is called by itself. */
function placeOf({ id, label }: StageState, run: RunState): { readonly place: string; readonly label: string } {
  const scopes = scopesOf(run);
  const index = scopes.findIndex((scope) => id.startsWith(scope));
  const scope = scopes[index];
  if (scope === undefined) return { place: '', label };
  const name = scope.replace(/: $/, '');
  const order = name.startsWith('trial') ? `of ${scopes.length}` : `(${index + 1} of ${scopes.length})`;
  return { place: `${name} ${order}`, label: label.slice(scope.length) };
}

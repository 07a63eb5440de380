/** Asking the engine how two models differ, and calling it off. */
import type { PartName } from '../../workers/protocol/corpus.ts';
import type { CorpusSummary } from '../../workers/protocol/engine.ts';
import { problemFrom } from '../../workers/protocol/errors.ts';
import type { ModelSummary } from '../../workers/protocol/model.ts';
import { useComparison } from '../store/comparison.ts';
import { referenceTo } from '../store/corpora.ts';
import { adaptationOf, useRuns } from '../store/runs.ts';
import { timedProgress } from './progress.ts';
import { studio } from './studio.ts';

export interface ComparisonRequest {
  readonly a: ModelSummary;
  readonly b: ModelSummary;
  readonly corpus: CorpusSummary;
  readonly part: PartName;
  readonly samples: number;
}

/** The call under way. One that was called off no longer writes into the store. */
let latest: AbortController | null = null;

/** Compares; what comes of it, or why nothing did, stands in the store. */
export async function compareModels({ a, b, corpus, part, samples }: ComparisonRequest): Promise<void> {
  const call = new AbortController();
  latest = call;
  useComparison.setState({ problem: null, comparing: { label: 'Tagging', fraction: 0, secondsLeft: null } });
  const onProgress = timedProgress((comparing) => useComparison.setState({ comparing }), call.signal);
  try {
    const reference = referenceTo(corpus);
    const runs = useRuns.getState();
    const adaptation = adaptationOf(runs, b.id, corpus) ?? adaptationOf(runs, a.id, corpus);
    const options = { samples, ...(adaptation && { adaptation }) };
    const comparison = await studio().engine.compareModels(a.id, b.id, reference, part, options, onProgress);
    if (call.signal.aborted) return;
    const models = [a, b].map(({ name, categories }) => ({ name, categories })) as [ModelSummary, ModelSummary];
    const where = { corpus: corpus.name, ofTags: corpus.kind === 'tags', part, asInRun: adaptation !== undefined };
    useComparison.setState({ finished: { ...comparison, ...where, models } });
  } catch (thrown) {
    if (!call.signal.aborted) useComparison.setState({ problem: problemFrom(thrown) });
  } finally {
    if (!call.signal.aborted) useComparison.setState({ comparing: null });
    call.abort();
  }
}

/** What was shown before stays. */
export function stopComparing(): void {
  latest?.abort();
  useComparison.setState({ comparing: null });
  void studio()
    .engine.stopComparing()
    .catch((thrown) => useComparison.setState({ problem: problemFrom(thrown) }));
}

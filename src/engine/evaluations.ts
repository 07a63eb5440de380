/** Asking the engine how a model does. Answers are kept, so that going back and forth costs nothing. */
import type { PartName } from '../../workers/protocol/corpus.ts';
import type { CorpusSummary } from '../../workers/protocol/engine.ts';
import { problemFrom } from '../../workers/protocol/errors.ts';
import type { Evaluation } from '../../workers/protocol/evaluation.ts';
import { referenceTo } from '../store/corpora.ts';
import { evaluationKey, useEvaluation } from '../store/evaluation.ts';
import { adaptationOf, useRuns } from '../store/runs.ts';
import { timedProgress } from './progress.ts';
import { studio } from './studio.ts';

/** What is being found out, by the same keys: whoever asks meanwhile gets the same answer. */
const underWay = new Map<string, Promise<Evaluation | null>>();

/** Evaluates, or recalls what an earlier call found. Null when it failed; the store says why. */
export async function evaluateModel(
  modelId: string,
  corpus: CorpusSummary,
  part: PartName,
): Promise<Evaluation | null> {
  const key = evaluationKey(modelId, corpus, part);
  const known = useEvaluation.getState().evaluations[key];
  if (known) return known;
  const asked = underWay.get(key) ?? askEngine(key, modelId, corpus, part);
  underWay.set(key, asked);
  return asked;
}

async function askEngine(
  key: string,
  modelId: string,
  corpus: CorpusSummary,
  part: PartName,
): Promise<Evaluation | null> {
  useEvaluation.setState({ problem: null, evaluating: { label: 'Tagging', fraction: 0, secondsLeft: null } });
  const call = new AbortController();
  const onProgress = timedProgress((evaluating) => useEvaluation.setState({ evaluating }), call.signal);
  try {
    const adaptation = adaptationOf(useRuns.getState(), modelId, corpus);
    const evaluation = await studio().engine.evaluate(modelId, referenceTo(corpus), part, onProgress, adaptation);
    useEvaluation.setState(({ evaluations }) => ({ evaluations: { ...evaluations, [key]: evaluation } }));
    return evaluation;
  } catch (thrown) {
    useEvaluation.setState({ problem: problemFrom(thrown) });
    return null;
  } finally {
    call.abort();
    underWay.delete(key);
    // Another one may go on.
    if (underWay.size === 0) useEvaluation.setState({ evaluating: null });
  }
}

/** Asking the source model what it calls the target's categories that it does not know, as long as somebody looks. */
import type { CorpusSummary } from '../../workers/protocol/engine.ts';
import type { ModelSummary } from '../../workers/protocol/model.ts';
import { referenceTo } from '../store/corpora.ts';
import { likenessesKey, useLikenesses } from '../store/likenesses.ts';
import { timedProgress } from './progress.ts';
import { studio } from './studio.ts';

/**
 * Begins to find it out, unless it is known. What goes wrong is not told: these are proposals, and a run that the same would
 * happen to says so.
 * @returns a function that ends it.
 */
export function askLikenesses(model: ModelSummary, corpus: CorpusSummary): () => void {
  const of = likenessesKey(model, corpus);
  const asks =
    model.kind === 'spans' &&
    corpus.kind === 'spans' &&
    corpus.categories.some((category) => !model.categories.includes(category));
  if (!asks || useLikenesses.getState().of === of) return () => {};
  const call = new AbortController();
  const { engine } = studio();
  useLikenesses.setState({ working: 0 });
  const onProgress = timedProgress(({ fraction }) => useLikenesses.setState({ working: fraction }), call.signal);
  void engine
    .likenesses(model.id, referenceTo(corpus), onProgress)
    .then((likenesses) => {
      if (!call.signal.aborted) useLikenesses.setState({ of, likenesses });
    })
    .catch(() => {})
    .finally(() => {
      if (!call.signal.aborted) useLikenesses.setState({ working: null });
      call.abort();
    });
  return () => {
    if (call.signal.aborted) return;
    call.abort();
    useLikenesses.setState({ working: null });
    void engine.stopLikenesses().catch(() => {});
  };
}

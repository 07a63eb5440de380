/** Through which documents the annotator goes, and in which order: as the trainer works it out, by what it suggested. */
import type { CorpusSummary } from '../../workers/protocol/engine.ts';
import { problemFrom } from '../../workers/protocol/errors.ts';
import type { DocumentOrder } from '../../workers/protocol/suggestions.ts';
import { adviceOn, type OrderAdvice } from '../../workers/text/orderAdvice.ts';
import { setFilters, useAnnotating } from '../store/annotating.ts';
import { referenceTo } from '../store/corpora.ts';
import { useSetup } from '../store/setup.ts';
import { useSuggesting } from '../store/suggesting.ts';
import { submittedOf } from './adapting.ts';
import { studio } from './studio.ts';

export interface OrderNow {
  /** As documents are gone through. */
  readonly order: DocumentOrder;
  readonly advice: OrderAdvice;
}

/** Doubts that mean nothing yet are not gone by: a random order takes their place. */
export function orderNow(corpus: CorpusSummary): OrderNow {
  const { order, report } = useSuggesting.getState();
  const advice = adviceOn(report, submittedOf(corpus));
  const isByDoubt = order === 'uncertainty' || order === 'diversity';
  return { order: isByDoubt && !advice.means ? 'random' : order, advice };
}

/** The call whose answer is waited for. */
let latest: object | null = null;

/** Puts the documents into the order that was chosen; which one is open stays. */
export async function putInOrder(corpus: CorpusSummary): Promise<void> {
  const call = {};
  latest = call;
  const { order } = orderNow(corpus);
  const { finding, threshold, report } = useSuggesting.getState();
  const { corpusId, part, filters } = useAnnotating.getState();
  const isStill = () => {
    const now = useAnnotating.getState();
    return latest === call && now.corpusId === corpusId && now.part === part;
  };
  // Nothing is found as long as nothing is tagged.
  const wanted = report ? finding : null;
  if (order === 'given' && !wanted) {
    if (filters.among) setFilters({ among: undefined });
    useAnnotating.setState({ order: null });
    return;
  }
  try {
    const { seed } = useSetup.getState();
    const { engine } = studio();
    const reference = referenceTo(corpus);
    const ids = order === 'given' ? null : await engine.documentOrder(reference, part, order, seed);
    const found = wanted && (await engine.documentsFound(reference, part, wanted, threshold));
    // Ids are of a part of a corpus; and a later choice goes before an answer that comes late.
    if (!isStill()) return;
    useAnnotating.setState({ order: ids });
    setFilters({ among: inBoth(order === 'disagreement' ? ids : null, found) });
  } catch (thrown) {
    if (isStill()) useSuggesting.setState({ problem: problemFrom(thrown) });
  }
}

/** Undefined where neither narrows anything down. */
function inBoth(one: readonly string[] | null, other: readonly string[] | null): readonly string[] | undefined {
  if (!one || !other) return one ?? other ?? undefined;
  const ids = new Set(other);
  return one.filter((id) => ids.has(id));
}

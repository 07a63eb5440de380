/** Asking the corpus worker how far two annotators agree, and for the corpus of what was decided. */
import type { CorpusSummary } from '../../workers/protocol/engine.ts';
import { problemFrom } from '../../workers/protocol/errors.ts';
import { chooseAnnotators, useAgreement } from '../store/agreement.ts';
import { keepCorpus } from '../store/corpora.ts';
import { showPanel } from '../store/view.ts';
import { studio } from './studio.ts';

/** Tells corpora as they are now from what they were. */
export const stateOf = (...corpora: readonly CorpusSummary[]) =>
  corpora.map(({ id, revision }) => `${id} ${revision}`).join(', ');

/** What comes of it, or why nothing did, stands in the store. */
export async function measureAgreement(a: CorpusSummary, b: CorpusSummary): Promise<void> {
  // Where nobody chose, or one of them is gone, the page takes others.
  chooseAnnotators({ a: a.id, b: b.id });
  useAgreement.setState({ problem: null, measuring: true });
  try {
    const agreement = await studio().corpora.agreement(a.id, b.id);
    const measured = { ...agreement, of: stateOf(a, b), names: [a.name, b.name] as const };
    useAgreement.setState({ measured, at: 0 });
  } catch (thrown) {
    useAgreement.setState({ problem: problemFrom(thrown), measured: null });
  } finally {
    useAgreement.setState({ measuring: false });
  }
}

/** Makes a corpus of the documents in which all is decided, and shows it. */
export async function makeAdjudicated(a: CorpusSummary, b: CorpusSummary): Promise<void> {
  useAgreement.setState({ problem: null });
  try {
    const { decided } = useAgreement.getState();
    keepCorpus(await studio().corpora.adjudicate(a.id, b.id, decided, `${a.name} and ${b.name}, decided`));
    showPanel('corpus');
  } catch (thrown) {
    useAgreement.setState({ problem: problemFrom(thrown) });
  }
}

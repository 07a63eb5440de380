/** From elsewhere to one document in Annotate. */
import { partNames } from '../../workers/protocol/corpus.ts';
import type { CorpusSummary } from '../../workers/protocol/engine.ts';
import { useAnnotating } from '../store/annotating.ts';
import { setTarget } from '../store/corpora.ts';
import { showPanel } from '../store/view.ts';
import { openDocument } from './annotating.ts';
import { studio } from './studio.ts';

/** Shows the document in Annotate; where it is gone, the panel begins as it does. */
export async function openInAnnotate(corpus: CorpusSummary, documentId: string): Promise<void> {
  setTarget(corpus.id);
  if (useAnnotating.getState().corpusId !== corpus.id) {
    useAnnotating.setState({ ...useAnnotating.getInitialState() });
  }
  for (const part of partNames) {
    const asked = { part, at: documentId, offset: 0, limit: 0 };
    const { at } = await studio().corpora.documents(corpus.id, asked);
    if (!at) continue;
    await openDocument(corpus, part, documentId);
    break;
  }
  showPanel('annotate');
}

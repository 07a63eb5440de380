/** From elsewhere to one document in Annotate, and to a place in it. */
import { type Document, type PartName, partNames } from '../../workers/protocol/corpus.ts';
import type { CorpusSummary } from '../../workers/protocol/engine.ts';
import { problemFrom } from '../../workers/protocol/errors.ts';
import type { Stretch } from '../../workers/text/annotation.ts';
import { allSpans } from '../../workers/text/spans.ts';
import { tokenEndingAfter, tokenTable } from '../../workers/text/tokenTable.ts';
import { select, useAnnotating } from '../store/annotating.ts';
import { setTarget } from '../store/corpora.ts';
import { showPanel } from '../store/view.ts';
import { openDocument, takeUp } from './annotating.ts';
import { studio } from './studio.ts';

/** What is looked for. Ids are of a part: another part may have a document of the same. */
export interface DocumentPlace {
  readonly documentId: string;
  /** In which it is looked for first; absent where that is not known. */
  readonly part?: PartName;
  /** What is selected. */
  readonly stretch?: Stretch;
  /** Of the span that is taken at hand, where one of it stands there. */
  readonly category?: string;
}

/** Shows the document in Annotate; where it is gone, the panel begins as it does. */
export async function openInAnnotate(corpus: CorpusSummary, place: DocumentPlace): Promise<void> {
  setTarget(corpus.id);
  try {
    await takeUp(corpus);
    const found = await findDocument(corpus, place, () => true);
    if (found) await openAt(corpus, found.part, place);
  } catch (thrown) {
    useAnnotating.setState({ problem: problemFrom(thrown) });
  }
  showPanel('annotate');
}

/** Opens it with the caret at the place. */
export async function openAt(corpus: CorpusSummary, part: PartName, place: DocumentPlace): Promise<void> {
  await openDocument(corpus, part, place.documentId);
  const { document } = useAnnotating.getState();
  const { stretch, category } = place;
  if (document?.id !== place.documentId || !stretch) return;
  const table = tokenTable(document);
  const [anchor, caret] = [tokenEndingAfter(table, stretch.start), tokenEndingAfter(table, stretch.end - 1)];
  const span = allSpans(document).find(
    (each) => each.start === stretch.start && each.end === stretch.end && each.category === category,
  );
  select(span ? { anchor: caret, caret } : { anchor, caret }, span ?? null);
}

/** @param isIt of several of the same id, which is meant. Null where there is none. */
export async function findDocument(
  { id }: CorpusSummary,
  { part, documentId }: DocumentPlace,
  isIt: (document: Document) => boolean,
): Promise<{ part: PartName; document: Document } | null> {
  const { corpora } = studio();
  for (const each of part ? [part, ...partNames.filter((other) => other !== part)] : partNames) {
    const { at } = await corpora.documents(id, { part: each, at: documentId, offset: 0, limit: 0 });
    const document = at && (await corpora.document(id, each, documentId));
    if (document && isIt(document)) return { part: each, document };
  }
  return null;
}

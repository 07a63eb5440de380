/**
 * Annotating, between page and corpus worker: documents are opened one at a time, and each edit is written to the corpus at once,
 * one after another. Where the corpus refuses one, the document is again what the corpus holds.
 */
import { type Document, type PartName, partNames } from '../../workers/protocol/corpus.ts';
import type { CorpusReference, CorpusSummary } from '../../workers/protocol/engine.ts';
import { problemFrom } from '../../workers/protocol/errors.ts';
import { lookedForIn } from '../../workers/text/annotation.ts';
import { allSpans } from '../../workers/text/spans.ts';
import { categoriesAtHand, type Edit, keepEdit, useAnnotating } from '../store/annotating.ts';
import { updateCorpus } from '../store/corpora.ts';
import { studio } from './studio.ts';

/** Edits reach the worker in the order in which they were made. */
let last: Promise<void> = Promise.resolve();

/** Opens the document at this place of a part; the last one where there is none. */
export async function openDocument({ id, revision }: CorpusReference, part: PartName, place: number): Promise<void> {
  await last;
  const { corpora } = studio();
  try {
    const asked = await corpora.documents(id, { part, offset: place, limit: 1 });
    const { total } = asked;
    const found =
      asked.documents[0] ?? (await corpora.documents(id, { part, offset: total - 1, limit: 1 })).documents[0];
    const document = found ? await corpora.document(id, part, found.id) : null;
    useAnnotating.setState({
      ...{ corpusId: id, revision, part, total, document, place: found?.place ?? 0 },
      ...{ selection: null, span: null, problem: null },
    });
  } catch (thrown) {
    useAnnotating.setState({ problem: problemFrom(thrown) });
  }
}

/**
 * Begins with another corpus, or goes on where this one was changed elsewhere, as by renamed categories: what was read of it and what
 * could be undone are of its earlier state, and would bring that back.
 */
export async function takeUp(corpus: CorpusSummary): Promise<void> {
  const { corpusId, revision, part, place, saving } = useAnnotating.getState();
  // An edit of ours that is on its way makes a revision of its own.
  if (corpusId === corpus.id && (revision === corpus.revision || saving)) return;
  if (corpusId === corpus.id) {
    useAnnotating.setState({ undo: [], redo: [] });
    return openDocument(corpus, part, place);
  }
  useAnnotating.setState({ ...useAnnotating.getInitialState() });
  return openDocument(corpus, partNames.find((name) => corpus.parts[name].documents > 0) ?? 'train', 0);
}

/** The next document, or the one before; with `unfinishedOnly` the next in which something is to be looked for. */
export async function goOn(by: 1 | -1): Promise<void> {
  await last;
  const { corpusId, revision, part, place, total, unfinishedOnly } = useAnnotating.getState();
  if (corpusId === null) return;
  const found = unfinishedOnly ? await unfinishedFrom(corpusId, part, place, by) : place + by;
  if (found !== null && found >= 0 && found < total) await openDocument({ id: corpusId, revision }, part, found);
}

/** Null where there is none that way. */
async function unfinishedFrom(corpusId: string, part: PartName, place: number, by: 1 | -1): Promise<number | null> {
  const { documents } = await studio().corpora.documents(corpusId, {
    ...{ part, unfinished: true, offset: 0, limit: Number.MAX_SAFE_INTEGER },
  });
  const places = documents.map((document) => document.place);
  return (by > 0 ? places.find((each) => each > place) : places.findLast((each) => each < place)) ?? null;
}

/** Puts the document in the place of the one that is open. */
export function edit(after: Document, label: string): void {
  const { document: before, part } = useAnnotating.getState();
  if (!before || after === before) return;
  keepEdit({ part, before, after, label });
  useAnnotating.setState({ document: after });
  write(part, after);
}

export function undoEdit(): void {
  const { undo, redo } = useAnnotating.getState();
  const edited = undo.at(-1);
  if (!edited) return;
  useAnnotating.setState({ undo: undo.slice(0, -1), redo: [...redo, edited] });
  void show(edited, edited.before);
}

export function redoEdit(): void {
  const { undo, redo } = useAnnotating.getState();
  const edited = redo.at(-1);
  if (!edited) return;
  useAnnotating.setState({ redo: redo.slice(0, -1), undo: [...undo, edited] });
  void show(edited, edited.after);
}

/** A document as an undo or a redo makes it; it is opened where another one is. */
async function show({ part }: Edit, document: Document): Promise<void> {
  write(part, document);
  const state = useAnnotating.getState();
  if (state.part === part && state.document?.id === document.id) {
    useAnnotating.setState({ document, selection: null, span: null });
    return;
  }
  const { corpusId } = state;
  if (corpusId === null) return;
  await last;
  const { revision } = useAnnotating.getState();
  const all = { part, offset: 0, limit: Number.MAX_SAFE_INTEGER };
  const { documents } = await studio().corpora.documents(corpusId, all);
  const place = documents.find(({ id }) => id === document.id)?.place;
  if (place !== undefined) await openDocument({ id: corpusId, revision }, part, place);
}

/** Says that all categories at hand were looked for, but for those that are passed over, and goes on. */
export async function submitAndGoOn(corpus: CorpusSummary): Promise<void> {
  const { document, passedOver, added } = useAnnotating.getState();
  if (!document) return;
  const categories = categoriesAtHand(corpus.categories, { added });
  const before = lookedForIn(document, corpus.categories);
  const isLookedFor = (category: string) =>
    !passedOver.includes(category) || before.includes(category) || holds(document, category);
  const looked = categories.filter(isLookedFor);
  const isSame = looked.length === before.length && looked.every((category) => before.includes(category));
  // What was submitted so before is only left.
  if (!isSame) edit({ ...document, annotated: looked }, 'submit');
  await goOn(1);
}

const holds = (document: Document, category: string) => allSpans(document).some((span) => span.category === category);

function write(part: PartName, document: Document): void {
  const { corpusId } = useAnnotating.getState();
  if (corpusId === null) return;
  useAnnotating.setState({ saving: true });
  const writing = last.then(async () => {
    try {
      const corpus = await studio().corpora.replaceDocument(corpusId, part, document);
      useAnnotating.setState({ revision: corpus.revision });
      updateCorpus(corpus);
    } catch (thrown) {
      useAnnotating.setState({ problem: problemFrom(thrown) });
      await takeFromCorpus(corpusId, part, document.id);
    }
  });
  last = writing;
  void writing.then(() => {
    if (last === writing) useAnnotating.setState({ saving: false });
  });
}

/** The open document as the corpus has it. */
async function takeFromCorpus(corpusId: string, part: PartName, id: string): Promise<void> {
  const document = await studio()
    .corpora.document(corpusId, part, id)
    .catch(() => null);
  const open = useAnnotating.getState().document;
  if (document && open?.id === id) useAnnotating.setState({ document, selection: null, span: null });
}

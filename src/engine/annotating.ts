/**
 * Annotating, between page and corpus worker: documents are opened one at a time, and each edit is written to the corpus at once,
 * one after another. Where the corpus refuses one, the document is again what the corpus holds.
 */
import { type Document, type PartName, partNames, type Span } from '../../workers/protocol/corpus.ts';
import type { DocumentChange, DocumentQuery, DocumentStanding } from '../../workers/protocol/documents.ts';
import type { CorpusReference, CorpusSummary } from '../../workers/protocol/engine.ts';
import { GraftError, problemFrom } from '../../workers/protocol/errors.ts';
import { lookedForIn } from '../../workers/text/annotation.ts';
import { allSpans } from '../../workers/text/spans.ts';
import { tokenEndingAfter, tokenTable } from '../../workers/text/tokenTable.ts';
import {
  addCategories,
  type Change,
  categoriesAtHand,
  type Edit,
  keepEdit,
  useAnnotating,
} from '../store/annotating.ts';
import { updateCorpus, useCorpora } from '../store/corpora.ts';
import { studio } from './studio.ts';

/** Edits reach the worker in the order in which they were made. */
let last: Promise<void> = Promise.resolve();

/** Sentences of which the corpus may have other tokens by now, since a span was marked within one of theirs. */
const cutElsewhere = new WeakSet<Document['sentences']>();

/**
 * The document as it travels. A long one is mostly tokens, and takes the page half a second to hand over; where all spans begin and
 * end with tokens the corpus has the same ones.
 */
function inShort(document: Document): DocumentChange['document'] {
  const { text: _, sentences, ...annotation } = document;
  if (!allSpans(document).every((span) => isOnTokens(document, span))) cutElsewhere.add(sentences);
  return cutElsewhere.has(sentences) ? document : annotation;
}

function isOnTokens(document: Document, { start, end }: Span): boolean {
  const table = tokenTable(document);
  const [first, after] = [tokenEndingAfter(table, start), tokenEndingAfter(table, end - 1)];
  return table.tokens[first]?.start === start && table.tokens[after]?.end === end;
}

/** The documents that are gone through, as the worker is asked for them. */
export function listQuery(): Omit<DocumentQuery, 'offset' | 'limit'> {
  const { part, filters, order } = useAnnotating.getState();
  return { part, ...filters, ...(order && { order }) };
}

/** @param id null for the first that is gone through, or of the part where none is. */
export async function openDocument(
  { id: corpusId, revision }: CorpusReference,
  part: PartName,
  id: string | null,
): Promise<void> {
  await last;
  const { corpora } = studio();
  try {
    const wanted = id ?? (await firstOf(corpusId, part));
    const page = wanted === null ? null : await corpora.documents(corpusId, { part, at: wanted, offset: 0, limit: 0 });
    const document = wanted === null ? null : await corpora.document(corpusId, part, wanted);
    // Part and document change together: an edit that is made meanwhile is of the document before, and of its part.
    useAnnotating.setState({
      ...{ corpusId, revision, part, document, place: page?.at?.place ?? 0 },
      ...{ selection: null, span: null, preview: null, told: '', problem: null },
    });
  } catch (thrown) {
    useAnnotating.setState({ problem: problemFrom(thrown) });
  }
}

/** Where a document stands among those that are gone through; null where it is not among them. */
export async function placeInList(corpusId: string, id: string): Promise<number | null> {
  await last;
  const query = { ...listQuery(), at: id, offset: 0, limit: 0 };
  const page = await studio()
    .corpora.documents(corpusId, query)
    .catch(() => null);
  return page?.at?.listed ? page.at.before : null;
}

async function firstOf(corpusId: string, part: PartName): Promise<string | null> {
  const first = async (query: Omit<DocumentQuery, 'offset' | 'limit'>) =>
    (await studio().corpora.documents(corpusId, { ...query, offset: 0, limit: 1 })).documents[0]?.id;
  return (await first({ ...listQuery(), part })) ?? (await first({ part })) ?? null;
}

/**
 * Begins with another corpus, or goes on where this one was changed elsewhere, as by renamed categories: what was read of it and what
 * could be undone are of its earlier state, and would bring that back.
 */
export async function takeUp(corpus: CorpusSummary): Promise<void> {
  const { corpusId, revision, part, document, saving } = useAnnotating.getState();
  // An edit of ours that is on its way makes a revision of its own.
  if (corpusId === corpus.id && (revision === corpus.revision || saving)) return;
  if (corpusId !== corpus.id) {
    useAnnotating.setState({ ...useAnnotating.getInitialState() });
    return openDocument(corpus, partNames.find((name) => corpus.parts[name].documents > 0) ?? 'train', null);
  }
  useAnnotating.setState({ undo: [], redo: [] });
  const isThere =
    document && (await studio().corpora.documents(corpus.id, { part, at: document.id, offset: 0, limit: 0 })).at;
  return openDocument(corpus, part, isThere ? document.id : null);
}

/**
 * The next of the documents that are gone through, or the one before.
 * @param passes what is passed over on the way.
 */
export async function goOn(by: 1 | -1, passes?: DocumentStanding): Promise<void> {
  await last;
  const { corpusId, revision, part, document } = useAnnotating.getState();
  if (corpusId === null || !document) return;
  const query = listQuery();
  const { corpora } = studio();
  try {
    const { at, total } = await corpora.documents(corpusId, { ...query, at: document.id, offset: 0, limit: 0 });
    let next = by < 0 ? (at?.before ?? 0) - 1 : (at?.before ?? 0) + (at?.listed ? 1 : 0);
    for (; next >= 0 && next < total; next += by) {
      const [found] = (await corpora.documents(corpusId, { ...query, offset: next, limit: 1 })).documents;
      if (!found || found.standing === passes) continue;
      return await openDocument({ id: corpusId, revision }, part, found.id);
    }
    useAnnotating.setState({ told: by > 0 ? 'No document follows.' : 'No document comes before.' });
  } catch (thrown) {
    useAnnotating.setState({ problem: problemFrom(thrown) });
  }
}

/** Puts the document in the place of the one that is open. Whatever it was, it is a draft until it is submitted. */
export function edit(after: Document, label: string): void {
  const { document: before, part } = useAnnotating.getState();
  if (!before || after === before) return;
  editDocuments([{ part, before, after: { ...after, status: 'draft' } }], label);
}

/**
 * Changes documents as they are given, in one step that is undone as one: what a model does to several, and what keeps or changes
 * their status.
 */
export function editDocuments(changes: readonly Change[], label: string): void {
  if (changes.length === 0) return;
  const { corpusId } = useAnnotating.getState();
  const corpus = useCorpora.getState().corpora.find(({ id }) => id === corpusId);
  const named = changes.flatMap(({ after }) => allSpans(after).map(({ category }) => category));
  addCategories(corpus?.categories ?? [], named);
  keepEdit({ changes, label });
  showChanged(changes.map(({ part, after }) => ({ part, document: after })));
  write(changes.map(({ part, after }) => ({ part, document: after })));
}

/** What is written to a corpus while something is worked out. */
interface Written {
  readonly corpusId: string;
  /** Documents, by part and id. */
  readonly documents: Set<string>;
  /** Of the corpus, as the last write left it. */
  revision: number;
}
const watching = new Set<Written>();

const keyOf = (part: PartName, { id }: Pick<Document, 'id'>) => JSON.stringify([part, id]);

/**
 * Changes documents after long reading, as one step. What was edited meanwhile is left as it is. Nothing is done where another corpus
 * was opened meanwhile.
 * @param read says what is to be changed, by documents as they were when it read them.
 * @returns what was changed.
 * @throws GraftError where the corpus was changed elsewhere, as by renamed categories: what was read would bring the old names back.
 */
export async function editAfterReading(
  corpusId: string,
  read: () => Promise<readonly Change[]>,
  label: (changes: readonly Change[]) => string,
): Promise<readonly Change[]> {
  await written();
  const revisionNow = () => useCorpora.getState().corpora.find(({ id }) => id === corpusId)?.revision;
  const meanwhile: Written = { corpusId, documents: new Set(), revision: revisionNow() ?? 0 };
  watching.add(meanwhile);
  try {
    const changes = await read();
    await written();
    if (useAnnotating.getState().corpusId !== corpusId) return [];
    if (revisionNow() !== meanwhile.revision) throw changedElsewhere();
    const left = changes.filter(({ part, before }) => !meanwhile.documents.has(keyOf(part, before)));
    editDocuments(left, label(left));
    return left;
  } finally {
    watching.delete(meanwhile);
  }
}

/** Resolves when all edits have reached the corpus, those too that are made until then. */
export async function written(): Promise<void> {
  let awaited: Promise<void> | null = null;
  while (awaited !== last) {
    awaited = last;
    await awaited;
  }
}

function changedElsewhere(): GraftError {
  return new GraftError({
    code: 'corpus-changed-meanwhile',
    message: 'The corpus was changed while its documents were read: nothing was done.',
    remedy: 'Do it once more.',
  });
}

export function undoEdit(): void {
  const { undo, redo } = useAnnotating.getState();
  const edited = undo.at(-1);
  if (!edited) return;
  useAnnotating.setState({ undo: undo.slice(0, -1), redo: [...redo, edited] });
  void restore(edited, 'before');
}

export function redoEdit(): void {
  const { undo, redo } = useAnnotating.getState();
  const edited = redo.at(-1);
  if (!edited) return;
  useAnnotating.setState({ redo: redo.slice(0, -1), undo: [...undo, edited] });
  void restore(edited, 'after');
}

/** Documents as an undo or a redo makes them. Where it is a single one it is opened; of several, the place is kept. */
async function restore({ changes, label }: Edit, side: 'before' | 'after'): Promise<void> {
  const restored = changes.map((change) => ({ part: change.part, document: change[side] }));
  const isShown = showChanged(restored);
  write(restored);
  useAnnotating.setState({ told: `${side === 'before' ? 'Undone' : 'Done again'}: ${label}.` });
  const [only, ...others] = restored;
  const { corpusId } = useAnnotating.getState();
  if (isShown || !only || others.length > 0 || corpusId === null) return;
  await last;
  await openDocument({ id: corpusId, revision: useAnnotating.getState().revision }, only.part, only.document.id);
}

/** The open document where it is among these. @returns whether it is. */
function showChanged(changed: readonly { readonly part: PartName; readonly document: Document }[]): boolean {
  const { part, document } = useAnnotating.getState();
  const shown = changed.find((each) => each.part === part && each.document.id === document?.id);
  if (shown) useAnnotating.setState({ document: shown.document, selection: null, span: null, preview: null });
  return shown !== undefined;
}

/**
 * Says that all categories at hand were looked for, but for those that are passed over, and goes on. Nobody hands in what was
 * discarded without taking it back: such documents are left as they are, and passed over.
 */
export async function submitAndGoOn(corpus: CorpusSummary): Promise<void> {
  const { document, part, passedOver, added } = useAnnotating.getState();
  if (!document) return;
  if (document.status === 'discarded') return goOn(1, 'discarded');
  const categories = categoriesAtHand(corpus.categories, { added });
  const before = lookedForIn(document, corpus.categories);
  const isLookedFor = (category: string) =>
    !passedOver.includes(category) || before.includes(category) || holds(document, category);
  const looked = categories.filter(isLookedFor);
  const isSame = looked.length === before.length && looked.every((category) => before.includes(category));
  // What was submitted so before is only left.
  if (!isSame || document.status !== 'submitted') {
    const annotated = isSame ? document.annotated : looked;
    editDocuments([{ part, before: document, after: { ...document, annotated, status: 'submitted' } }], 'submit');
  }
  await goOn(1, 'discarded');
}

/** Nothing is learned from a discarded document; one that is taken back is a draft. */
export function discard(): void {
  const { document, part } = useAnnotating.getState();
  if (!document) return;
  const isBack = document.status === 'discarded';
  const after: Document = { ...document, status: isBack ? 'draft' : 'discarded' };
  editDocuments([{ part, before: document, after }], isBack ? 'take back' : 'discard');
}

type NotedPlace = Pick<ReturnType<typeof useAnnotating.getState>, 'corpusId' | 'part' | 'document'>;

/**
 * A note says nothing of what was found: the document's status stays.
 * @param at the document as it is now, which need not be the one that is open.
 */
export function writeNote(text: string, at: NotedPlace = useAnnotating.getState()): void {
  const { corpusId, part, document } = at;
  if (!document || corpusId !== useAnnotating.getState().corpusId || text === (document.note ?? '')) return;
  const { note: _, ...others } = document;
  const after: Document = text.trim() === '' ? others : { ...others, note: text };
  editDocuments([{ part, before: document, after }], 'note');
}

export async function writeGuideline(corpusId: string, category: string, text: string): Promise<void> {
  try {
    updateCorpus(await studio().corpora.writeGuideline(corpusId, category, text));
  } catch (thrown) {
    useAnnotating.setState({ problem: problemFrom(thrown) });
  }
}

const holds = (document: Document, category: string) => allSpans(document).some((span) => span.category === category);

function write(changed: readonly { readonly part: PartName; readonly document: Document }[]): void {
  const { corpusId } = useAnnotating.getState();
  if (corpusId === null) return;
  useAnnotating.setState({ saving: true });
  const watched = [...watching].filter((each) => each.corpusId === corpusId);
  for (const { documents } of watched) {
    for (const { part, document } of changed) documents.add(keyOf(part, document));
  }
  const writing = last.then(async () => {
    try {
      const corpus = await studio().corpora.replaceDocuments(
        corpusId,
        changed.map(({ part, document }) => ({ part, document: inShort(document) })),
      );
      useAnnotating.setState({ revision: corpus.revision });
      updateCorpus(corpus);
      for (const each of watched) each.revision = corpus.revision;
    } catch (thrown) {
      useAnnotating.setState({ problem: problemFrom(thrown) });
      await takeFromCorpus(corpusId);
    }
  });
  last = writing;
  void writing.then(() => {
    if (last === writing) useAnnotating.setState({ saving: false });
  });
}

/** The open document as the corpus has it. */
async function takeFromCorpus(corpusId: string): Promise<void> {
  const { part, document: open } = useAnnotating.getState();
  if (!open) return;
  const document = await studio()
    .corpora.document(corpusId, part, open.id)
    .catch(() => null);
  if (document && useAnnotating.getState().document?.id === open.id) showChanged([{ part, document }]);
}

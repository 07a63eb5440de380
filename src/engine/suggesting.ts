/**
 * Suggestions, between page and trainer: asked for where an annotator works, fetched for the document that is open, and accepted or
 * rejected as edits of the document, so that they are undone as any other.
 */
import type { Document, Span } from '../../workers/protocol/corpus.ts';
import type { DocumentStanding } from '../../workers/protocol/documents.ts';
import type { CorpusSummary } from '../../workers/protocol/engine.ts';
import { problemFrom } from '../../workers/protocol/errors.ts';
import type { ModelSummary } from '../../workers/protocol/model.ts';
import type { Suggestion } from '../../workers/protocol/suggestions.ts';
import { clip } from '../../workers/text/clip.ts';
import { openSuggestions, sureness, withAccepted, withRejected } from '../../workers/text/openSuggestions.ts';
import { counted } from '../charts/figures.ts';
import { type Change, select, useAnnotating } from '../store/annotating.ts';
import { referenceTo } from '../store/corpora.ts';
import { useSetup } from '../store/setup.ts';
import { isSamePlace, suggestingKey, suggestingModel, suggestionsNow, useSuggesting } from '../store/suggesting.ts';
import { edit, editDocuments } from './annotating.ts';
import { timedProgress } from './progress.ts';
import { studio } from './studio.ts';

/** Begins to look through the part that is open, unless that is done. What is ready is shown meanwhile. */
export async function askSuggestions(corpus: CorpusSummary, anew = false): Promise<void> {
  const { on, chosen, of, rules } = useSuggesting.getState();
  const { part, document } = useAnnotating.getState();
  const model = suggestingModel(chosen);
  const key = suggestingKey(corpus.id, part, model);
  const likeness = asksForLikeness(corpus, model);
  const isNothing = !model && rules.length === 0 && !likeness;
  if (!on || (of === key && !anew)) return;
  if (isNothing) {
    useSuggesting.setState({ of: key, report: null, document: null });
    return;
  }
  const isElsewhere = !isSamePlace(of, key);
  useSuggesting.setState({
    ...{ of: key, problem: null },
    ...(of !== key && { report: null }),
    // Ids are of a part of a corpus. What another model said stays until there is something in its place.
    ...(isElsewhere && { document: null }),
  });
  const call = new AbortController();
  let isFirst = true;
  const onProgress = timedProgress((working) => {
    if (!call.signal.aborted && useSuggesting.getState().of === key) useSuggesting.setState({ working });
    if (working.label === 'Suggesting') {
      void fetchSuggestions(isFirst);
      isFirst = false;
    }
  }, call.signal);
  const { vectors, adaptation } = useSetup.getState();
  const request = {
    ...{ corpus: referenceTo(corpus), part, rules, likeness },
    ...(model ? { modelId: model.id, categoryMap: mapFor(model, adaptation.categoryMap) } : vectors && { vectors }),
    ...(document && { first: document.id }),
  };
  try {
    const report = await studio().engine.suggest(request, onProgress);
    if (useSuggesting.getState().of === key) useSuggesting.setState({ report });
    await fetchSuggestions(true);
  } catch (thrown) {
    const problem = problemFrom(thrown);
    if (problem.code !== 'suggesting-stopped') useSuggesting.setState({ of: null, problem });
  } finally {
    call.abort();
    if (useSuggesting.getState().of === key) useSuggesting.setState({ working: null });
  }
}

/** Whether there is a category of which somebody has marked spans and the model knows nothing, and a space to compare words in. */
export function asksForLikeness(corpus: CorpusSummary, model: ModelSummary | null): boolean {
  if (!useSuggesting.getState().likeness || !(model ?? useSetup.getState().vectors)) return false;
  const counts = corpus.parts.train.categories;
  const { categoryMap } = useSetup.getState().adaptation;
  const isKnown = (name: string) => model && (model.categories.includes(name) || Object.hasOwn(categoryMap, name));
  return corpus.categories.some((name) => (counts[name] ?? 0) > 0 && !isKnown(name));
}

/** What is said under Labels of the model's names for the corpus's categories, as far as it has them. */
function mapFor(model: ModelSummary, categoryMap: Readonly<Record<string, string | null>>): Record<string, string> {
  const fitting = Object.entries(categoryMap).filter(
    (each): each is [string, string] => each[1] !== null && model.categories.includes(each[1]),
  );
  return Object.fromEntries(fitting);
}

/** Those of the document that is open. @param anew whether they may be others than those that are there. */
export async function fetchSuggestions(anew = false): Promise<void> {
  const { corpusId, part, document } = useAnnotating.getState();
  if (corpusId === null || !document) return;
  if (!anew && useSuggesting.getState().document?.documentId === document.id) return;
  try {
    const [found = null] = await studio().engine.suggestions(corpusId, part, [document.id]);
    if (found && useAnnotating.getState().document?.id === document.id) useSuggesting.setState({ document: found });
  } catch (thrown) {
    useSuggesting.setState({ problem: problemFrom(thrown) });
  }
}

export async function stopSuggesting(): Promise<void> {
  await studio().engine.stopSuggesting();
}

const longest = 30;
const words = (text: string, { start, end }: Span) => `“${clip(text.slice(start, end).replace(/\s+/g, ' '), longest)}”`;

export function acceptSuggestion(suggestion: Suggestion): void {
  const { category } = suggestion;
  editHere(
    (document) => withAccepted(document, [suggestion]),
    (text) => `accept ${words(text, suggestion)} as ${category}`,
  );
}

export function rejectSuggestion(suggestion: Suggestion): void {
  const { category } = suggestion;
  editHere(
    (document) => withRejected(document, suggestion),
    (text) => `reject ${words(text, suggestion)} as ${category}`,
  );
}

/** Those of the open document that are as sure as the threshold, all at once. */
export function acceptSure(): void {
  const { threshold } = useSuggesting.getState();
  const sure = suggestionsNow().filter((each) => sureness(each) >= threshold);
  if (sure.length === 0) return;
  editHere(
    (document) => withAccepted(document, sure),
    () => `accept ${counted(sure.length, 'suggestion')}`,
  );
}

/** The caret stays where it is. */
function editHere(change: (document: Document) => Document, label: (text: string) => string): void {
  const { document, selection } = useAnnotating.getState();
  if (!document) return;
  edit(change(document), label(document.text));
  select(selection);
}

const documentsAtOnce = 200;

/** The same in every document of the part that is not submitted yet, as one step. @returns how many suggestions. */
export async function acceptSureInPart(corpusId: string): Promise<number> {
  const { part, passedOver } = useAnnotating.getState();
  const { threshold } = useSuggesting.getState();
  const { corpora, engine } = studio();
  const changes: Change[] = [];
  let accepted = 0;
  const total = (await corpora.documents(corpusId, { part, offset: 0, limit: 0 })).total;
  for (let offset = 0; offset < total; offset += documentsAtOnce) {
    const page = await corpora.documents(corpusId, { part, offset, limit: documentsAtOnce });
    const ids = page.documents.filter(({ standing }) => isOpen.includes(standing)).map(({ id }) => id);
    for (const known of await engine.suggestions(corpusId, part, ids)) {
      if (!known?.suggestions.some((each) => sureness(each) >= threshold)) continue;
      const before = await corpora.document(corpusId, part, known.documentId);
      const open = openSuggestions(before, known.suggestions, { passedOver, submitted: false });
      const sure = open.filter((each) => sureness(each) >= threshold);
      if (sure.length === 0) continue;
      accepted += sure.length;
      changes.push({ part, before, after: { ...withAccepted(before, sure), status: 'draft' } });
    }
  }
  editDocuments(changes, `accept ${counted(accepted, 'suggestion')} in ${counted(changes.length, 'document')}`);
  return accepted;
}

/** What still waits for an annotator. */
const isOpen: readonly DocumentStanding[] = ['waiting', 'draft'];

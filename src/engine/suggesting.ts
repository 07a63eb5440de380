/**
 * Suggestions, between page and trainer: asked for where an annotator works, fetched for the document that is open, and accepted or
 * rejected as edits of the document, so that they are undone as any other.
 */
import type { Document } from '../../workers/protocol/corpus.ts';
import type { DocumentStanding } from '../../workers/protocol/documents.ts';
import type { CorpusSummary, OnProgress } from '../../workers/protocol/engine.ts';
import { problemFrom } from '../../workers/protocol/errors.ts';
import type { ModelSummary } from '../../workers/protocol/model.ts';
import type { Suggestion } from '../../workers/protocol/suggestions.ts';
import { quoted } from '../../workers/text/clip.ts';
import { openSuggestions, sureness, withAccepted, withRejected } from '../../workers/text/openSuggestions.ts';
import { counted } from '../charts/figures.ts';
import { type Change, select, useAnnotating } from '../store/annotating.ts';
import { referenceTo } from '../store/corpora.ts';
import { useSetup } from '../store/setup.ts';
import {
  isSamePlace,
  mapFor,
  suggestingKey,
  suggestingModel,
  suggestionsNow,
  useSuggesting,
} from '../store/suggesting.ts';
import { edit, editAfterReading } from './annotating.ts';
import { timedProgress } from './progress.ts';
import { studio } from './studio.ts';

/** The request whose answers are waited for. One that another took the place of no longer writes into the store. */
let latest: AbortController | null = null;
/** Whether anything suggests: what the trainer still knows of a rule or a model that is gone is not fetched. */
let isAsked = true;

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
    latest = null;
    isAsked = false;
    useSuggesting.setState({ of: key, report: null, document: null, working: null });
    await stopSuggesting();
    return;
  }
  isAsked = true;
  const isElsewhere = !isSamePlace(of, key);
  useSuggesting.setState({
    ...{ of: key, problem: null },
    ...(of !== key && { report: null }),
    // Ids are of a part of a corpus. What another model said stays until there is something in its place.
    ...(isElsewhere && { document: null }),
  });
  const call = new AbortController();
  latest = call;
  const isLatest = () => latest === call && useSuggesting.getState().of === key;
  let isFirst = true;
  const onProgress = timedProgress((working) => {
    if (!isLatest()) return;
    useSuggesting.setState({ working });
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
    if (isLatest()) useSuggesting.setState({ report });
    await fetchSuggestions(true);
  } catch (thrown) {
    const problem = problemFrom(thrown);
    const isStopped = problem.code === 'suggesting-stopped';
    // They can be asked for again.
    if (isLatest()) useSuggesting.setState({ of: null, working: null, ...(!isStopped && { problem }) });
  } finally {
    call.abort();
    if (isLatest()) useSuggesting.setState({ working: null });
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

/** Those of the document that is open. @param anew whether they may be others than those that are there. */
export async function fetchSuggestions(anew = false): Promise<void> {
  const { corpusId, part, document } = useAnnotating.getState();
  if (corpusId === null || !document || !isAsked) return;
  if (!anew && useSuggesting.getState().document?.documentId === document.id) return;
  try {
    const [found = null] = await studio().engine.suggestions(corpusId, part, [document.id]);
    const now = useAnnotating.getState();
    const isSame = now.corpusId === corpusId && now.part === part && now.document?.id === document.id;
    if (found && isSame) useSuggesting.setState({ document: found });
  } catch (thrown) {
    useSuggesting.setState({ problem: problemFrom(thrown) });
  }
}

export async function stopSuggesting(): Promise<void> {
  await studio().engine.stopSuggesting();
}

export function acceptSuggestion(suggestion: Suggestion): void {
  const { category } = suggestion;
  editHere(
    (document) => withAccepted(document, [suggestion]),
    (text) => `accept ${quoted(text, suggestion)} as ${category}`,
  );
}

export function rejectSuggestion(suggestion: Suggestion): void {
  const { category } = suggestion;
  editHere(
    (document) => withRejected(document, suggestion),
    (text) => `reject ${quoted(text, suggestion)} as ${category}`,
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

/**
 * The same in every document of the part that is not submitted yet, as one step. What is edited meanwhile stays as it is, and nothing is
 * done where another corpus was opened. How far it is, and why nothing came of it, stands in the store.
 */
export async function acceptSureInPart(corpusId: string): Promise<void> {
  if (useSuggesting.getState().accepting) return;
  const call = new AbortController();
  const onProgress = timedProgress((accepting) => useSuggesting.setState({ accepting }), call.signal);
  useSuggesting.setState({ accepting: { label: 'Accepting', fraction: 0, secondsLeft: null }, problem: null });
  const accepted = new Map<Change, number>();
  const label = (changes: readonly Change[]) => {
    const suggestions = changes.reduce((sum, change) => sum + (accepted.get(change) ?? 0), 0);
    return { suggestions: counted(suggestions, 'suggestion'), documents: counted(changes.length, 'document') };
  };
  const read = async () => {
    for await (const [change, count] of sureChanges(corpusId, onProgress)) accepted.set(change, count);
    return [...accepted.keys()];
  };
  try {
    const done = await editAfterReading(corpusId, read, (changes) => {
      const { suggestions, documents } = label(changes);
      return `accept ${suggestions} in ${documents}`;
    });
    if (useAnnotating.getState().corpusId !== corpusId) return;
    const { suggestions, documents } = label(done);
    const told =
      done.length > 0 ? `${suggestions} accepted in ${documents}.` : 'Nothing that is as sure was left to accept.';
    useAnnotating.setState({ told });
  } catch (thrown) {
    useSuggesting.setState({ problem: problemFrom(thrown) });
  } finally {
    call.abort();
    useSuggesting.setState({ accepting: null });
  }
}

/** Documents with what is sure in them, and how many suggestions that is. */
async function* sureChanges(corpusId: string, onProgress: OnProgress): AsyncGenerator<[Change, number]> {
  const { part, passedOver } = useAnnotating.getState();
  const { threshold } = useSuggesting.getState();
  const { corpora, engine } = studio();
  const { total } = await corpora.documents(corpusId, { part, offset: 0, limit: 0 });
  for (let offset = 0; offset < total; offset += documentsAtOnce) {
    const page = await corpora.documents(corpusId, { part, offset, limit: documentsAtOnce });
    const ids = page.documents.filter(({ standing }) => isOpen.includes(standing)).map(({ id }) => id);
    for (const [place, known] of (await engine.suggestions(corpusId, part, ids)).entries()) {
      if (!known?.suggestions.some((each) => sureness(each) >= threshold)) continue;
      const before = await corpora.document(corpusId, part, known.documentId);
      const open = openSuggestions(before, known.suggestions, { passedOver, submitted: false });
      const sure = open.filter((each) => sureness(each) >= threshold);
      onProgress({ label: 'Accepting', fraction: (offset + place) / total });
      if (sure.length > 0)
        yield [{ part, before, after: { ...withAccepted(before, sure), status: 'draft' } }, sure.length];
    }
  }
}

/** What still waits for an annotator. */
const isOpen: readonly DocumentStanding[] = ['waiting', 'draft'];

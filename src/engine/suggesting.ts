/**
 * Suggestions, between page and trainer: asked for where an annotator works, fetched for the document that is open, and accepted or
 * rejected as edits of the document, so that they are undone as any other.
 */
import type { Span } from '../../workers/protocol/corpus.ts';
import type { CorpusSummary } from '../../workers/protocol/engine.ts';
import { problemFrom } from '../../workers/protocol/errors.ts';
import type { Suggestion } from '../../workers/protocol/suggestions.ts';
import { clip } from '../../workers/text/clip.ts';
import { sureness, withAccepted, withRejected } from '../../workers/text/openSuggestions.ts';
import { counted } from '../charts/figures.ts';
import { useAnnotating } from '../store/annotating.ts';
import { referenceTo } from '../store/corpora.ts';
import { suggestingKey, suggestingModel, suggestionsNow, useSuggesting } from '../store/suggesting.ts';
import { edit } from './annotating.ts';
import { timedProgress } from './progress.ts';
import { studio } from './studio.ts';

/** Begins to tag the part that is open, unless that is done. What is ready is shown meanwhile. */
export async function askSuggestions(corpus: CorpusSummary, anew = false): Promise<void> {
  const { on, chosen, of } = useSuggesting.getState();
  const { part, document } = useAnnotating.getState();
  const model = suggestingModel(chosen);
  const key = suggestingKey(corpus.id, part, model);
  if (!on || !model || (of === key && !anew)) return;
  useSuggesting.setState({ of: key, report: null, problem: null });
  const call = new AbortController();
  const onProgress = timedProgress((working) => {
    useSuggesting.setState({ working });
    void fetchSuggestions();
  }, call.signal);
  const request = { corpus: referenceTo(corpus), part, modelId: model.id, ...(document && { first: document.id }) };
  try {
    const report = await studio().engine.suggest(request, onProgress);
    if (useSuggesting.getState().of === key) useSuggesting.setState({ report });
  } catch (thrown) {
    const problem = problemFrom(thrown);
    const isOurs = useSuggesting.getState().of === key;
    if (isOurs) useSuggesting.setState({ of: null, ...(problem.code !== 'suggesting-stopped' && { problem }) });
  } finally {
    call.abort();
    if ([key, null].includes(useSuggesting.getState().of)) useSuggesting.setState({ working: null });
  }
  await fetchSuggestions(true);
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
  const { document } = useAnnotating.getState();
  if (!document) return;
  const { category } = suggestion;
  edit(withAccepted(document, [suggestion]), `accept ${words(document.text, suggestion)} as ${category}`);
}

export function rejectSuggestion(suggestion: Suggestion): void {
  const { document } = useAnnotating.getState();
  if (!document) return;
  const { category } = suggestion;
  edit(withRejected(document, suggestion), `reject ${words(document.text, suggestion)} as ${category}`);
}

/** Those of the open document that are as sure as the threshold. */
function sureSuggestions(): Suggestion[] {
  const { threshold } = useSuggesting.getState();
  return suggestionsNow().filter((each) => sureness(each) >= threshold);
}

export function acceptSure(): void {
  const { document } = useAnnotating.getState();
  const sure = sureSuggestions();
  if (!document || sure.length === 0) return;
  edit(withAccepted(document, sure), `accept ${counted(sure.length, 'suggestion')}`);
}

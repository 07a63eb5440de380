/**
 * From an error of a model to the annotation that it is held against: where the model is right, its span becomes the annotators', as
 * an edit among their others; else the document is opened at the place. What an evaluation tells bears the model's names, the documents
 * those of the corpus.
 */
import type { Document, PartName, Span } from '../../workers/protocol/corpus.ts';
import type { CorpusSummary } from '../../workers/protocol/engine.ts';
import { GraftError, problemFrom } from '../../workers/protocol/errors.ts';
import type { SentenceErrors } from '../../workers/protocol/evaluation.ts';
import { withAdded, withoutSpan } from '../../workers/text/annotation.ts';
import { namesBack } from '../../workers/text/categories.ts';
import { moved } from '../../workers/text/sentenceView.ts';
import { allSpans } from '../../workers/text/spans.ts';
import { offerUndo } from '../shell/undo.tsx';
import { useAnnotating } from '../store/annotating.ts';
import { useCorpora } from '../store/corpora.ts';
import { useEvaluation } from '../store/evaluation.ts';
import { adaptationOf, useRuns } from '../store/runs.ts';
import { showPanel } from '../store/view.ts';
import { editDocuments, takeUp, undoEdit, written } from './annotating.ts';
import { findDocument, openAt } from './reviewing.ts';

/** An error, and where it was made. */
export interface FoundError {
  readonly modelId: string;
  /** What the model was scored on. */
  readonly corpus: CorpusSummary;
  readonly part: PartName;
  readonly sentence: SentenceErrors;
  readonly error: SentenceErrors['errors'][number];
}

/** The annotators' span that the error is about, as the document has it. */
function goldIn(document: Document, { sentence, error, ...where }: FoundError): Span | null {
  if (!error.gold) return null;
  const { start, end, category } = moved(error.gold, sentence.start);
  const map = mapOf(where);
  const isIt = (span: Span) => (map[span.category] ?? span.category) === category;
  return allSpans(document).find((span) => span.start === start && span.end === end && isIt(span)) ?? null;
}

/** By the corpus's names, the model's, as the error was found. */
function mapOf({ modelId, corpus }: Pick<FoundError, 'modelId' | 'corpus'>): Readonly<Record<string, string | null>> {
  return adaptationOf(useRuns.getState(), modelId, corpus)?.categoryMap ?? {};
}

/** The document with the model's span in the place of the annotators'. What was submitted stays so: this is a decision about it. */
function corrected(document: Document, found: FoundError): Document {
  const { gold, predicted } = found.error;
  const span = goldIn(document, found);
  if (gold && !span) throw annotatedOtherwise(found);
  const without = span ? withoutSpan(document, span) : document;
  if (!predicted) return without;
  const { start, end } = moved(predicted, found.sentence.start);
  // Of several names that mean the same to the model the annotators' own stays.
  const isSame = span && gold?.category === predicted.category;
  const category = isSame ? span.category : namesBack(mapOf(found))(predicted.category);
  return withAdded(without, [{ start, end, category }]);
}

function annotatedOtherwise({ sentence: { documentId } }: FoundError): GraftError {
  return new GraftError({
    code: 'annotation-changed',
    message: `The annotation of ${documentId} was changed there since the model was scored on it.`,
    remedy: 'Evaluate the model again.',
  });
}

/** The revision of what an evaluation was shown for may be past: edits are made to the corpus as it is. */
const asItIs = (corpus: CorpusSummary) => useCorpora.getState().corpora.find(({ id }) => id === corpus.id) ?? corpus;

let last: Promise<void> = Promise.resolve();

/**
 * Takes the model's word for it. One after another: each begins with the document as the one before left it.
 * @param inWords the error, for the history.
 */
export function takePrediction(found: FoundError, inWords: string): Promise<void> {
  last = last.then(() => take(found, inWords));
  return last;
}

async function take(found: FoundError, inWords: string): Promise<void> {
  const { corpus } = found;
  try {
    await written();
    await takeUp(asItIs(corpus));
    const { part, document } = await documentOf(found);
    editDocuments([{ part, before: document, after: corrected(document, found) }], `the model is right: ${inWords}`);
    const edit = useAnnotating.getState().undo.at(-1);
    offerUndo(`The annotation of ${corpus.name} is now the model’s: ${inWords}.`, () => {
      // Later edits are taken back first, in Annotate.
      if (useAnnotating.getState().undo.at(-1) === edit) undoEdit();
    });
  } catch (thrown) {
    useEvaluation.setState({ problem: problemFrom(thrown) });
  }
}

/** Shows the document in Annotate, the caret on the error and its span, where it has one, at hand. */
export function openError(found: FoundError): Promise<void> {
  last = last.then(() => openAtError(found));
  return last;
}

async function openAtError(found: FoundError): Promise<void> {
  const { sentence, error } = found;
  try {
    await written();
    const corpus = asItIs(found.corpus);
    await takeUp(corpus);
    const { part, document } = await documentOf(found);
    const category = goldIn(document, found)?.category;
    const stretch = error.gold ?? error.predicted;
    await openAt(corpus, part, {
      documentId: document.id,
      ...(stretch && { stretch: moved(stretch, sentence.start) }),
      ...(category !== undefined && { category }),
    });
    showPanel('annotate');
  } catch (thrown) {
    useEvaluation.setState({ problem: problemFrom(thrown) });
  }
}

/**
 * Where dev was made of submitted training documents, a document stands in another part of the corpus than it is scored in; and there
 * a document may have its id that holds something else.
 */
async function documentOf({ corpus, part, sentence }: FoundError): Promise<{ part: PartName; document: Document }> {
  const { documentId, start, text } = sentence;
  const found = await findDocument(corpus, { part, documentId }, (document) => document.text.startsWith(text, start));
  if (found) return found;
  throw new GraftError({
    code: 'unknown-document',
    message: `The document ${documentId} is no longer in the corpus.`,
    remedy: 'Evaluate the model again.',
  });
}

/**
 * From an error of a model to the annotation that it is held against: where the model is right, its span becomes the annotators', as
 * an edit among their others; else the document is opened at the place.
 */
import { type Document, type PartName, partNames } from '../../workers/protocol/corpus.ts';
import type { CorpusSummary } from '../../workers/protocol/engine.ts';
import { GraftError, problemFrom } from '../../workers/protocol/errors.ts';
import type { SentenceErrors } from '../../workers/protocol/evaluation.ts';
import { withAdded, withoutSpan } from '../../workers/text/annotation.ts';
import { moved } from '../../workers/text/sentenceView.ts';
import { allSpans } from '../../workers/text/spans.ts';
import { tokenEndingAfter, tokenTable } from '../../workers/text/tokenTable.ts';
import { offerUndo } from '../shell/undo.tsx';
import { select, useAnnotating } from '../store/annotating.ts';
import { useEvaluation } from '../store/evaluation.ts';
import { showPanel } from '../store/view.ts';
import { editDocuments, openDocument, takeUp, undoEdit } from './annotating.ts';
import { studio } from './studio.ts';

type SentenceError = SentenceErrors['errors'][number];

/** The document with the model's span in the place of the annotators'. What was submitted stays so: this is a decision about it. */
function corrected(document: Document, { start }: Pick<SentenceErrors, 'start'>, error: SentenceError): Document {
  const { gold, predicted } = error;
  const without = gold ? withoutSpan(document, moved(gold, start)) : document;
  if (!predicted) return without;
  const { category, ...place } = moved(predicted, start);
  return withAdded(without, [{ start: place.start, end: place.end, category }]);
}

/** Takes the model's word for it. @param inWords the error, for the history. */
export async function takePrediction(
  corpus: CorpusSummary,
  part: PartName,
  sentence: SentenceErrors,
  error: SentenceError,
  inWords: string,
): Promise<void> {
  try {
    await takeUp(corpus);
    const found = await documentOf(corpus, part, sentence.documentId);
    const after = corrected(found.document, sentence, error);
    editDocuments([{ part: found.part, before: found.document, after }], `the model is right: ${inWords}`);
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
export async function openError(
  corpus: CorpusSummary,
  part: PartName,
  { documentId, start }: SentenceErrors,
  { gold, predicted }: SentenceError,
): Promise<void> {
  try {
    await takeUp(corpus);
    const found = await documentOf(corpus, part, documentId);
    await openDocument(corpus, found.part, documentId);
    const { document } = useAnnotating.getState();
    const stretch = gold ?? predicted;
    if (document && stretch) {
      const place = moved(stretch, start);
      const table = tokenTable(document);
      const [anchor, caret] = [tokenEndingAfter(table, place.start), tokenEndingAfter(table, place.end - 1)];
      const span = allSpans(document).find(
        (each) => each.start === place.start && each.end === place.end && each.category === gold?.category,
      );
      select(span ? { anchor: caret, caret } : { anchor, caret }, span ?? null);
    }
    showPanel('annotate');
  } catch (thrown) {
    useEvaluation.setState({ problem: problemFrom(thrown) });
  }
}

/** Where dev was made of submitted training documents, a document stands in another part of the corpus than it is scored in. */
async function documentOf(
  { id }: CorpusSummary,
  part: PartName,
  documentId: string,
): Promise<{ part: PartName; document: Document }> {
  const { corpora } = studio();
  for (const each of [part, ...partNames.filter((other) => other !== part)]) {
    const { at } = await corpora.documents(id, { part: each, at: documentId, offset: 0, limit: 0 });
    if (at) return { part: each, document: await corpora.document(id, each, documentId) };
  }
  throw new GraftError({
    code: 'unknown-document',
    message: `The document ${documentId} is no longer in the corpus.`,
    remedy: 'Evaluate the model again.',
  });
}

import { beforeEach, expect, it } from 'vitest';
import type { SentenceErrors } from '../../workers/protocol/evaluation.ts';
import { allSpans } from '../../workers/text/spans.ts';
import { useAnnotating } from '../store/annotating.ts';
import { referenceTo, targetCorpus, useCorpora } from '../store/corpora.ts';
import { useEvaluation } from '../store/evaluation.ts';
import { useView } from '../store/view.ts';
import { bringCorpus, bringModel, emptyPage } from '../testing.ts';
import { undoEdit } from './annotating.ts';
import { openError, takePrediction } from './corrections.ts';
import { fakeStudio } from './fake.ts';
import { setStudio, studio } from './studio.ts';

const corpus = () => targetCorpus(useCorpora.getState()) ?? expect.fail('no corpus');
const documentNow = ({ documentId }: SentenceErrors) => studio().corpora.document(corpus().id, 'test', documentId);

let modelId = '';

/** The first sentence with an error that is of a kind. */
async function wrong(kind: string) {
  const { errors } = await studio().engine.evaluate(modelId, referenceTo(corpus()), 'test');
  for (const sentence of errors) {
    const error = sentence.errors.find((each) => each.kind === kind);
    // A later sentence: its offsets in the document are not its own.
    if (error && sentence.start > 0) return { sentence, error };
  }
  return expect.fail(`no error of the kind ${kind}`);
}

beforeEach(async () => {
  setStudio(fakeStudio(0));
  emptyPage();
  await bringCorpus();
  ({ id: modelId } = await bringModel('source'));
});

it('takes the model’s span for the annotators’, with the status as it was, and gives it back by one undo', async () => {
  const { sentence, error } = await wrong('boundary');
  const before = await documentNow(sentence);
  const words = (stretch: { start: number; end: number } | undefined) =>
    stretch ? sentence.text.slice(stretch.start, stretch.end) : '';
  await takePrediction(corpus(), 'test', sentence, error, 'too long');
  const changed = async () =>
    allSpans(await documentNow(sentence)).flatMap((span) =>
      allSpans(before).some((each) => each.start === span.start && each.end === span.end) ? [] : [span],
    );
  await expect.poll(async () => (await changed()).length).toBe(1);
  const [span] = await changed();
  expect(before.text.slice(span?.start, span?.end)).toBe(words(error.predicted));
  const after = await documentNow(sentence);
  expect(allSpans(after)).toHaveLength(allSpans(before).length);
  expect(after).not.toHaveProperty('status');
  expect(span).not.toHaveProperty('confidence');
  expect(useAnnotating.getState().undo.map(({ label }) => label)).toEqual(['the model is right: too long']);
  undoEdit();
  await expect.poll(() => documentNow(sentence)).toEqual(before);
});

it('takes away what the model did not find', async () => {
  const { sentence, error } = await wrong('missed');
  const before = await documentNow(sentence);
  await takePrediction(corpus(), 'test', sentence, error, 'missed');
  await expect.poll(async () => allSpans(await documentNow(sentence)).length).toBe(allSpans(before).length - 1);
});

it('opens the document in Annotate with the annotators’ span at the caret', async () => {
  const { sentence, error } = await wrong('missed');
  await openError(corpus(), 'test', sentence, error);
  const { document, part, span } = useAnnotating.getState();
  expect([document?.id, part, useView.getState().panel]).toEqual([sentence.documentId, 'test', 'annotate']);
  expect(document?.text.slice(span?.start, span?.end)).toBe(sentence.text.slice(error.gold?.start, error.gold?.end));
  expect(span?.category).toBe(error.gold?.category);
});

it('finds a document that stands in another part, and says where one is gone', async () => {
  const { sentence, error } = await wrong('missed');
  await openError(corpus(), 'dev', sentence, error);
  expect(useAnnotating.getState()).toMatchObject({ part: 'test', document: { id: sentence.documentId } });
  await openError(corpus(), 'test', { ...sentence, documentId: 'gone' }, error);
  expect(useEvaluation.getState().problem?.code).toBe('unknown-document');
});

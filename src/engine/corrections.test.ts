import { beforeEach, expect, it, vi } from 'vitest';
import { defaultAdaptation } from '../../workers/protocol/configuration.ts';
import type { RunRequest, RunResult } from '../../workers/protocol/engine.ts';
import type { SentenceErrors } from '../../workers/protocol/evaluation.ts';
import { allSpans } from '../../workers/text/spans.ts';
import { useAnnotating } from '../store/annotating.ts';
import { referenceTo, targetCorpus, updateCorpus, useCorpora } from '../store/corpora.ts';
import { useEvaluation } from '../store/evaluation.ts';
import { idleRun } from '../store/runState.ts';
import { useRuns } from '../store/runs.ts';
import { useView } from '../store/view.ts';
import { bringCorpus, bringModel, emptyPage } from '../testing.ts';
import { undoEdit } from './annotating.ts';
import { type FoundError, openError, takePrediction } from './corrections.ts';
import { fakeStudio } from './fake.ts';
import { setStudio, studio } from './studio.ts';

const corpus = () => targetCorpus(useCorpora.getState()) ?? expect.fail('no corpus');
const documentNow = ({ documentId }: SentenceErrors) => studio().corpora.document(corpus().id, 'test', documentId);

let modelId = '';

type Found = Pick<FoundError, 'sentence' | 'error'>;
const inTest = (found: Found): FoundError => ({ modelId, corpus: corpus(), part: 'test', ...found });

/** The first sentence with an error that is of a kind. */
async function wrong(kind: string): Promise<Found> {
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
  await takePrediction(inTest({ sentence, error }), 'too long');
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
  await takePrediction(inTest({ sentence, error }), 'missed');
  await expect.poll(async () => allSpans(await documentNow(sentence)).length).toBe(allSpans(before).length - 1);
});

it('opens the document in Annotate with the annotators’ span at the caret', async () => {
  const { sentence, error } = await wrong('missed');
  await openError(inTest({ sentence, error }));
  const { document, part, span } = useAnnotating.getState();
  expect([document?.id, part, useView.getState().panel]).toEqual([sentence.documentId, 'test', 'annotate']);
  expect(document?.text.slice(span?.start, span?.end)).toBe(sentence.text.slice(error.gold?.start, error.gold?.end));
  expect(span?.category).toBe(error.gold?.category);
});

it('finds a document that stands in another part, and says where one is gone', async () => {
  const { sentence, error } = await wrong('missed');
  await openError({ ...inTest({ sentence, error }), part: 'dev' });
  expect(useAnnotating.getState()).toMatchObject({ part: 'test', document: { id: sentence.documentId } });
  await openError(inTest({ sentence: { ...sentence, documentId: 'gone' }, error }));
  expect(useEvaluation.getState().problem?.code).toBe('unknown-document');
});

/** As if the model had been adapted to the corpus under other names. */
function adaptedBy(categoryMap: Readonly<Record<string, string>>): void {
  const adaptation = { ...defaultAdaptation, newCategories: [], categoryMap };
  const request = {
    configuration: { task: 'adapt', adaptation },
    ...{ corpora: { target: corpus() }, models: { source: modelId } },
  } as unknown as RunRequest;
  const result = { model: { id: 'adapted' } } as unknown as RunResult;
  useRuns.setState({ runs: { first: { ...idleRun, request, result } } });
}

it('writes the corpus’s names where the model has others', async () => {
  const { sentence, error } = await wrong('boundary');
  const { gold = expect.fail(), predicted = expect.fail() } = error;
  const own = gold.category;
  const other = corpus().categories.find((category) => category !== own) ?? expect.fail();
  adaptedBy({ [own]: 'Model’s one', [other]: 'Model’s other' });
  const asModel = (of: string) => ({
    ...error,
    gold: { ...gold, category: 'Model’s one' },
    predicted: { ...predicted, category: of },
  });
  const before = await documentNow(sentence);
  const categoriesThere = async () =>
    allSpans(await documentNow(sentence)).flatMap(({ start, end, category }) =>
      start === sentence.start + predicted.start && end === sentence.start + predicted.end ? [category] : [],
    );
  await takePrediction(inTest({ sentence, error: asModel('Model’s one') }), 'too long');
  await expect.poll(categoriesThere).toEqual([own]);
  expect(allSpans(await documentNow(sentence))).toHaveLength(allSpans(before).length);
  undoEdit();
  await expect.poll(() => documentNow(sentence)).toEqual(before);
  await takePrediction(inTest({ sentence, error: asModel('Model’s other') }), 'another');
  await expect.poll(categoriesThere).toEqual([other]);
  expect(allSpans(await documentNow(sentence))).toHaveLength(allSpans(before).length);
  expect(corpus().categories).not.toContain('Model’s one');
});

it('changes nothing where the annotation is no longer what the model was scored on', async () => {
  const { sentence, error } = await wrong('boundary');
  const { category } = error.gold ?? expect.fail();
  const known = inTest({ sentence, error });
  updateCorpus(await studio().corpora.mapCategories(corpus().id, { [category]: 'Renamed' }));
  const before = await documentNow(sentence);
  await takePrediction(known, 'too long');
  expect(useEvaluation.getState().problem?.code).toBe('annotation-changed');
  expect(await documentNow(sentence)).toEqual(before);
});

it('takes several one after another, each with what the one before left, as steps of one history', async () => {
  const { errors } = await studio().engine.evaluate(modelId, referenceTo(corpus()), 'test');
  const missed = errors.flatMap((sentence) =>
    sentence.errors.filter(({ kind }) => kind === 'missed').map((error) => inTest({ sentence, error })),
  );
  const [first = expect.fail()] = missed;
  const document = await documentNow(first.sentence);
  const two = allSpans(document).slice(0, 2);
  expect(two).toHaveLength(2);
  const sentence = { ...first.sentence, start: 0, text: document.text };
  const before = allSpans(document).length;
  await Promise.all(
    two.map((gold) => takePrediction({ ...first, sentence, error: { kind: 'missed', gold } }, gold.category)),
  );
  await expect.poll(async () => allSpans(await documentNow(sentence)).length).toBe(before - 2);
  expect(useAnnotating.getState().undo).toHaveLength(2);
});

it('leaves a document alone that has the same id in another part and holds something else', async () => {
  const { sentence, error } = await wrong('missed');
  const { corpora } = studio();
  const [documents, document] = [corpora.documents.bind(corpora), corpora.document.bind(corpora)];
  // As where dev was made of training documents, and the file of dev has the same ids.
  vi.spyOn(corpora, 'documents').mockImplementation((id, query) => documents(id, { ...query, part: 'test' }));
  vi.spyOn(corpora, 'document').mockImplementation(async (id, part, documentId) => {
    const found = await document(id, 'test', documentId);
    return part === 'dev' ? { ...found, text: found.text.toUpperCase() } : found;
  });
  await openError({ ...inTest({ sentence, error }), part: 'dev' });
  expect(useAnnotating.getState().part).not.toBe('dev');
  expect(useAnnotating.getState().document?.text).toContain(sentence.text);
});

import { beforeEach, expect, it } from 'vitest';
import { useAnnotating } from '../store/annotating.ts';
import { targetCorpus, useCorpora } from '../store/corpora.ts';
import { useView } from '../store/view.ts';
import { bringCorpus, emptyPage } from '../testing.ts';
import { takeUp, writeNote } from './annotating.ts';
import { mapCategories } from './corpora.ts';
import { fakeStudio } from './fake.ts';
import { openInAnnotate } from './reviewing.ts';
import { setStudio, studio } from './studio.ts';

const corpus = () => targetCorpus(useCorpora.getState()) ?? expect.fail('no corpus');
const firstOf = async (part: 'train' | 'test') =>
  (await studio().corpora.splits(corpus().id))[part].documents[0] ?? expect.fail('no document');

beforeEach(async () => {
  setStudio(fakeStudio(0));
  emptyPage();
  await bringCorpus();
});

it('opens the document of the part that is meant, the place in it selected', async () => {
  const { id, text, sentences } = await firstOf('test');
  const [, first = expect.fail(), last = expect.fail()] = sentences[0]?.tokens ?? [];
  const stretch = { start: first.start, end: last.end };
  await openInAnnotate(corpus(), { documentId: id, part: 'test', stretch });
  const { document, part, selection, span } = useAnnotating.getState();
  expect([document?.id, document?.text, part, span]).toEqual([id, text, 'test', null]);
  expect(selection).toEqual({ anchor: 1, caret: 2 });
  expect(useView.getState().panel).toBe('annotate');
});

it('takes nothing of what was undone before the corpus was changed elsewhere', async () => {
  await takeUp(corpus());
  writeNote('Ask Ola.');
  await expect.poll(() => useAnnotating.getState().saving).toBe(false);
  await mapCategories(corpus().id, { Phone: 'Number' });
  const { id } = await firstOf('train');
  await openInAnnotate(corpus(), { documentId: id });
  expect(useAnnotating.getState()).toMatchObject({ undo: [], revision: corpus().revision, document: { id } });
});

it('begins as Annotate does where the document is gone', async () => {
  await openInAnnotate(corpus(), { documentId: 'gone' });
  expect(useAnnotating.getState().document).toEqual(await firstOf('train'));
});

import { beforeEach, expect, it, vi } from 'vitest';
import { withAdded } from '../../workers/text/annotation.ts';
import { allSpans } from '../../workers/text/spans.ts';
import { categoriesAtHand, setFilters, useAnnotating } from '../store/annotating.ts';
import { targetCorpus, useCorpora } from '../store/corpora.ts';
import { bringCorpus, emptyPage } from '../testing.ts';
import {
  discard,
  edit,
  editDocuments,
  goOn,
  openDocument,
  placeInList,
  redoEdit,
  submitAndGoOn,
  takeUp,
  undoEdit,
  writeGuideline,
  writeNote,
} from './annotating.ts';
import { mapCategories } from './corpora.ts';
import { fakeStudio } from './fake.ts';
import { setStudio, studio } from './studio.ts';

const corpus = () => targetCorpus(useCorpora.getState()) ?? expect.fail('no corpus');
const open = () => useAnnotating.getState().document ?? expect.fail('no document');
const kept = () => studio().corpora.document(corpus().id, 'train', open().id);

/** Marks the first word of the open document. */
async function mark(category: string): Promise<void> {
  const { start, end } = open().sentences[0]?.tokens[0] ?? expect.fail('no word');
  edit(withAdded(open(), [{ start, end, category }]), category);
  await expect.poll(() => useAnnotating.getState().saving).toBe(false);
}

beforeEach(async () => {
  setStudio(fakeStudio(0));
  emptyPage();
  await bringCorpus();
  await takeUp(corpus());
});

it('writes each edit to the corpus, and takes it back and does it again', async () => {
  const before = open();
  await mark('Town');
  expect(await kept()).toEqual(open());
  undoEdit();
  await expect.poll(kept).toEqual(before);
  redoEdit();
  await expect.poll(async () => allSpans(await kept()).some(({ category }) => category === 'Town')).toBe(true);
});

it('goes on to the next document, and says so where none comes before', async () => {
  expect(useAnnotating.getState().place).toBe(0);
  await goOn(-1);
  expect(useAnnotating.getState()).toMatchObject({ place: 0, told: 'No document comes before.' });
  await goOn(1);
  expect(useAnnotating.getState()).toMatchObject({ place: 1, told: '' });
});

it('goes through the documents that fit alone, from one that does not fit too', async () => {
  const ids = ['conversation-3', 'conversation-9'];
  setFilters({ among: ids });
  await goOn(1);
  expect(open().id).toBe('conversation-3');
  expect(await placeInList(corpus().id, 'conversation-3')).toBe(0);
  await goOn(1);
  expect([open().id, useAnnotating.getState().place]).toEqual(['conversation-9', 8]);
  await goOn(1);
  expect([open().id, useAnnotating.getState().told]).toEqual(['conversation-9', 'No document follows.']);
  await openDocument(corpus(), 'train', 'conversation-5');
  expect(await placeInList(corpus().id, 'conversation-5')).toBeNull();
  await goOn(-1);
  expect(open().id).toBe('conversation-3');
});

it('goes through them in an order that is given', async () => {
  useAnnotating.setState({ order: ['conversation-7', 'conversation-1', 'conversation-2'] });
  await openDocument(corpus(), 'train', null);
  expect(open().id).toBe('conversation-7');
  await goOn(1);
  expect(open().id).toBe('conversation-1');
});

it('gives the tokens back that a span within a word had cut', async () => {
  const before = open();
  const word = before.sentences[0]?.tokens.find(({ start, end }) => end - start > 3) ?? expect.fail('no word');
  edit(withAdded(before, [{ start: word.start, end: word.end - 1, category: 'Town' }]), 'within a word');
  const tokens = async () => (await kept()).sentences[0]?.tokens.length ?? 0;
  const count = before.sentences[0]?.tokens.length ?? 0;
  await expect.poll(tokens).toBe(count + 1);
  writeNote('Cut.');
  await expect.poll(async () => (await kept()).note).toBe('Cut.');
  undoEdit();
  undoEdit();
  await expect.poll(kept).toEqual(before);
});

it('makes a draft of what was submitted as soon as it is edited, and takes a discarded document back', async () => {
  const document = open();
  await submitAndGoOn(corpus());
  await openDocument(corpus(), 'train', document.id);
  expect(open().status).toBe('submitted');
  await mark('Town');
  expect((await kept()).status).toBe('draft');
  discard();
  await expect.poll(async () => (await kept()).status).toBe('discarded');
  discard();
  await expect.poll(async () => (await kept()).status).toBe('draft');
  undoEdit();
  undoEdit();
  undoEdit();
  await expect.poll(async () => (await kept()).status).toBe('submitted');
});

it('keeps a note, which leaves the status as it was, and takes an empty one away', async () => {
  writeNote('Ask Ola.');
  await expect.poll(async () => (await kept()).note).toBe('Ask Ola.');
  expect(await kept()).not.toHaveProperty('status');
  writeNote('');
  await expect.poll(async () => Object.hasOwn(await kept(), 'note')).toBe(false);
  await writeGuideline(corpus().id, 'Phone', 'Numbers alone.');
  expect(corpus().guidelines).toEqual({ Phone: 'Numbers alone.' });
});

it('undoes what was done to several documents in one step, and stays where it is', async () => {
  const { corpora } = studio();
  const ids = ['conversation-2', 'conversation-3'];
  const documentsNow = () => Promise.all(ids.map((id) => corpora.document(corpus().id, 'train', id)));
  const before = await documentsNow();
  const first = open();
  editDocuments(
    before.map((document) => ({
      ...{ part: 'train' as const, before: document },
      after: withAdded(document, [{ ...(document.sentences[0]?.tokens[0] ?? expect.fail()), category: 'Town' }]),
    })),
    'accept 2 suggestions',
  );
  const marked = async () =>
    (await documentsNow()).map((document) => allSpans(document).filter(({ category }) => category === 'Town').length);
  await expect.poll(marked).toEqual([1, 1]);
  const { revision } = corpus();
  undoEdit();
  await expect.poll(documentsNow).toEqual(before);
  expect(corpus().revision).toBe(revision + 1);
  expect([open().id, useAnnotating.getState().told]).toEqual([first.id, 'Undone: accept 2 suggestions.']);
  redoEdit();
  await expect.poll(marked).toEqual([1, 1]);
});

it('says of a submitted document what was looked for in it', async () => {
  const document = open();
  useAnnotating.setState({ document: { ...document, annotated: [] }, added: ['Town'], passedOver: ['Phone'] });
  await submitAndGoOn(corpus());
  const { annotated } = await studio().corpora.document(corpus().id, 'train', document.id);
  expect(annotated).toContain('Town');
  const holdsPhone = allSpans(document).some(({ category }) => category === 'Phone');
  expect(annotated.includes('Phone')).toBe(holdsPhone);
});

it('does not bring names back that were changed elsewhere', async () => {
  const [category = ''] = allSpans(open()).map((span) => span.category);
  expect(category).not.toBe('');
  await mark('Town');
  await mapCategories(corpus().id, { [category]: 'Renamed' });
  await takeUp(corpus());
  expect(useAnnotating.getState().undo).toEqual([]);
  expect(allSpans(open()).map((span) => span.category)).toContain('Renamed');
  await mark('Village');
  expect(corpus().categories).not.toContain(category);
});

it('leaves the order of the categories as it is, whichever of them is marked first', async () => {
  const own = corpus().categories;
  useAnnotating.setState({ added: ['Village', 'Town'] });
  await mark('Town');
  const atHand = () => categoriesAtHand(corpus().categories, useAnnotating.getState());
  expect(corpus().categories).toContain('Town');
  expect(atHand()).toEqual([...own, 'Village', 'Town']);
  // One that comes of a suggestion was named by nobody.
  await mark('River');
  expect(corpus().categories).toContain('River');
  expect(atHand()).toEqual([...own, 'Village', 'Town', 'River']);
});

it('passes over discarded documents when it submits, and hands none of them in', async () => {
  await openDocument(corpus(), 'train', 'conversation-2');
  discard();
  await submitAndGoOn(corpus());
  expect(open().id).toBe('conversation-3');
  const statusOf = async (id: string) => (await studio().corpora.document(corpus().id, 'train', id)).status;
  expect(await statusOf('conversation-2')).toBe('discarded');
  await openDocument(corpus(), 'train', 'conversation-1');
  await submitAndGoOn(corpus());
  expect(open().id).toBe('conversation-3');
  expect(await statusOf('conversation-2')).toBe('discarded');
});

it('goes from part to part with the document in one step, so that an edit meanwhile is of the part before', async () => {
  const before = open();
  const { corpora } = studio();
  const documents = corpora.documents.bind(corpora);
  vi.spyOn(corpora, 'documents').mockImplementationOnce((...asked) => {
    const { start, end } = before.sentences[0]?.tokens[0] ?? expect.fail('no word');
    edit(withAdded(before, [{ start, end, category: 'Town' }]), 'Town');
    return documents(...asked);
  });
  await openDocument(corpus(), 'test', null);
  expect(useAnnotating.getState().part).toBe('test');
  await expect.poll(() => useAnnotating.getState().saving).toBe(false);
  const edited = await corpora.document(corpus().id, 'train', before.id);
  expect(allSpans(edited).some(({ category }) => category === 'Town')).toBe(true);
  expect(useAnnotating.getState().problem).toBeNull();
});

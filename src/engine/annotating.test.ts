import { beforeEach, expect, it } from 'vitest';
import { withAdded } from '../../workers/text/annotation.ts';
import { allSpans } from '../../workers/text/spans.ts';
import { useAnnotating } from '../store/annotating.ts';
import { targetCorpus, useCorpora } from '../store/corpora.ts';
import { bringCorpus, emptyPage } from '../testing.ts';
import { edit, goOn, redoEdit, submitAndGoOn, takeUp, undoEdit } from './annotating.ts';
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

it('goes on to the next document, and to none behind the last', async () => {
  const { place, total } = useAnnotating.getState();
  expect(place).toBe(0);
  await goOn(-1);
  expect(useAnnotating.getState().place).toBe(0);
  await goOn(1);
  expect(useAnnotating.getState().place).toBe(Math.min(1, total - 1));
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

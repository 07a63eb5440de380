import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { DocumentOrder } from '../../workers/protocol/suggestions.ts';
import { useAnnotating } from '../store/annotating.ts';
import { targetCorpus, useCorpora } from '../store/corpora.ts';
import { useSuggesting } from '../store/suggesting.ts';
import { bringCorpus, bringModel, emptyPage } from '../testing.ts';
import { openDocument, takeUp } from './annotating.ts';
import { fakeStudio } from './fake.ts';
import { putInOrder } from './ordering.ts';
import { setStudio, studio } from './studio.ts';
import { askSuggestions } from './suggesting.ts';

const corpus = () => targetCorpus(useCorpora.getState()) ?? expect.fail('no corpus');

/** An order whose answer comes when it is given one. */
function waiting(order: DocumentOrder): { readonly asked: Promise<void>; answer(ids: readonly string[]): void } {
  let answer = (_: readonly string[]) => {};
  vi.spyOn(studio().engine, 'documentOrder').mockImplementationOnce(
    () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
  );
  useSuggesting.setState({ order });
  return { asked: putInOrder(corpus()), answer: (ids) => answer(ids) };
}

beforeEach(async () => {
  setStudio(fakeStudio(0));
  emptyPage();
  await bringCorpus();
  await takeUp(corpus());
});

it('is the one that was chosen last, whichever answer comes first', async () => {
  const { asked, answer } = waiting('random');
  useSuggesting.setState({ order: 'given' });
  await putInOrder(corpus());
  answer(['late']);
  await asked;
  expect(useAnnotating.getState()).toMatchObject({ order: null, filters: {} });
});

it('is of the part in which it was asked for', async () => {
  const { asked, answer } = waiting('disagreement');
  await openDocument(corpus(), 'test', null);
  answer(['of the training documents']);
  await asked;
  expect(useAnnotating.getState()).toMatchObject({ order: null, filters: {} });
});

describe('what the model says', () => {
  const found = (...ids: string[]) => vi.spyOn(studio().engine, 'documentsFound').mockImplementation(async () => ids);

  it('narrows documents down once they are tagged, in whatever order', async () => {
    found('conversation-2', 'conversation-4');
    useSuggesting.setState({ finding: 'unsure' });
    await putInOrder(corpus());
    expect(useAnnotating.getState().filters.among).toBeUndefined();
    await bringModel('desk');
    await askSuggestions(corpus());
    await putInOrder(corpus());
    expect(useAnnotating.getState()).toMatchObject({
      order: null,
      filters: { among: ['conversation-2', 'conversation-4'] },
    });
    useSuggesting.setState({ finding: null });
    await putInOrder(corpus());
    expect(useAnnotating.getState().filters).toEqual({});
  });

  it('holds together with the order by disagreement', async () => {
    await bringModel('desk');
    await askSuggestions(corpus());
    useSuggesting.setState({ order: 'disagreement' });
    await putInOrder(corpus());
    const [first = expect.fail(), second = expect.fail()] = useAnnotating.getState().order ?? [];
    found(second, 'conversation-none', first);
    useSuggesting.setState({ finding: 'unsure' });
    await putInOrder(corpus());
    expect(useAnnotating.getState().filters.among).toEqual([first, second]);
  });
});

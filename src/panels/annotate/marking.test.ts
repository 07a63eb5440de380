import { beforeEach, expect, it } from 'vitest';
import { tokensOf, withAdded } from '../../../workers/text/annotation.ts';
import { allSpans } from '../../../workers/text/spans.ts';
import { edit, takeUp } from '../../engine/annotating.ts';
import { fakeStudio } from '../../engine/fake.ts';
import { setStudio } from '../../engine/studio.ts';
import { useAnnotating } from '../../store/annotating.ts';
import { targetCorpus, useCorpora } from '../../store/corpora.ts';
import { bringCorpus, emptyPage } from '../../testing.ts';
import { onKey, onSelected, pickCategory } from './marking.ts';

const corpus = () => targetCorpus(useCorpora.getState()) ?? expect.fail('no corpus');
const open = () => useAnnotating.getState().document ?? expect.fail('no document');
const spansNow = () => allSpans(open()).filter(({ category }) => ['Town', 'Village'].includes(category));
const press = (key: string) => {
  const event = new KeyboardEvent('keydown', { key, code: key });
  onKey(event, corpus(), []);
};

/** The first two words of the document are a town. */
beforeEach(async () => {
  setStudio(fakeStudio(0));
  emptyPage();
  await bringCorpus();
  await takeUp(corpus());
  const [first, second] = tokensOf(open());
  edit(withAdded(open(), [{ start: first?.start ?? 0, end: second?.end ?? 0, category: 'Town' }]), 'town');
});

it('takes the span away that was selected from its first word to its last', () => {
  onSelected({ anchor: 0, caret: 1 });
  press('Delete');
  expect(spansNow()).toEqual([]);
});

it('gives a span that was selected as a whole another category, and lays none over it', () => {
  const [{ start, end } = expect.fail('no span')] = spansNow();
  onSelected({ anchor: 0, caret: 1, exact: { start, end } });
  pickCategory('Village', false);
  expect(spansNow()).toEqual([{ start, end, category: 'Village' }]);
});

it('marks what is selected of a span within it', () => {
  onSelected({ anchor: 0, caret: 0 });
  pickCategory('Village', false);
  expect(
    spansNow()
      .map(({ category }) => category)
      .sort(),
  ).toEqual(['Town', 'Village']);
});

it('changes the end of a span that was selected as a whole, and then its category', () => {
  onSelected({ anchor: 0, caret: 1 });
  press('[');
  pickCategory('Village', false);
  const [first] = tokensOf(open());
  expect(spansNow()).toEqual([{ start: first?.start, end: first?.end, category: 'Village' }]);
});

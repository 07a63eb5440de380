import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { allSpans, withSpans } from '../../../../workers/text/spans.ts';
import { edit } from '../../../engine/annotating.ts';
import { useAnnotating } from '../../../store/annotating.ts';
import { targetCorpus, useCorpora } from '../../../store/corpora.ts';
import { suggestionsNow, useSuggesting } from '../../../store/suggesting.ts';
import { beginAnnotating } from '../../../testing.ts';
import { AnnotatePanel } from '../AnnotatePanel.tsx';

const user = userEvent.setup();
const corpus = () => targetCorpus(useCorpora.getState()) ?? expect.fail('no corpus');
const open = () => useAnnotating.getState().document ?? expect.fail('no document');
const spans = () => allSpans(open());
const text = () => screen.getByRole('textbox', { name: 'Text of the document' });

/** A document without a span, and what the model suggests in it. */
beforeEach(async () => {
  await beginAnnotating();
  edit({ ...withSpans(open(), []), annotated: [] }, 'empty');
  await expect.poll(() => useAnnotating.getState().saving, { timeout: 20_000 }).toBe(false);
  useAnnotating.setState({ undo: [] });
  render(
    <MantineProvider env="test">
      <AnnotatePanel />
    </MantineProvider>,
  );
  await expect.poll(() => suggestionsNow().length, { timeout: 20_000 }).toBeGreaterThan(2);
  text().focus();
  // The whole panel is drawn, which takes a busy machine long.
}, 60_000);

const place = ({ start, end, category }: { start: number; end: number; category: string }) => ({
  start,
  end,
  category,
});

describe('suggestions in the text', () => {
  it('are told with their confidence, and are no annotation', () => {
    const [first] = suggestionsNow();
    const said = `Suggested: ${first?.category}, ${Math.round(100 * (first?.confidence ?? 0))} % sure`;
    expect(screen.getAllByTitle(said).length).toBeGreaterThan(0);
    expect(spans()).toEqual([]);
  });

  it('are gone through, accepted and undone by keys', async () => {
    const [first, second] = suggestionsNow();
    await user.keyboard('.');
    expect(screen.getByText(/^Suggested: /).textContent).toContain(open().text.slice(first?.start, first?.end));
    await user.keyboard('{Enter}');
    expect(spans().map(place)).toEqual([place(first ?? expect.fail('none'))]);
    expect(screen.getByText(/^Suggested: /).textContent).toContain(open().text.slice(second?.start, second?.end));
    await user.keyboard('{Control>}z{/Control}');
    expect(spans()).toEqual([]);
    expect(suggestionsNow()[0]).toEqual(first);
  });

  it('stay away once they are rejected, until that is undone', async () => {
    const [first, ...others] = suggestionsNow();
    await user.keyboard('.{Backspace}');
    expect(suggestionsNow()).toEqual(others);
    expect(spans()).toEqual([]);
    await user.keyboard('{Control>}z{/Control}');
    expect(suggestionsNow()[0]).toEqual(first);
  });

  it('are corrected by a category’s key, and by moving an end', async () => {
    const [first] = suggestionsNow();
    const other = corpus().categories.findIndex((category) => category !== first?.category);
    await user.keyboard(`.[Digit${other + 1}]`);
    expect(spans().map(place)).toEqual([
      { ...place(first ?? expect.fail('none')), category: corpus().categories[other] },
    ]);
    await user.keyboard('{Control>}z{/Control}');
    await user.keyboard('{Home},');
    const last = suggestionsNow().at(-1) ?? expect.fail('none');
    await user.keyboard('[[');
    expect(spans()[0]?.start).toBe(last.start);
    expect(spans()[0]?.end).toBeLessThan(last.end);
  });

  it('that are sure enough are accepted at once, as one step', async () => {
    const sure = suggestionsNow().filter(({ confidence }) => (confidence ?? 0) >= 0.95);
    useSuggesting.setState({ threshold: 0.95 });
    await user.keyboard('{Shift>}{Enter}{/Shift}');
    expect(spans().map(place)).toEqual(sure.map(place));
    await user.keyboard('{Control>}z{/Control}');
    expect(spans()).toEqual([]);
  });

  it('leave Backspace, Enter and the categories’ keys alone elsewhere', async () => {
    await user.keyboard('{End}1');
    expect(spans()).toHaveLength(1);
    await user.keyboard('{Backspace}');
    expect(spans()).toHaveLength(0);
    expect(open().rejected).toBeUndefined();
  });

  it('say how far they can be believed', async () => {
    await user.click(await screen.findByRole('button', { name: /How sure the model says it is/ }));
    screen.getByRole('img', { name: /Share of right spans by confidence/ });
    screen.getByText(/expected calibration error/);
  });

  it('are none where they are switched off', async () => {
    await user.click(screen.getByRole('switch', { name: 'Suggestions' }));
    expect(screen.queryAllByTitle(/^Suggested/)).toEqual([]);
  });
});

import { MantineProvider } from '@mantine/core';
import { cleanup, configure, render, renderHook, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { CorpusSummary } from '../../../workers/protocol/engine.ts';
import { evaluateModel } from '../../engine/evaluations.ts';
import { fakeStudio } from '../../engine/fake.ts';
import { setStudio, studio } from '../../engine/studio.ts';
import { useCorpora } from '../../store/corpora.ts';
import { noFilters, setTriedText, showErrorsOf, useEvaluation } from '../../store/evaluation.ts';
import { bringCorpus, bringModel, emptyPage } from '../../testing.ts';
import { EvaluatePanel } from './EvaluatePanel.tsx';
import { useTagged } from './useTagged.ts';

/** Looking things up by role takes seconds on a busy machine. */
configure({ asyncUtilTimeout: 15_000 });

function show() {
  render(
    <MantineProvider env="test">
      <EvaluatePanel />
    </MantineProvider>,
  );
}

beforeEach(() => {
  setStudio(fakeStudio(0));
  emptyPage();
});

describe('the Evaluate panel', { timeout: 40_000 }, () => {
  it('says what goes there while there is no model', () => {
    show();
    expect(screen.getAllByRole('button', { name: 'Try the demo' })).toHaveLength(1);
  });

  it('evaluates by itself and shows figures, confusions and errors by kind', async () => {
    await bringCorpus();
    await bringModel('source');
    show();
    const scores = await screen.findByRole('table', { name: 'source on Support desk, test' });
    expect(within(scores).getAllByRole('row', { name: /^Person \d+\.\d/ })).toHaveLength(1);
    expect(screen.getAllByRole('columnheader', { name: 'no span' })).toHaveLength(1);
    await userEvent.click(screen.getByRole('radio', { name: 'Missed 116' }));
    await waitFor(() => expect(useEvaluation.getState().filters.kind).toBe('missed'));
    expect(await screen.findAllByRole('list', { name: '114 sentences with errors' })).toHaveLength(1);
  });

  it('sorts its scores by F1 and by count', async () => {
    await bringCorpus();
    await bringModel('source');
    show();
    const scores = await screen.findByRole('table', { name: 'source on Support desk, test' });
    for (const [column, name] of [
      [2, 'F1'],
      [3, 'Spans'],
    ] as const) {
      const head = within(scores).getByRole('columnheader', { name });
      await userEvent.click(within(head).getByRole('button', { name }));
      expect(head.getAttribute('aria-sort')).toBe('descending');
      const figures = within(scores)
        .getAllByRole('row')
        .slice(1, -1)
        .map((row) => Number(within(row).getAllByRole('cell')[column]?.textContent));
      expect(figures).toEqual([...figures].sort((a, b) => b - a));
    }
  });

  it('leads from a cell of the matrix to its errors, by keyboard too', async () => {
    await bringCorpus();
    await bringModel('source');
    show();
    const matrix = await screen.findByRole('region', { name: 'Confusion matrix' });
    const cells = within(matrix).getAllByRole('button');
    const stops = cells.filter((cell) => cell.tabIndex === 0);
    expect(stops).toEqual([cells[0]]);
    cells[0]?.focus();
    await userEvent.keyboard('{ArrowDown}{Enter}');
    const [, what, errors] =
      /^(.+): (\d+)$/.exec(within(matrix).getByRole('button', { pressed: true }).getAttribute('aria-label') ?? '') ??
      [];
    expect(document.activeElement).toBe(screen.getByRole('group', { name: 'Which errors are shown' }));
    expect(screen.getByRole('radio', { name: `All ${errors}` })).toBeTruthy();
    expect(screen.getByText(what ?? '')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Show the errors of all cells' }));
    expect(useEvaluation.getState().filters.cell).toBeNull();
  });

  it('goes to the errors when it was opened for them', async () => {
    await bringCorpus();
    const { id } = await bringModel('source');
    showErrorsOf(id);
    show();
    const errors = await screen.findByRole('group', { name: 'Which errors are shown' });
    await waitFor(() => expect(document.activeElement).toBe(errors));
  });

  it('begins the box to try with a sentence of the corpus, and keeps what is typed', async () => {
    await bringCorpus();
    await bringModel('source');
    const query = { part: 'test', offset: 0, limit: 60 } as const;
    const { sentences } = await studio().corpora.sentences(useCorpora.getState().corpora[0]?.id ?? '', query);
    show();
    const box = screen.getByLabelText<HTMLTextAreaElement>('Text to tag');
    await waitFor(() => expect(sentences.map(({ text }) => text)).toContain(box.value));
    await userEvent.type(box, ' And more');
    cleanup();
    show();
    expect(screen.getByLabelText<HTMLTextAreaElement>('Text to tag').value).toContain(' And more');
  });

  it('draws no more of a long text than is in view', async () => {
    await bringModel('source');
    setTriedText('Ines Falk moved to Almsted. '.repeat(40_000));
    show();
    expect(await screen.findByText('1,120,000 letters: each part is tagged when it comes into view.')).toBeTruthy();
    expect(screen.getByRole('region', { name: 'The text, tagged' }).textContent?.length).toBeLessThan(30_000);
  });

  it('tags a text of one’s own, with the confidence as a figure', async () => {
    await bringModel('source');
    show();
    const box = screen.getByLabelText('Text to tag');
    await userEvent.clear(box);
    await userEvent.type(box, 'Thanks, Ines Falk');
    const found = await screen.findByRole('list', { name: 'Found, with confidence' });
    await waitFor(() => expect(found.textContent).toContain('Ines Falk'));
    expect(found.textContent).toContain('97 %');
  });

  it('asks once for what it is asked twice, and says that it works until all is done', async () => {
    await bringCorpus();
    const model = await bringModel('source');
    const evaluate = vi.spyOn(studio().engine, 'evaluate');
    const corpus = useCorpora.getState().corpora[0] as CorpusSummary;
    const first = evaluateModel(model.id, corpus, 'test');
    const other = evaluateModel(model.id, corpus, 'dev');
    const again = evaluateModel(model.id, corpus, 'test');
    expect(evaluate).toHaveBeenCalledTimes(2);
    expect(await again).toBe(await first);
    expect(await other).not.toBeNull();
    expect(useEvaluation.getState().evaluating).toBeNull();
  });

  it('shows by which category errors are filtered where the part holds none of it', async () => {
    await bringCorpus();
    await bringModel('source');
    useEvaluation.setState({ filters: { ...noFilters, category: 'Vessel' } });
    show();
    const category = await screen.findByRole<HTMLInputElement>('combobox', { name: 'Category' });
    expect(category.value).toBe('Vessel');
  });

  it('marks nothing in a part of a long text by what stood there before', async () => {
    const model = await bringModel('source');
    const tagText = vi.spyOn(studio().engine, 'tagText');
    tagText.mockImplementation(async (_, text) => ({
      ...{ text, sentences: [], unsure: [], spans: [{ start: 0, end: 4, category: 'Person', confidence: 1 }] },
    }));
    const { result, rerender } = renderHook(({ text }) => useTagged(model, text), {
      initialProps: { text: 'Ines is here' },
    });
    await waitFor(() => expect(result.current.tagged?.spans).toHaveLength(1));
    rerender({ text: 'Here is Ines' });
    expect(result.current.of).not.toBe('Here is Ines');
    await waitFor(() => expect(result.current.of).toBe('Here is Ines'));
  });
});

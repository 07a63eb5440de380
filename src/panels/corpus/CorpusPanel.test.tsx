import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { configure, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { fakeStudio } from '../../engine/fake.ts';
import { setStudio } from '../../engine/studio.ts';
import { targetCorpus, useCorpora } from '../../store/corpora.ts';
import { bringCorpus, emptyPage } from '../../testing.ts';
import { CorpusPanel } from './CorpusPanel.tsx';
import { useImporting } from './importing.ts';

/** Looking things up by role takes seconds on a busy machine. */
configure({ asyncUtilTimeout: 15_000 });

function show() {
  render(
    <MantineProvider env="test">
      <Notifications />
      <CorpusPanel />
    </MantineProvider>,
  );
}

const corpusFiles = () => screen.getByLabelText(/^Corpus files/);
const upload = (...names: string[]) =>
  userEvent.upload(
    corpusFiles(),
    names.map((name) => new File(['x'], name)),
  );

beforeEach(() => {
  setStudio(fakeStudio(0));
  emptyPage();
  useImporting.setState(useImporting.getInitialState(), true);
});

describe('the Corpus panel', { timeout: 40_000 }, () => {
  it('puts the text before everything that is said of it, and folds the notes into a line', async () => {
    await bringCorpus();
    show();
    const sentences = screen.getByRole('region', { name: 'Sentences of the corpus' });
    const counts = screen.getByRole('table', { name: 'Counts by category and part' });
    expect(sentences.compareDocumentPosition(counts)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
    expect(screen.queryByRole('table', { name: 'Notes by file and line' })).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: '1 note', expanded: false }));
    const notes = screen.getByRole('table', { name: 'Notes by file and line' });
    expect(within(notes).getByRole('row', { name: /target-train\.jsonl 118/ })).toBeTruthy();
  });

  it('names in a note the control that mends it, and no option of the terminal', async () => {
    await bringCorpus();
    const note = { code: 'no-tags', message: 'No tag.', remedy: 'Choose the column of the tags (--tag-column).' };
    useCorpora.setState(({ corpora }) => ({ corpora: corpora.map((corpus) => ({ ...corpus, problems: [note] })) }));
    show();
    await userEvent.click(screen.getByRole('button', { name: '1 note' }));
    const notes = screen.getByRole('table', { name: 'Notes by file and line' });
    expect(within(notes).getByRole('cell').textContent).toBe('No tag. Choose the column of the tags (“Tag column”).');
  });

  it('says in one line how the files were read, and opens to all of it', async () => {
    await bringCorpus();
    show();
    await userEvent.click(screen.getByRole('button', { name: /^1 file, JSONL with spans/ }));
    const assumed = screen.getByRole('list', { name: 'What was assumed' });
    expect(within(assumed).getAllByRole('listitem')).toHaveLength(2);
  });

  it('shows what a choice of columns makes of the file, counted from 1', async () => {
    show();
    await upload('letters-train.conll', 'letters-dev.conll');
    await userEvent.click(await screen.findByRole('button', { name: /^2 files/ }));
    const rows = await screen.findByRole('table', { name: 'First rows of the file' });
    const headings = () =>
      within(rows)
        .getAllByRole('columnheader')
        .map((heading) => heading.textContent);
    expect(headings()).toEqual(['1', '2: words', '3', '4: tags']);
    expect(within(screen.getByRole('list', { name: 'First sentences' })).getAllByRole('listitem')).toHaveLength(5);
    await userEvent.type(screen.getByLabelText('Word column'), '3');
    await waitFor(() => expect(headings()).toEqual(['1', '2', '3: words', '4: tags']));
    await userEvent.type(screen.getByLabelText('Tag column'), '9');
    expect((await screen.findByText('Like this it cannot be read')).textContent).toBeTruthy();
    expect(within(screen.getByRole('region', { name: 'Preview' })).getByText(/Ines/)).toBeTruthy();
  });

  it('reads the files of a corpus anew in its place and under its name', async () => {
    show();
    await upload('letters-train.conll', 'letters-dev.conll');
    await screen.findByRole('heading', { name: 'letters' });
    const before = targetCorpus(useCorpora.getState())?.id;
    await userEvent.click(screen.getByRole('button', { name: 'Rename the corpus' }));
    await userEvent.keyboard('post{Enter}');
    await screen.findByRole('heading', { name: 'post' });
    await userEvent.click(screen.getByRole('button', { name: /^2 files/ }));
    await userEvent.click(screen.getByRole('button', { name: 'Read again' }));
    await waitFor(() => expect(targetCorpus(useCorpora.getState())?.id).not.toBe(before));
    expect(useCorpora.getState().corpora.map(({ name }) => name)).toEqual(['post']);
    expect(screen.getByRole('button', { name: /^2 files/, expanded: true })).toBeTruthy();
  });

  it('keeps the way to import, the files and the settings after an import that failed', async () => {
    show();
    await userEvent.upload(corpusFiles(), new File([], 'hollow.conll'));
    expect((await screen.findByRole('alert')).textContent).toContain('hollow.conll');
    expect(screen.getByRole('button', { name: 'Import corpus' })).toBeTruthy();
    await userEvent.type(screen.getByLabelText('Tag column'), '2');
    await userEvent.click(screen.getByRole('button', { name: 'Read again' }));
    await screen.findByRole('alert');
    expect(screen.getByLabelText<HTMLInputElement>('Tag column').value).toBe('2');
    await userEvent.click(screen.getByRole('button', { name: 'Leave these files' }));
    expect(screen.queryByRole('button', { name: 'Read again' })).toBeNull();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('renames in place by keyboard, lets Escape go back, and takes no name twice', async () => {
    await bringCorpus();
    show();
    await upload('letters.conll');
    await waitFor(() => expect(useCorpora.getState().corpora).toHaveLength(2));
    const pencil = () => screen.getByRole('button', { name: 'Rename the corpus' });
    const names = () => useCorpora.getState().corpora.map(({ name }) => name);
    pencil().focus();
    await userEvent.keyboard('{Enter}');
    await userEvent.keyboard('Support desk{Enter}');
    expect(screen.getByText('This name is taken.')).toBeTruthy();
    await userEvent.keyboard('{Escape}');
    expect(names()).toEqual(['Support desk', 'letters']);
    expect(document.activeElement).toBe(pencil());
    await userEvent.keyboard('{Enter}');
    await userEvent.keyboard('Post of 1910{Enter}');
    await waitFor(() => expect(names()).toEqual(['Support desk', 'Post of 1910']));
    expect(document.activeElement).toBe(pencil());
  });

  it('says why a button cannot be pressed', async () => {
    await bringCorpus();
    show();
    const apply = screen.getByRole('button', { name: 'Apply to the corpus', description: /Nothing is changed yet/ });
    expect(apply.getAttribute('aria-disabled')).toBe('true');
    await userEvent.click(screen.getByRole('switch', { name: 'Keep Phone' }));
    expect(screen.getByRole('button', { name: 'Apply to the corpus', description: '' })).toBeTruthy();
  });

  it('goes on showing sentences when the category that they were filtered by gets another name', async () => {
    await bringCorpus();
    show();
    await userEvent.click(screen.getByRole('combobox', { name: 'Only sentences with this category' }));
    await userEvent.click(await screen.findByRole('option', { name: 'Phone' }));
    await waitFor(() => expect(screen.getByText(/^\d+ sentences?$/)).toBeTruthy());
    await userEvent.type(screen.getByRole('textbox', { name: 'New name of Phone' }), ' number');
    await userEvent.click(screen.getByRole('button', { name: 'Apply to the corpus' }));
    await waitFor(() => expect(targetCorpus(useCorpora.getState())?.categories).toContain('Phone number'));
    await waitFor(() => expect(screen.getByText(/^[\d,]+ sentences?$/).textContent).not.toBe('0 sentences'));
  });

  it('takes a change of categories back by undo', async () => {
    await bringCorpus();
    const before = targetCorpus(useCorpora.getState())?.categories;
    show();
    await userEvent.type(screen.getByRole('textbox', { name: 'New name of Phone' }), ' number');
    await userEvent.click(screen.getByRole('button', { name: 'Apply to the corpus' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(targetCorpus(useCorpora.getState())?.categories).toEqual(before));
  });

  it('goes on to what comes next', async () => {
    await bringCorpus();
    show();
    expect(screen.getByRole('button', { name: 'Next: Source' })).toBeTruthy();
  });
});

import { MantineProvider } from '@mantine/core';
import { configure, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { GraftError } from '../../../workers/protocol/errors.ts';
import { fakeStudio } from '../../engine/fake.ts';
import { setStudio, studio } from '../../engine/studio.ts';
import { useAnnotating } from '../../store/annotating.ts';
import { useCorpora } from '../../store/corpora.ts';
import { useTagging } from '../../store/tagging.ts';
import { useView } from '../../store/view.ts';
import { bringModel, emptyPage } from '../../testing.ts';
import { TagFolder } from './TagFolder.tsx';

/** Looking things up by role takes seconds on a busy machine. */
configure({ asyncUtilTimeout: 15_000 });

async function show(): Promise<void> {
  const model = await bringModel('Desk');
  render(
    <MantineProvider env="test">
      <TagFolder model={model} />
    </MantineProvider>,
  );
}

const text = (path: string, content: string) => {
  const file = new File([content], path.split('/').at(-1) ?? path);
  Object.defineProperty(file, 'webkitRelativePath', { value: path });
  return file;
};
const choose = (...files: readonly File[]) =>
  userEvent.upload(screen.getByLabelText('Folder of plain texts'), [...files]);

beforeEach(() => {
  setStudio(fakeStudio(0));
  emptyPage();
});

describe('a folder of texts', { timeout: 40_000 }, () => {
  it('becomes a corpus with the model’s spans, and what was left out is told', async () => {
    await show();
    const imported = vi.spyOn(studio().corpora, 'importCorpus');
    await choose(
      text('letters/a.txt', 'Ines Falk called.'),
      text('letters/more/b.txt', ''),
      text('letters/c.txt', 'So.'),
    );
    await screen.findByText(/^Desk found 1 span in 2 documents: the corpus “letters, tagged”\.$/);
    expect(imported.mock.calls[0]?.[0]).toBe('letters, tagged');
    expect(imported.mock.calls[0]?.[2]).toEqual({ whole: true });
    expect(useCorpora.getState().corpora).toHaveLength(1);
    screen.getByText('It was at least 80 % sure of everything.');
    await userEvent.click(screen.getByRole('button', { name: /^What was said of 1 file/ }));
    screen.getByText(/letters\/more\/b\.txt: The file is empty\./);
  });

  it('lists what is to be looked at below the share that was asked for, and opens it in Annotate', async () => {
    await show();
    const share = screen.getByRole('textbox', { name: 'To be looked at below' });
    await userEvent.clear(share);
    await userEvent.type(share, '98');
    const { corpora } = studio();
    await choose(text('letters/conversation-2', 'Ines Falk called.'));
    const list = within(await screen.findByRole('list', { name: 'Documents to be looked at' }));
    list.getByText('“Ines Falk”, Person, 97 %');
    const asked = vi.spyOn(corpora, 'documents');
    await userEvent.click(list.getByRole('button', { name: 'Look at letters/conversation-2' }));
    await vi.waitFor(() => expect(useView.getState().panel).toBe('annotate'));
    expect(asked.mock.calls.map(([, { at }]) => at)).toContain('letters/conversation-2');
    expect(useAnnotating.getState().problem).toBeNull();
  });

  it('is called off, and says what went wrong', async () => {
    await show();
    const stop = vi.spyOn(studio().engine, 'stopTagging');
    vi.spyOn(studio().engine, 'tagFiles').mockImplementationOnce(() => new Promise(() => {}));
    await choose(text('letters/a.txt', 'So.'));
    await userEvent.click(await screen.findByRole('button', { name: 'Stop tagging' }));
    expect(stop).toHaveBeenCalledOnce();
    expect(useTagging.getState().tagging).toBeNull();
    const failure = { code: 'no-files', message: 'There is none.', remedy: 'Give one.' };
    vi.spyOn(studio().engine, 'tagFiles').mockRejectedValueOnce(new GraftError(failure));
    await choose(text('letters/a.txt', 'So.'));
    expect((await screen.findByRole('alert')).textContent).toContain('Give one.');
  });

  it('is not for a model of one tag a word', async () => {
    const model = { ...(await bringModel('Desk')), kind: 'tags' as const };
    render(
      <MantineProvider env="test">
        <TagFolder model={model} />
      </MantineProvider>,
    );
    screen.getByText(/it finds no spans to mark in texts/);
    expect(screen.queryByRole('button')).toBeNull();
  });
});

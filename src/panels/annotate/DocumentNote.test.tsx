import { MantineProvider } from '@mantine/core';
import { act, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openDocument, takeUp } from '../../engine/annotating.ts';
import { fakeStudio } from '../../engine/fake.ts';
import { setStudio, studio } from '../../engine/studio.ts';
import { useAnnotating } from '../../store/annotating.ts';
import { targetCorpus, useCorpora } from '../../store/corpora.ts';
import { bringCorpus, emptyPage } from '../../testing.ts';
import { DocumentNote } from './DocumentNote.tsx';

const corpus = () => targetCorpus(useCorpora.getState()) ?? expect.fail('no corpus');
const type = (value: string) =>
  fireEvent.change(screen.getByRole('textbox', { name: 'Note on this document' }), { target: { value } });

/** As the panel shows it: another document has a field of its own. */
function Note() {
  const { document } = useAnnotating();
  return (
    <MantineProvider env="test">{document && <DocumentNote key={document.id} document={document} />}</MantineProvider>
  );
}

beforeEach(async () => {
  setStudio(fakeStudio(0));
  emptyPage();
  await bringCorpus();
  await takeUp(corpus());
  render(<Note />);
});

afterEach(() => {
  vi.useRealTimers();
});

it('is kept when the writer pauses', async () => {
  vi.useFakeTimers();
  type('Ask Ola');
  act(() => vi.advanceTimersByTime(1000));
  type('Ask Ola.');
  act(() => vi.advanceTimersByTime(1000));
  expect(useAnnotating.getState().undo).toHaveLength(0);
  act(() => vi.advanceTimersByTime(1000));
  expect(useAnnotating.getState()).toMatchObject({ undo: [{ label: 'note' }], document: { note: 'Ask Ola.' } });
});

it('is kept with its own document where another is opened before the field is left', async () => {
  const { document: before } = useAnnotating.getState();
  type('Ask Ola.');
  await act(() => openDocument(corpus(), 'train', 'conversation-2'));
  expect(useAnnotating.getState().document?.id).toBe('conversation-2');
  await expect.poll(() => useAnnotating.getState().saving).toBe(false);
  expect(await studio().corpora.document(corpus().id, 'train', before?.id ?? '')).toMatchObject({ note: 'Ask Ola.' });
  expect(useAnnotating.getState().document).not.toHaveProperty('note');
});

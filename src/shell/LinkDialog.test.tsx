import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeStudio } from '../engine/fake.ts';
import { loadSourceModel } from '../engine/models.ts';
import { setStudio } from '../engine/studio.ts';
import { useSetup } from '../store/setup.ts';
import { bringCorpus, emptyPage } from '../testing.ts';
import { LinkDialog } from './LinkDialog.tsx';

const close = vi.fn();

const show = () =>
  render(
    <MantineProvider env="test">
      <Notifications />
      <LinkDialog onClose={close} />
    </MantineProvider>,
  );

beforeEach(() => {
  setStudio(fakeStudio(0));
  emptyPage();
  close.mockClear();
});

describe('a link to the set-up', () => {
  it('is shown with all that it names, and stands in no address before or after it is copied', async () => {
    await bringCorpus();
    await loadSourceModel('letters.graft', new Uint8Array([1]));
    const { adaptation } = useSetup.getState();
    useSetup.setState({
      task: 'adapt',
      adaptation: { ...adaptation, newCategories: ['Ward'], categoryMap: { Patient: 'Person' } },
    });
    const before = window.location.href;
    const user = userEvent.setup();
    const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    show();
    const named = screen.getAllByRole('listitem').map(({ textContent }) => textContent);
    expect(named).toEqual([
      'the source model “letters”',
      'the corpus “Support desk”',
      'the categories Ward, Patient and Person',
    ]);
    expect(write).not.toHaveBeenCalled();
    await user.click(screen.getByRole('button', { name: 'Copy it' }));
    await waitFor(() => expect(close).toHaveBeenCalled());
    const [address = ''] = write.mock.lastCall ?? [];
    screen.getByText(address);
    expect(new URLSearchParams(new URL(address).hash.slice(1)).get('corpus')).toBe('Support desk');
    expect(window.location.href).toBe(before);
  });

  it('is shown still where the browser does not let it be copied', async () => {
    const user = userEvent.setup();
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('refused'));
    show();
    screen.getByText('It holds settings, and no name of yours.');
    await user.click(screen.getByRole('button', { name: 'Copy it' }));
    await screen.findByText(/The browser did not let the link be copied/);
    expect(close).not.toHaveBeenCalled();
  });
});

import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { ReasonedButton } from './ReasonedButton.tsx';

it('keeps the focus when it can no longer be pressed, and when it can again', async () => {
  const press = vi.fn();
  const button = (whyNot: string | null) => (
    <MantineProvider env="test">
      <ReasonedButton whyNot={whyNot} onClick={press}>
        Apply
      </ReasonedButton>
    </MantineProvider>
  );
  const { rerender } = render(button(null));
  const named = () => screen.getByRole('button', { name: 'Apply' });
  await userEvent.tab();
  await userEvent.keyboard('{Enter}');
  expect(press).toHaveBeenCalledTimes(1);
  rerender(button('Nothing is changed yet.'));
  expect(document.activeElement).toBe(named());
  screen.getByRole('button', { name: 'Apply', description: 'Nothing is changed yet.' });
  expect(named().getAttribute('aria-disabled')).toBe('true');
  await userEvent.keyboard('{Enter}');
  expect(press).toHaveBeenCalledTimes(1);
  rerender(button(null));
  expect(document.activeElement).toBe(named());
  screen.getByRole('button', { name: 'Apply', description: '' });
  expect(named().getAttribute('aria-disabled')).toBeNull();
});

it('shows its reason to the eye alone: a screen reader hears it once, from the button', async () => {
  render(
    <MantineProvider env="test">
      <ReasonedButton whyNot="Nothing is changed yet." onClick={() => {}}>
        Apply
      </ReasonedButton>
    </MantineProvider>,
  );
  await userEvent.hover(screen.getByRole('button', { name: 'Apply' }));
  expect((await screen.findByRole('tooltip', { hidden: true })).getAttribute('aria-hidden')).toBe('true');
  screen.getByRole('button', { name: 'Apply', description: 'Nothing is changed yet.' });
});

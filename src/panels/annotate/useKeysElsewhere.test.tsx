import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { useKeysElsewhere } from './useKeysElsewhere.ts';

function Page({ onKey }: { readonly onKey: (key: string) => void }) {
  useKeysElsewhere(({ key }) => onKey(key));
  return (
    <>
      <button type="button">Press</button>
      <input aria-label="Search" />
      <input aria-label="Model" readOnly />
      <input type="checkbox" aria-label="Looked for" />
      <div role="dialog" aria-label="Asked">
        <button type="button">Yes</button>
      </div>
    </>
  );
}

it('tells of the keys that whatever has the focus has no use for', async () => {
  const told: string[] = [];
  render(<Page onKey={(key) => told.push(key)} />);
  const press = async (keys: string) => {
    told.length = 0;
    await userEvent.keyboard(keys);
    return told.filter((key) => key !== 'Control');
  };
  expect(await press('1{ArrowRight}')).toEqual(['1', 'ArrowRight']);
  await userEvent.click(screen.getByRole('button', { name: 'Press' }));
  expect(await press('1{Delete}{Enter} {Control>}{Enter}{/Control}')).toEqual(['1', 'Delete', 'Enter']);
  await userEvent.click(screen.getByRole('checkbox'));
  expect(await press('1 ')).toEqual(['1']);
  await userEvent.click(screen.getByRole('textbox', { name: 'Model' }));
  expect(await press('1{ArrowDown}')).toEqual(['1']);
  await userEvent.click(screen.getByRole('textbox', { name: 'Search' }));
  expect(await press('1{Delete}')).toEqual([]);
  await userEvent.click(screen.getByRole('button', { name: 'Yes' }));
  expect(await press('1')).toEqual([]);
});

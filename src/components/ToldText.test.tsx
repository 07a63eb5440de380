import { render } from '@testing-library/react';
import { expect, it } from 'vitest';
import { ToldText } from './ToldText.tsx';

it('keeps the words and sets each quotation in the direction of its own script', () => {
  const message = '2 sentences also stand in train, such as “سافر إلى دمشق .”, “سافر .”. Look there.';
  const { container } = render(<ToldText>{message}</ToldText>);
  expect(container.textContent).toBe(message);
  expect([...container.querySelectorAll('bdi')].map(({ textContent }) => textContent)).toEqual([
    'سافر إلى دمشق .',
    'سافر .',
  ]);
});

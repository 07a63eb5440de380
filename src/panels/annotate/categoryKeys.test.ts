import { expect, it } from 'vitest';
import { categoryOfKey, keyName, keyPressed, keysOf } from './categoryKeys.ts';

const many = Array.from({ length: 40 }, (_, index) => `C${index}`);

it('gives digits first, then letters, until there are none', () => {
  const keys = keysOf(many, {});
  expect(['C0', 'C8', 'C9', 'C34', 'C35'].map((category) => keyName(keys.get(category) ?? ''))).toEqual([
    '1',
    '9',
    'q',
    'm',
    '0',
  ]);
  expect(keys.size).toBe(36);
  expect(new Set(keys.values()).size).toBe(36);
});

it('gives a category the key that was chosen for it, and the others what is left', () => {
  const keys = keysOf(['Person', 'Town', 'Phone'], { Town: 'Digit1', Phone: 'KeyP', Gone: 'KeyQ' });
  expect([...keys].map(([category, code]) => `${category} ${keyName(code)}`)).toEqual([
    'Town 1',
    'Phone p',
    'Person 2',
  ]);
  expect(keysOf(['A', 'B'], { A: 'KeyX', B: 'KeyX' })).toEqual(
    new Map([
      ['A', 'KeyX'],
      ['B', 'Digit1'],
    ]),
  );
});

it('finds the category of a key, of the number block too', () => {
  expect(categoryOfKey('Numpad2', ['A', 'B'], {})).toBe('B');
  expect(categoryOfKey('KeyA', ['A', 'B'], { A: 'KeyA' })).toBe('A');
  expect(categoryOfKey('Enter', ['A', 'B'], {})).toBeUndefined();
  expect([keyPressed('Digit0'), keyPressed('Space')]).toEqual(['Digit0', null]);
});

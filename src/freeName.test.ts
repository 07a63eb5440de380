import { expect, it } from 'vitest';
import { freeName } from './freeName.ts';

it('gives no name twice', () => {
  expect(freeName('eng', [])).toBe('eng');
  expect(freeName('eng', ['eng', 'eng (2)'])).toBe('eng (3)');
});

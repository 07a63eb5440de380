import { expect, it } from 'vitest';
import { corpora, graft } from '../testing.ts';

it('refuses a model file that is none', async () => {
  const { status, note, out } = await graft(['inspect', corpora().train]);
  expect(note).toContain('not a model bundle');
  expect({ status, out }).toEqual({ status: 1, out: '' });
});

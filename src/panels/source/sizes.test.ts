import { describe, expect, it } from 'vitest';
import { bilstmCrf } from '../../../workers/protocol/architectures/bilstmCrf.ts';
import { choiceOf, withField } from '../../store/setup.ts';
import { sizesOf } from './sizes.ts';

const choice = choiceOf(bilstmCrf);

function scheme(...[chosen, kind]: Parameters<typeof sizesOf>) {
  const found = sizesOf(chosen, kind).find(({ key }) => key === 'scheme');
  if (found?.field.kind !== 'choice') throw new Error('There is no scheme to choose.');
  return { ...found, choices: found.field.choices.map(({ value }) => value) };
}

describe('the sizes of a model that is trained', () => {
  it('hold every field of encoder and output, with the architecture’s value beside', () => {
    const sizes = sizesOf(withField(choice, 'wordHidden', 64), 'spans');
    expect(sizes.find(({ key }) => key === 'wordHidden')).toMatchObject({ value: 64, standard: 128 });
    expect(sizes.map(({ key }) => key)).toContain('digitsToZero');
  });

  it('offer one tag a token for no corpus of spans', () => {
    expect(scheme(choice, 'spans').choices).toEqual(['bioes', 'iob2']);
  });

  it('show the scheme that the run would have, also where the corpus does not allow it', () => {
    const { value, choices } = scheme(withField(choice, 'scheme', 'tags'), 'spans');
    expect(value).toBe('tags');
    expect(choices).toContain('tags');
  });

  it('leave no choice for a corpus of one tag a token', () => {
    expect(scheme(choice, 'tags')).toMatchObject({ value: 'tags', idle: expect.stringContaining('one tag a token') });
  });
});

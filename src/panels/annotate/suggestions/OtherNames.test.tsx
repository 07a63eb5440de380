import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { addCategories, nameInModel, useSetup } from '../../../store/setup.ts';
import { useView } from '../../../store/view.ts';
import { emptyPage } from '../../../testing.ts';
import { OtherNames } from './OtherNames.tsx';

const show = (ofModel: readonly string[], ofCorpus: readonly string[]) =>
  render(
    <MantineProvider env="test">
      <OtherNames corpus={{ categories: ofCorpus }} model={{ name: 'Desk', categories: ofModel }} />
    </MantineProvider>,
  );
const line = () => screen.queryByText(/^Desk knows nothing called /)?.textContent ?? null;

beforeEach(emptyPage);

describe('a model that suggests by other names than the corpus’s', () => {
  it('is said to, with the way to where that is put right', async () => {
    show(['PER', 'LOC', 'Phone'], ['Person', 'Place', 'Phone']);
    expect(line()).toContain(
      'knows nothing called Person and Place, and suggests PER and LOC, which this corpus has not',
    );
    await userEvent.click(screen.getByRole('button', { name: 'Go to Labels' }));
    expect(useView.getState().panel).toBe('labels');
  });

  it.each([
    ['every category of the corpus is known', ['Person', 'Phone'], ['Person']],
    ['the model has no name that the corpus has not', ['Person'], ['Person', 'Address']],
    ['nothing is annotated yet', ['Person'], []],
  ])('is none where %s', (_, ofModel, ofCorpus) => {
    show(ofModel, ofCorpus);
    expect(line()).toBeNull();
  });

  it('is none any more once each name is said to be the same, new or left out', () => {
    nameInModel('Person', 'PER');
    nameInModel('Thing', null);
    addCategories(['Address']);
    expect(useSetup.getState().adaptation.newCategories).toEqual(['Address']);
    show(['PER', 'LOC'], ['Person', 'Thing', 'Address']);
    expect(line()).toBeNull();
  });
});

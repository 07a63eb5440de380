import { act, render } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { fakeStudio } from '../engine/fake.ts';
import { loadSourceModel } from '../engine/models.ts';
import { setStudio } from '../engine/studio.ts';
import { keepModel } from '../store/models.ts';
import { setSaving, useProject } from '../store/project.ts';
import { noteSaved } from '../store/saved.ts';
import { bringCorpus, bringModel, emptyPage } from '../testing.ts';
import { useLeavingAsked } from './useLeavingAsked.ts';

function Page() {
  useLeavingAsked();
  return null;
}

/** Whether the browser would ask. */
function asks(): boolean {
  const leaving = new Event('beforeunload', { cancelable: true });
  window.dispatchEvent(leaving);
  return leaving.defaultPrevented;
}

beforeEach(() => {
  setStudio(fakeStudio(0));
  emptyPage();
  render(<Page />);
});

describe('leaving the page', () => {
  it('is no question as long as nothing would be lost', async () => {
    expect(asks()).toBe(false);
    await act(() => loadSourceModel('letters.graft', new Uint8Array([1])));
    expect(asks()).toBe(false);
  });

  it('is a question while a model is in no file, and after it was changed', async () => {
    const model = await act(() => bringModel('trained'));
    expect(asks()).toBe(true);
    act(() => noteSaved(model));
    expect(asks()).toBe(false);
    act(() => keepModel({ ...model, name: 'renamed' }));
    expect(asks()).toBe(true);
  });

  it('is a question while something waits to be stored, and none where the page is left on purpose', () => {
    act(() => setSaving('corpora', { waiting: 1, problem: null }));
    expect(asks()).toBe(true);
    act(() => useProject.setState({ leaving: true }));
    expect(asks()).toBe(false);
    act(() => useProject.setState({ leaving: false }));
    act(() => setSaving('corpora', { waiting: 0, problem: null }));
    expect(asks()).toBe(false);
  });

  it('is a question where nothing is kept of what is there', async () => {
    act(() => useProject.setState({ keeps: 'no' }));
    expect(asks()).toBe(false);
    await act(bringCorpus);
    expect(asks()).toBe(true);
    act(() => useProject.setState({ keeps: 'yes' }));
    expect(asks()).toBe(false);
  });
});

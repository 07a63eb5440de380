import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { showPanel, useView } from '../store/view.ts';
import { emptyPage } from '../testing.ts';
import { isAtPanel, keepPanelHistory, settleEntry } from './panelHistory.ts';

let end = () => {};

function back(): Promise<void> {
  return new Promise((done) => {
    window.addEventListener('popstate', () => done(), { once: true });
    window.history.back();
  });
}

beforeEach(() => {
  emptyPage();
  window.history.pushState(null, '', '/');
  end = keepPanelHistory();
});
afterEach(() => end());

describe('the panels in the history', () => {
  it('are gone back through', async () => {
    showPanel('corpus');
    showPanel('train');
    await back();
    expect(useView.getState().panel).toBe('corpus');
    await back();
    expect(useView.getState().panel).toBe('source');
  });

  it('make no entry of a panel that is shown already', () => {
    const entries = window.history.length;
    showPanel('source');
    expect(window.history.length).toBe(entries);
  });

  it('leave the address as it is, whatever it becomes', async () => {
    window.history.replaceState(window.history.state, '', '#seed=3');
    showPanel('labels');
    expect(window.location.hash).toBe('#seed=3');
    await back();
    expect(useView.getState().panel).toBe('source');
    expect(window.location.hash).toBe('#seed=3');
  });

  it('take the entry of a link for the panel that it leads to', () => {
    window.history.pushState(null, '', '#panel=train');
    expect(isAtPanel()).toBe(false);
    const entries = window.history.length;
    showPanel('train');
    expect(isAtPanel()).toBe(true);
    expect(window.history.length).toBe(entries);
  });

  it('take the entry of a link that leads to the panel that is shown already', async () => {
    window.history.pushState(null, '', '#panel=source');
    settleEntry();
    expect(isAtPanel()).toBe(true);
    showPanel('train');
    await back();
    // It is no link to be opened again.
    expect(isAtPanel()).toBe(true);
    expect(useView.getState().panel).toBe('source');
  });
});

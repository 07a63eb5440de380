import { describe, expect, it } from 'vitest';
import { panelStates, type Standing } from './panelStates.ts';

const fresh: Standing = {
  hasCorpus: false,
  corpusProblem: false,
  hasSource: false,
  sourceProblem: false,
  fromScratch: false,
  hasModels: false,
  labelsOpen: false,
  run: 'none',
};

/** The panels that ask for the user. */
function asking(change: Partial<Standing>): string[] {
  return Object.entries(panelStates({ ...fresh, ...change }))
    .filter(([, state]) => state === 'attention')
    .map(([panel]) => panel);
}

describe('the rail', () => {
  it('leads from one step of the work to the next', () => {
    const source = { hasSource: true, hasModels: true };
    const both = { ...source, hasCorpus: true };
    expect(asking({})).toEqual(['source']);
    expect(asking(source)).toEqual(['corpus']);
    expect(asking({ ...both, labelsOpen: true })).toEqual(['labels']);
    expect(asking(both)).toEqual(['train']);
    expect(asking({ ...both, run: 'under way' })).toEqual([]);
    expect(asking({ ...both, run: 'finished' })).toEqual([]);
    expect(asking({ ...both, run: 'failed' })).toEqual(['train']);
  });

  it('asks for a corpus to train a source model from', () => {
    expect(panelStates({ ...fresh, fromScratch: true }).labels).toBe('empty');
    expect(asking({ fromScratch: true, hasCorpus: true })).toEqual(['train']);
  });

  it('points at a panel where something went wrong', () => {
    expect(asking({ hasSource: true, hasCorpus: true, corpusProblem: true })).toContain('corpus');
    expect(asking({ sourceProblem: true })).toEqual(['source']);
  });

  it('has texts to annotate where there is a corpus', () => {
    expect(panelStates({ ...fresh, hasSource: true, hasModels: true }).annotate).toBe('empty');
    expect(panelStates({ ...fresh, hasCorpus: true }).annotate).toBe('ready');
  });
});

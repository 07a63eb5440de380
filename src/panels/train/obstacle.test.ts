import { describe, expect, it } from 'vitest';
import type { CorpusSummary } from '../../../workers/protocol/engine.ts';
import type { ModelSummary } from '../../../workers/protocol/model.ts';
import { type StartSetup, startObstacle } from './obstacle.ts';

const part = (sentences: number, spans = 3) => ({ sentences, categories: { Person: spans } });
const corpus = (train = part(9), dev = part(4)) =>
  ({ name: 'letters', parts: { train, dev, test: part(0) } }) as unknown as CorpusSummary;
const ready: StartSetup = {
  corpus: corpus(),
  importing: false,
  source: { name: 'source' } as ModelSummary,
  adapting: true,
  joint: null,
  planProblem: null,
  unfit: [],
  faulty: null,
  trials: null,
};
const of = (change: Partial<StartSetup>) => startObstacle({ ...ready, ...change });
const problem = { code: 'category-not-in-corpus', message: 'There is no Address.', remedy: 'Take it back.' };

describe('what keeps training from starting', () => {
  it('is nothing where all is there, test sentences or not', () => {
    expect(of({})).toBeNull();
    expect(of({ adapting: false, source: null })).toBeNull();
  });

  it('is what is missing, with the panel that mends it', () => {
    expect(of({ corpus: null })).toMatchObject({ panel: 'corpus', problem: { code: 'no-corpus' } });
    expect(of({ importing: true })).toMatchObject({ panel: 'corpus', problem: { code: 'importing' } });
    expect(of({ source: null })).toMatchObject({ panel: 'source', problem: { code: 'no-source-model' } });
    expect(of({ corpus: corpus(part(9), part(0)) })?.problem.message).toBe('letters has no dev sentences.');
    expect(of({ adapting: false, corpus: corpus(part(9, 0)) })?.problem.code).toBe('nothing-annotated');
  });

  it('is a search that cannot draw a setting, or draws nothing', () => {
    const faulty = of({ adapting: false, faulty: 'Dropout.', trials: 1 });
    expect(faulty).toMatchObject({ panel: 'train', problem: { code: 'faulty-range', message: 'Dropout.' } });
    expect(of({ adapting: false, trials: 1 })).toMatchObject({ panel: 'train', problem: { code: 'nothing-searched' } });
    expect(of({ adapting: false, trials: 2 })).toBeNull();
  });

  it('is a plan that does not work out, with the categories that can be taken back', () => {
    expect(of({ planProblem: problem, unfit: ['Address'] })).toEqual({ panel: 'labels', problem, unfit: ['Address'] });
    expect(of({ planProblem: problem, adapting: false })).toBeNull();
  });
});

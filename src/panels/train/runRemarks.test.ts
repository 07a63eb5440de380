import { expect, it } from 'vitest';
import { bilstmCrf } from '../../../workers/protocol/architectures/bilstmCrf.ts';
import type { RunResult } from '../../../workers/protocol/engine.ts';
import { remarksOn } from './runRemarks.ts';

const { specification } = bilstmCrf;
const result = (model: Partial<RunResult['model']> = {}, told: Partial<RunResult> = {}) =>
  ({
    stages: [],
    repetitions: [],
    pseudoLabels: {},
    model: { specification, history: [], ...model },
    ...told,
  }) as unknown as RunResult;

it('says how many sentences the model carries, of which text, and that they leave with its file', () => {
  const [remark] = remarksOn(result({ sample: { corpus: 'letters', measured: 194, rehearsed: 1194 } }), null);
  expect(remark).toContain('1,388 sentences of letters');
  expect(remark).toContain('real text');
  expect(remarksOn(result(), null)).toEqual([]);
});

it('says for how much of each score the source model is asked, and what that costs', () => {
  const asks = { ...specification, consulted: { specification, categories: ['PER'], share: 0.3 } };
  const consulted = { share: 0.3, dev: { overall: { f1: 49.5 } } } as RunResult['consulted'];
  const [share, cost] = remarksOn(result({ specification: asks }, { consulted }), null);
  expect(share).toContain('30 % of each score (dev F1 49.50)');
  expect(cost).toContain('twice as large');
});

import { expect, it } from 'vitest';
import type { RunResult } from '../../../workers/protocol/engine.ts';
import { remarksOn } from './runRemarks.ts';

const result = (sample?: RunResult['model']['sample']) =>
  ({ stages: [], repetitions: [], pseudoLabels: {}, model: sample ? { sample } : {} }) as unknown as RunResult;

it('says how many sentences the model carries, of which text, and that they leave with its file', () => {
  const [remark] = remarksOn(result({ corpus: 'letters', measured: 194, rehearsed: 1194 }), null);
  expect(remark).toContain('1,388 sentences of letters');
  expect(remark).toContain('real text');
  expect(remarksOn(result(), null)).toEqual([]);
});

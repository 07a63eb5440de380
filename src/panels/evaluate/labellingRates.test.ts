import { describe, expect, it } from 'vitest';
import { blstm } from '../../../workers/protocol/architectures/blstm.ts';
import type { JointLearning, RunConfiguration, SingleConfiguration } from '../../../workers/protocol/configuration.ts';
import { defaultJointLearning } from '../../../workers/protocol/configuration.ts';
import type { RunResult } from '../../../workers/protocol/engine.ts';
import type { Scores } from '../../../workers/protocol/scores.ts';
import { idleRun, type RunState } from '../../store/runState.ts';
import { labellingRates } from './labellingRates.ts';

const target = { id: 'corpus 1', revision: 1 };
const of = (f1: number): Scores => {
  const overall = { precision: f1, recall: f1, f1, support: 10, predicted: 10, correct: 5 };
  return { overall, categories: {}, tokens: 100, accuracy: 90 };
};
const { name: architecture, specification, settings } = blstm;
const base = { version: 2, seed: 1, architecture, specification, settings } as const;
const joint = (change: Partial<JointLearning>): SingleConfiguration => {
  return { ...base, task: 'joint', joint: { ...defaultJointLearning, ...change } };
};
const train = (labellingRate?: number): SingleConfiguration => {
  return { ...base, task: 'train', ...(labellingRate !== undefined && { labellingRate }) };
};

function run(configuration: RunConfiguration, f1: number, change: Partial<RunResult> = {}): RunState {
  const result = {
    tests: { main: of(f1) },
    model: { kind: 'spans' },
    repetitions: [],
    ...change,
  } as unknown as RunResult;
  const request = { configuration, corpora: { target }, models: {}, name: '' };
  return { ...idleRun, status: 'finished', request, result };
}

describe('F1 against the labelling rate', () => {
  it('has a line a way of sharing and one without transfer, by growing rate', () => {
    const runs = [
      run(joint({ sharing: 'encoder', rate: 0.1 }), 70),
      run(train(), 90),
      run(joint({ sharing: 'encoder', rate: 0.01 }), 60),
      run(joint({ sharing: 'all', rate: 0 }), 40),
      run(train(0.1), 55),
    ];
    const { lines } = labellingRates(runs, target) ?? { lines: [] };
    expect(lines.map(({ name, points }) => [name, ...points.map(({ rate, f1 }) => [rate, f1])])).toEqual([
      ['T-A', [0, 40]],
      ['T-B', [0.01, 60], [0.1, 70]],
      ['No transfer', [0.1, 55], [1, 90]],
    ]);
  });

  it('takes the mean of several runs at one rate, and of several seeds of one', () => {
    const repetitions = [50, 60].map((f1) => ({ tests: { main: of(f1) } })) as unknown as RunResult['repetitions'];
    const repeat: RunConfiguration = { task: 'repeat', version: 2, run: joint({ rate: 0.1 }), seeds: [1, 2] };
    const runs = [run(repeat, 60, { repetitions }), run(joint({ rate: 0.1 }), 65)];
    expect(labellingRates(runs, target)?.lines[0]?.points).toEqual([{ rate: 0.1, f1: 60, runs: 2 }]);
  });

  it('does not mix what differs in more than its rate', () => {
    const runs = [
      run(joint({ rate: 0.1 }), 70),
      { ...run({ ...joint({ rate: 0.1 }), architecture: 'seq2seq' } as RunConfiguration, 50) },
    ];
    expect(labellingRates(runs, target)?.lines.map(({ name }) => name)).toEqual(['T-B, blstm', 'T-B, seq2seq']);
  });

  it('is of one target in one state, and shown for joint runs alone', () => {
    expect(labellingRates([run(train(), 90)], target)).toBeNull();
    expect(labellingRates([run(joint({}), 90)], { ...target, revision: 2 })).toBeNull();
  });
});

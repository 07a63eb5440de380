/** How deep a parameter lies is known for every task's, shared or not. */
import { beforeAll, expect, it } from 'vitest';
import { openTestBackend } from '../../kernels/testing.ts';
import { sharings } from '../../protocol/configuration.ts';
import { createRandom } from '../../text/random.ts';
import { RunControl } from '../../training/control.ts';
import { smallSplits, training } from '../testing.ts';
import { jointLearner } from './jointLearner.ts';

beforeAll(() => openTestBackend('cpu'));

it.each(sharings)('a layer lies as deep in every task (sharing: %s)', async (sharing) => {
  const { specification, settings } = training('bilstm-crf');
  const task = (seed: number) => {
    const { train, dev } = smallSplits(seed);
    return { name: `${seed}`, train, dev, categories: train.categories };
  };
  const lesson = { name: 'all', architecture: 'bilstm-crf', specification, settings, sharing, targetShare: 0.5 };
  const learner = await jointLearner(
    { ...lesson, target: task(1), sources: [task(2)], vectors: null, gazetteers: [], given: undefined },
    createRandom(1),
    new RunControl(),
  );
  const { parameters, depths } = learner.trainable;
  const expected = {
    outputLayer: 0,
    transitions: 0,
    wordLayer: 1,
    characterLayer: 2,
    wordTable: 3,
    characterTable: 3,
  };
  for (const [name, parameter] of Object.entries(parameters)) {
    const part = name.replace('source 1/', '').split('.')[0] as keyof typeof expected;
    expect(depths.get(parameter), name).toBe(expected[part]);
  }
  expect(Object.keys(parameters).some((name) => name.startsWith('source 1/'))).toBe(sharing !== 'all');
  learner.dispose();
});

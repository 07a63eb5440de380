import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import type { TrainConfiguration } from '../protocol/configuration.ts';
import type { Engine, RunRequest } from '../protocol/engine.ts';
import { sentencesOf } from '../text/examples.ts';
import { adapting, asking, smallSplits, testEnvironment, training } from './testing.ts';

const folder = fileURLToPath(new URL('../../test/parity/fixtures/checkpoints/electra', import.meta.url));
const splits = smallSplits(1);
let engine: Engine;
let request: RunRequest;

beforeAll(async () => {
  ({ engine } = await testEnvironment({ corpus: splits }, 'wasm'));
  const files = readdirSync(folder).map((path) => ({ path, bytes: new Uint8Array(readFileSync(`${folder}/${path}`)) }));
  const { encoder } = await engine.loadCheckpoint('electra', files);
  const run: TrainConfiguration = training('bert-tagger', { epochs: 1 });
  const configuration = { ...run, specification: { ...run.specification, encoder: encoder.specification } };
  request = { ...asking(configuration, 'corpus'), models: { encoder: encoder.id } };
});

it('is told of the corpus at hand, and nothing is left behind', async () => {
  const tensors = memory().numTensors;
  const cost = await engine.measureCost(request);
  expect(memory().numTensors).toBe(tensors);
  // 60 sentences in batches of 8.
  expect(cost.steps).toBe(8);
  const words = [...sentencesOf(splits.train), ...sentencesOf(splits.dev)];
  expect(cost.pieces).toBeGreaterThanOrEqual(words.reduce((sum, { length }) => sum + length + 2, 0));
  expect(cost.rows).toBeLessThanOrEqual(8 * cost.longest);
  expect(cost.secondsAnEpoch).toBeGreaterThan(0);
});

it('is told of an adaptation too, and a run that is asked for meanwhile comes after it, as if it had been alone', async () => {
  const alone = await engine.run(request, () => {});
  const measuring = engine.measureCost(request);
  const beside = await engine.run(request, () => {});
  await measuring;
  expect(beside.tests).toEqual(alone.tests);
  expect(beside.stages[0]?.records[0]?.loss).toBe(alone.stages[0]?.records[0]?.loss);
  const adaptation = asking(adapting({}, { frozenLayers: 1 }), 'corpus', alone.model.id);
  expect((await engine.measureCost(adaptation)).steps).toBe(8);
});

it('is not told of networks that read words', async () => {
  await expect(engine.measureCost(asking(training('blstm'), 'corpus'))).rejects.toThrow('over a transformer');
});

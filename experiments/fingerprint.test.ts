import { expect, it } from 'vitest';
import { smallSplits, training } from '../workers/engine/testing.ts';
import type { TrainConfiguration } from '../workers/protocol/configuration.ts';
import { fingerprintOf } from './fingerprint.ts';

const sumOf = (configuration: TrainConfiguration) =>
  fingerprintOf(
    { key: 'one', configuration, target: smallSplits(1), vectors: false },
    { adapted: undefined, vectors: undefined },
  );

it('a result counts as long as its settings are the same, and where one came later that has its default', () => {
  const now = training('blstm');
  const { layerDecay: _, ...before } = now.settings;
  expect(sumOf(now)).toBe(sumOf({ ...now, settings: before as TrainConfiguration['settings'] }));
  expect(sumOf(training('blstm', { layerDecay: 0.5 }))).not.toBe(sumOf(now));
  expect(sumOf(training('blstm', { dropout: 0.2 }))).not.toBe(sumOf(now));
});

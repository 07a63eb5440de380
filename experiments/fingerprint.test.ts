import { expect, it } from 'vitest';
import { adapting, smallSplits, training } from '../workers/engine/testing.ts';
import type { AdaptConfiguration, TrainConfiguration } from '../workers/protocol/configuration.ts';
import { fingerprintOf } from './fingerprint.ts';

const sumOf = (configuration: TrainConfiguration) =>
  fingerprintOf(
    { key: 'one', configuration, target: smallSplits(1), vectors: false },
    { adapted: undefined, vectors: undefined },
  );

it('a result counts as long as its settings are the same, and where one came later that has its default', () => {
  const now = training('blstm');
  const { layerDecay: _, frozenLayers: __, outputRate: ___, ...later } = now.settings;
  const { loraRank: ____, loraScale: _____, loraPlaces: ______, ...before } = later;
  expect(sumOf(now)).toBe(sumOf({ ...now, settings: before as TrainConfiguration['settings'] }));
  expect(sumOf(training('blstm', { layerDecay: 0.5 }))).not.toBe(sumOf(now));
  expect(sumOf(training('blstm', { dropout: 0.2 }))).not.toBe(sumOf(now));
});

it('a yardstick counts, and a field of the adaptation that came later counts where it is not its default', () => {
  const trial = { key: 'one', configuration: adapting({}), target: smallSplits(1), vectors: false };
  const rest = { adapted: 'source', vectors: undefined };
  const plain = fingerprintOf(trial, rest);
  const { kinds: _kinds, distil: _distil, mix: _mix, ...before } = trial.configuration.adaptation;
  const earlier = { ...trial.configuration, adaptation: before } as AdaptConfiguration;
  expect(fingerprintOf({ ...trial, configuration: earlier }, rest)).toBe(plain);
  expect(fingerprintOf({ ...trial, configuration: adapting({ distil: 1 }) }, rest)).not.toBe(plain);
  const measured = (seed: number) => fingerprintOf({ ...trial, yardstick: smallSplits(seed) }, rest);
  expect(measured(2)).not.toBe(plain);
  expect(measured(3)).not.toBe(measured(2));
});

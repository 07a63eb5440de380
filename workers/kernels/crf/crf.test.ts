import {
  grads,
  mul,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tensor,
  tidy,
} from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import {
  expectClose,
  onEachBackend,
  randomValues,
  readFixture,
  type TestBackend,
  tensorOf,
  testBesideReference,
  toleranceOf,
  type Written,
} from '../testing.ts';
import { crfLogPartition, crfMarginals, crfViterbi } from './operation.ts';
import { crfBestPath, crfForward, crfGradient } from './reference.ts';

interface Outcome {
  logPartition: Written;
  gradients: { emissions: Written; transitions: Written };
}

const { crf } = readFixture<{
  crf: Outcome & {
    emissions: Written;
    transitions: Written;
    lengths: Written;
    allowed: Written;
    weights: Written;
    restricted: Outcome;
    marginals: Written;
    path: Written;
    score: Written;
  };
}>('kernels');

interface Parts {
  emissions: Tensor3D;
  transitions: Tensor2D;
  lengths: Tensor1D;
  weights: Tensor1D;
  allowed?: Tensor3D;
}

/** All results of the CRF, and the gradients of sum(weights · log Z). Disposes its inputs. */
async function run({ emissions, transitions, lengths, weights, allowed }: Parts) {
  const results = tidy(() => {
    const loss = (e: Tensor, p: Tensor) =>
      sum(mul(crfLogPartition(e as Tensor3D, p as Tensor2D, lengths, { allowed }), weights));
    const { path, score } = crfViterbi(emissions, transitions, lengths);
    const marginals = crfMarginals(emissions, transitions, lengths);
    const total = crfLogPartition(emissions, transitions, lengths, { allowed });
    return [total, ...grads(loss)([emissions, transitions]), marginals, score, path];
  }) as Tensor[];
  const values = await Promise.all(results.map((t) => t.data()));
  for (const t of [emissions, transitions, lengths, weights, ...(allowed ? [allowed] : []), ...results]) t.dispose();
  const [total, ofEmissions, ofTransitions, marginals, score] = values as Float32Array[];
  return {
    total: total!,
    ofEmissions: ofEmissions!,
    ofTransitions: ofTransitions!,
    marginals: marginals!,
    score: score!,
    path: values[5]!,
  };
}

/** A random case against the reference. The reference has zeros where the backend has `padding`. */
async function againstReference(
  backend: TestBackend,
  tags: number,
  time: number,
  lengths: number[],
  seed: number,
  padding = 0,
  scale = 3,
) {
  const batch = lengths.length;
  const shape = { batch, time, tags };
  const emissions = randomValues(batch * time * tags, seed, scale);
  const allowed = randomValues(batch * time * tags, seed + 1).map((x) => (x > 0.2 ? 1 : 0));
  const padWith = (value: number) =>
    lengths.forEach((length, b) => {
      for (const values of [emissions, allowed]) values.fill(value, (b * time + length) * tags, (b + 1) * time * tags);
    });
  // Near −1e4, single precision has no thousandths. So nothing is forbidden where few tags could force it.
  const transitions = randomValues((tags + 2) ** 2, seed + 2).map((x) => (x > 0.7 && tags > 5 ? -1e4 : 2 * x));
  const weights = randomValues(batch, seed + 3);
  const ids = Int32Array.from(lengths);
  const tolerance = toleranceOf(backend);
  for (const restriction of [undefined, allowed]) {
    padWith(0);
    const forward = crfForward(shape, emissions, transitions, ids, { allowed: restriction });
    const expected = crfGradient(shape, emissions, transitions, ids, { allowed: restriction }, forward, weights);
    const free = crfForward(shape, emissions, transitions, ids);
    const each = new Float32Array(batch).fill(1);
    const probabilities = crfGradient(shape, emissions, transitions, ids, {}, free, each);
    const best = crfBestPath(shape, emissions, transitions, ids);
    padWith(padding);
    const actual = await run({
      emissions: tensor(emissions, [batch, time, tags]),
      transitions: tensor(transitions, [tags + 2, tags + 2]),
      lengths: tensor(ids, [batch], 'int32'),
      weights: tensor(weights, [batch]),
      ...(restriction && { allowed: tensor(restriction, [batch, time, tags]) as Tensor3D }),
    });
    expectClose(actual.total, forward.logPartition, 1e-4, 'log-partition');
    expectClose(actual.ofEmissions, expected.emissions, tolerance, 'gradient of emissions');
    expectClose(actual.ofTransitions, expected.transitions, tolerance, 'gradient of transitions');
    expectClose(actual.marginals, probabilities.emissions, tolerance, 'marginals');
    expectClose(actual.score, best.score, 1e-4, 'best score');
    expect([...actual.path]).toEqual([...best.path]);
  }
}

onEachBackend((backend) => {
  const parts = (): Parts => ({
    emissions: tensorOf(crf.emissions),
    transitions: tensorOf(crf.transitions),
    lengths: tensorOf(crf.lengths, 'int32'),
    weights: tensorOf(crf.weights),
  });

  test('agrees with enumerating every sequence: log-partition, gradients, marginals, best path', async () => {
    const actual = await run(parts());
    expectClose(actual.total, crf.logPartition.values, 1e-4, 'log-partition');
    expectClose(actual.ofEmissions, crf.gradients.emissions.values, 1e-4, 'gradient of emissions');
    expectClose(actual.ofTransitions, crf.gradients.transitions.values, 1e-4, 'gradient of transitions');
    expectClose(actual.marginals, crf.marginals.values, 1e-4, 'marginals');
    expectClose(actual.score, crf.score.values, 1e-4, 'best score');
    expect([...actual.path]).toEqual(crf.path.values);
  });

  test('sums over the allowed sequences only, and over all tags where a step allows none', async () => {
    const actual = await run({ ...parts(), allowed: tensorOf(crf.allowed) });
    expectClose(actual.total, crf.restricted.logPartition.values, 1e-4, 'log-partition');
    expectClose(actual.ofEmissions, crf.restricted.gradients.emissions.values, 1e-4, 'gradient of emissions');
    expectClose(actual.ofTransitions, crf.restricted.gradients.transitions.values, 1e-4, 'gradient of transitions');
  });

  testBesideReference(
    backend,
    'agrees with the reference on ragged batches, forbidden transitions and odd numbers of tags',
    async () => {
      await againstReference(backend, 1, 1, [1], 3);
      await againstReference(backend, 2, 3, [3, 1, 0], 5);
      await againstReference(backend, 17, 9, [9, 4, 1, 7, 9], 7);
      await againstReference(backend, 33, 6, [6, 2], 9);
    },
  );

  testBesideReference(backend, 'agrees with the reference over 512 steps with large emissions', async () => {
    await againstReference(backend, 5, 512, [512, 300], 11, 0, 20);
  });

  test('never reads padding that holds NaN', async () => {
    await againstReference(backend, 6, 7, [7, 3, 0, 1], 13, Number.NaN);
  });

  test('stays finite where every sequence takes a forbidden transition', async () => {
    const emissions = randomValues(12, 1);
    const result = await run({
      emissions: tensor(emissions, [1, 4, 3]),
      transitions: tensor(new Float32Array(25).fill(-1e4), [5, 5]),
      lengths: tensor([4], [1], 'int32'),
      weights: tensor([1], [1]),
    });
    for (const values of Object.values(result)) for (const value of values) expect(Number.isFinite(value)).toBe(true);
    // Five transitions of equal cost, and steps that are independent.
    const steps = [0, 3, 6, 9].map((at) =>
      Math.log(emissions.subarray(at, at + 3).reduce((sum, x) => sum + Math.exp(x), 0)),
    );
    expectClose(result.total, [steps.reduce((sum, step) => sum + step, -5e4)], 1e-6);
  });
});

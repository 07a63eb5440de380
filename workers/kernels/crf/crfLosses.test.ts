/**
 * The CRF's losses, and its paths under conditions: backends against the reference, the reference against enumeration.
 */
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
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  expectClose,
  onEachBackend,
  randomValues,
  readFixture,
  tensorOf,
  testBesideReference,
  toleranceOf,
  type Written,
} from '../testing.ts';
import { crfLogPartition, crfLoss, crfMargin, crfViterbi } from './operation.ts';
import {
  type CrfConditions,
  type CrfGradients,
  type CrfShape,
  crfBestPath,
  crfForward,
  crfGradient,
  crfLossForward,
  crfLossGradient,
  crfMarginForward,
  crfMarginGradient,
} from './reference.ts';

interface Outcome {
  values: Written;
  gradients: { emissions: Written; transitions: Written };
}

const fixture = readFixture<{
  crfLosses: Record<'emissions' | 'transitions' | 'lengths' | 'allowed' | 'gold' | 'cost' | 'weights', Written> &
    Record<'loss' | 'costly' | 'margin', Outcome> & { constrained: { path: Written; score: Written } };
}>('kernels').crfLosses;

interface Case extends CrfShape {
  emissions: Float32Array;
  transitions: Float32Array;
  lengths: Int32Array;
  allowed: Float32Array;
  gold: Int32Array;
  cost: Float32Array;
  weights: Float32Array;
}

const operations = ['sum', 'loss', 'costly', 'margin'] as const;
type Outcomes = Record<(typeof operations)[number], { values: ArrayLike<number> } & CrfGradients>;

interface Answers extends Outcomes {
  paths: { path: ArrayLike<number>; score: ArrayLike<number> }[]; // under a restriction, a cost, and both
}

/** All results of a case on the current backend. */
async function answers(given: Case): Promise<Answers> {
  const { batch, time, tags } = given;
  const cells: [number, number, number] = [batch, time, tags];
  const parts = {
    emissions: tensor(given.emissions, cells) as Tensor3D,
    transitions: tensor(given.transitions, [tags + 2, tags + 2]) as Tensor2D,
    lengths: tensor(given.lengths, [batch], 'int32') as Tensor1D,
    allowed: tensor(given.allowed, cells) as Tensor3D,
    gold: tensor(given.gold, [batch, time], 'int32') as Tensor2D,
    cost: tensor(given.cost, cells) as Tensor3D,
    weights: tensor(given.weights, [batch]) as Tensor1D,
  };
  const { emissions, transitions, lengths, allowed, gold, cost, weights } = parts;
  const forms: Record<(typeof operations)[number], (e: Tensor3D, p: Tensor2D) => Tensor1D> = {
    sum: (e, p) => crfLogPartition(e, p, lengths, { allowed, cost }),
    loss: (e, p) => crfLoss(e, p, lengths, { allowed }),
    costly: (e, p) => crfLoss(e, p, lengths, { allowed, cost }),
    margin: (e, p) => crfMargin(e, p, lengths, gold, cost),
  };
  const results = tidy(() => [
    ...operations.flatMap((name) => [
      forms[name](emissions, transitions),
      ...grads((e, p) => sum(mul(forms[name](e as Tensor3D, p as Tensor2D), weights)))([emissions, transitions]),
    ]),
    ...[{ allowed }, { cost }, { allowed, cost }].flatMap((options) => {
      const { path, score } = crfViterbi(emissions, transitions, lengths, options);
      return [path, score];
    }),
  ]) as Tensor[];
  const values = (await Promise.all(results.map((result) => result.data()))) as Float32Array[];
  for (const each of [...Object.values(parts), ...results]) each.dispose();
  const outcomes = operations.map((name, n) => {
    const [ofValues, ofEmissions, ofTransitions] = values.slice(3 * n) as [Float32Array, Float32Array, Float32Array];
    return [name, { values: ofValues, emissions: ofEmissions, transitions: ofTransitions }];
  });
  const rest = values.slice(3 * operations.length);
  const paths = [0, 2, 4].map((n) => ({ path: rest[n] as Float32Array, score: rest[n + 1] as Float32Array }));
  return { ...(Object.fromEntries(outcomes) as Outcomes), paths };
}

/** All results of a case by the reference. */
function expectedOf(given: Case): Answers {
  const { emissions, transitions, lengths, allowed, gold, cost, weights } = given;
  const scored = [given, emissions, transitions, lengths] as const;
  const lossUnder = (conditions: CrfConditions) => {
    const { loss, alpha } = crfLossForward(...scored, conditions);
    return { values: loss, ...crfLossGradient(...scored, conditions, { alpha }, weights) };
  };
  const forward = crfForward(...scored, { allowed, cost });
  const { margin, path } = crfMarginForward(...scored, gold, cost);
  return {
    sum: { values: forward.logPartition, ...crfGradient(...scored, { allowed, cost }, forward, weights) },
    loss: lossUnder({ allowed }),
    costly: lossUnder({ allowed, cost }),
    margin: { values: margin, ...crfMarginGradient(given, lengths, gold, path, weights) },
    paths: [{ allowed }, { cost }, { allowed, cost }].map((conditions) => crfBestPath(...scored, conditions)),
  };
}

/**
 * The difference of two probabilities may be 0, so its tolerance is the rounding of the probabilities, which are up to
 * 1.
 */
function expectCloseShares(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number, what: string) {
  expectClose([1, ...Array.from(actual)], [1, ...Array.from(expected)], tolerance, what);
}

function expectSame(actual: Answers, expected: Answers, tolerance: number): void {
  for (const name of operations) {
    expectClose(actual[name].values, expected[name].values, tolerance, name);
    expectCloseShares(actual[name].emissions, expected[name].emissions, tolerance, `${name}, gradient of emissions`);
    expectCloseShares(
      actual[name].transitions,
      expected[name].transitions,
      tolerance,
      `${name}, gradient of transitions`,
    );
  }
  expected.paths.forEach(({ path, score }, n) => {
    expect(Array.from(actual.paths[n]?.path ?? [])).toEqual(Array.from(path));
    expectClose(actual.paths[n]?.score ?? [], score, 1e-4, `score ${n}`);
  });
}

/**
 * Padding is filled with `padding`, and some steps allow nothing. Some transitions are forbidden where there are enough
 * tags to avoid them: near −1e4, single precision has no thousandths.
 */
function randomCase(tags: number, time: number, ofLengths: number[], seed: number, padding = 0, scale = 3): Case {
  const batch = ofLengths.length;
  const cells = batch * time * tags;
  const given = {
    batch,
    time,
    tags,
    emissions: randomValues(cells, seed, scale),
    allowed: randomValues(cells, seed + 1).map((x) => (x > 0.2 ? 1 : 0)),
    transitions: randomValues((tags + 2) ** 2, seed + 2).map((x) => (x > 0.7 && tags > 5 ? -1e4 : 2 * x)),
    weights: randomValues(batch, seed + 3),
    gold: Int32Array.from(randomValues(batch * time, seed + 4), (x) => Math.floor(((x + 1) / 2) * tags)),
    cost: randomValues(cells, seed + 5).map(Math.abs),
    lengths: Int32Array.from(ofLengths),
  };
  ofLengths.forEach((length, b) => {
    for (const values of [given.emissions, given.allowed, given.cost]) {
      values.fill(padding, (b * time + length) * tags, (b + 1) * time * tags);
    }
    // A tag outside the tags must do no harm on padding.
    given.gold.fill(Number.isNaN(padding) ? 1_000_000 : 0, b * time + length, (b + 1) * time);
  });
  return given;
}

onEachBackend((backend) => {
  const tolerance = toleranceOf(backend);

  test('agrees with PyTorch: losses with and without a cost, the margin, and paths under both conditions', async () => {
    const { lengths, gold, emissions, transitions, allowed, cost, weights } = fixture;
    const [batch, time, tags] = emissions.shape as [number, number, number];
    const actual = await answers({
      batch,
      time,
      tags,
      emissions: Float32Array.from(emissions.values),
      transitions: Float32Array.from(transitions.values),
      lengths: Int32Array.from(lengths.values),
      allowed: Float32Array.from(allowed.values),
      gold: Int32Array.from(gold.values),
      cost: Float32Array.from(cost.values),
      weights: Float32Array.from(weights.values),
    });
    for (const name of ['loss', 'costly', 'margin'] as const) {
      expectClose(actual[name].values, fixture[name].values.values, 1e-4, name);
      expectClose(actual[name].emissions, fixture[name].gradients.emissions.values, 1e-4, `${name}, emissions`);
      expectClose(actual[name].transitions, fixture[name].gradients.transitions.values, 1e-4, `${name}, transitions`);
    }
    expect(Array.from(actual.paths[2]?.path ?? [])).toEqual(fixture.constrained.path.values);
    expectClose(actual.paths[2]?.score ?? [], fixture.constrained.score.values, 1e-4, 'score');
  });

  testBesideReference(
    backend,
    'agrees with the reference on ragged batches, one tag, one sentence, and odd numbers of tags',
    async () => {
      for (const given of [
        randomCase(1, 1, [1], 3),
        randomCase(1, 4, [4, 0, 1], 4),
        randomCase(2, 3, [3, 1, 0], 5),
        randomCase(17, 9, [9, 4, 1, 7, 9], 7),
        randomCase(33, 6, [6, 2], 9),
      ]) {
        expectSame(await answers(given), expectedOf(given), tolerance);
      }
    },
  );

  testBesideReference(backend, 'agrees with the reference over 512 steps with large emissions', async () => {
    const given = randomCase(5, 512, [512, 300, 1], 11, 0, 20);
    expectSame(await answers(given), expectedOf(given), tolerance);
  });

  test('never reads padding that holds NaN, or tags outside the tags', async () => {
    const padded = (padding: number) => randomCase(6, 7, [7, 3, 0, 1], 13, padding);
    expectSame(await answers(padded(Number.NaN)), expectedOf(padded(0)), tolerance);
  });

  test('has no margin and no gradient where the gold tags win by more than the cost, to the last bit', async () => {
    const given = randomCase(5, 30, [30, 11], 17);
    const { path } = crfBestPath(given, given.emissions, given.transitions, given.lengths);
    const { margin } = await answers({ ...given, gold: path, cost: given.cost.fill(0) });
    for (const values of Object.values(margin))
      expect(Array.from(values as ArrayLike<number>).every((value) => Object.is(Math.abs(value), 0))).toBe(true);
  });

  test('breaks ties alike where all paths are equally good, in paths and in gradients', async () => {
    const given = randomCase(4, 6, [6, 5, 1], 19);
    given.emissions.fill(0);
    given.transitions.fill(0);
    given.cost.fill(1);
    given.gold.forEach((tag, token) => {
      given.cost[4 * token + tag] = 0;
    });
    const expected = expectedOf(given);
    expect(Array.from(expected.margin.values)).toEqual([6, 5, 1]);
    expectSame(await answers(given), expected, tolerance);
  });

  test('refuses shapes that do not agree, and names them', () => {
    const [emissions, transitions] = [tensorOf<Tensor3D>(fixture.emissions), tensorOf<Tensor2D>(fixture.transitions)];
    const wrong = tensor([0, 0], [2], 'int32') as Tensor1D;
    expect(() => crfLoss(emissions, transitions, wrong, { allowed: emissions })).toThrow(/lengths \[2\]/);
    for (const each of [emissions, transitions, wrong]) each.dispose();
  });
});

/** All sequences of `length` tags. */
function everyPath(tags: number, length: number): number[][] {
  if (length === 0) return [[]];
  return everyPath(tags, length - 1).flatMap((path) => Array.from({ length: tags }, (_, tag) => [...path, tag]));
}

test('the reference agrees with enumerating every sequence', () => {
  const sizes = fc.record({ tags: fc.integer({ min: 1, max: 3 }), length: fc.nat(4), seed: fc.nat(1e6) });
  fc.assert(
    fc.property(sizes, ({ tags, length, seed }) => {
      const given = randomCase(tags, length + 1, [length], seed);
      const { emissions, transitions, allowed, cost, gold, lengths } = given;
      const [side, start, end] = [tags + 2, tags, tags + 1];
      const scoreOf = (path: number[], added?: Float32Array) => {
        if (path.length === 0) return 0;
        const steps = path.map((tag, t) => {
          const cell = t * tags + tag;
          return transitions[(path[t - 1] ?? start) * side + tag]! + emissions[cell]! + (added?.[cell] ?? 0);
        });
        return steps.reduce((total, step) => total + step, transitions[path.at(-1)! * side + end]!);
      };
      const paths = everyPath(tags, length);
      const isAllowed = (path: number[]) =>
        path.every((tag, t) => {
          const row = allowed.subarray(t * tags, (t + 1) * tags);
          return row[tag]! > 0 || row.every((x) => x === 0);
        });
      const logSum = (scores: number[]) => {
        const top = Math.max(...scores);
        return top + Math.log(scores.reduce((total, score) => total + Math.exp(score - top), 0));
      };
      const expected = expectedOf(given);
      const agreeing = paths.filter(isAllowed);
      const all = logSum(paths.map((path) => scoreOf(path, cost)));
      const close = (actual: ArrayLike<number>, value: number, what: string) =>
        expect(Math.abs((actual[0] as number) - value), what).toBeLessThan(
          1e-5 * Math.max(1, Math.abs(value), Math.abs(all)),
        );
      close(expected.sum.values, logSum(agreeing.map((path) => scoreOf(path, cost))), 'sum');
      close(expected.costly.values, all - logSum(agreeing.map((path) => scoreOf(path))), 'costly');
      close(
        expected.loss.values,
        logSum(paths.map((path) => scoreOf(path))) - logSum(agreeing.map((path) => scoreOf(path))),
        'loss',
      );
      const best = Math.max(...paths.map((path) => scoreOf(path, cost)));
      close(expected.margin.values, best - scoreOf([...gold.subarray(0, length)]), 'margin');
      const chosen = crfBestPath(given, emissions, transitions, lengths, { allowed, cost });
      const top = Math.max(...agreeing.map((path) => scoreOf(path, cost)));
      close(chosen.score, top, 'score');
      close([scoreOf([...chosen.path.subarray(0, length)], cost)], top, 'path');
      expect(isAllowed([...chosen.path.subarray(0, length)])).toBe(true);
    }),
    { numRuns: 200 },
  );
});

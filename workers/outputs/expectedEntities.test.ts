/** The share of entity tokens that an output expects, and what it learns from it. */
import { grad, type Scalar, type Tensor, type Tensor1D, type Tensor3D, tensor, tidy } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { onEachBackend, randomValues } from '../kernels/testing.ts';
import { drawnParameters } from '../layers/parameters.ts';
import { disposeParts, partSource } from '../layers/part.ts';
import { createRandom } from '../text/random.ts';
import { entityRatioLoss } from './entityRatio.ts';
import { createOutput } from './registry.ts';

const [features, time] = [4, 5];
const lengths = [5, 2];
const input = randomValues(2 * time * features, 5, 2);

const outputOf = (kind: 'crf' | 'softmax' | 'directional-softmax') => {
  const specification = { kind, scheme: 'iob2', ...(kind === 'crf' && { objective: 'likelihood' }) } as never;
  return createOutput(specification, ['A', 'B'], features, partSource(drawnParameters(createRandom(3))), 0);
};

const given = () => tensor(input, [2, time, features]) as Tensor3D;
const sizes = () => tensor(lengths, [2], 'int32') as Tensor1D;

async function numbersOf(work: () => Tensor): Promise<Float32Array> {
  const made = tidy(work);
  const values = Float32Array.from(await made.data());
  made.dispose();
  return values;
}

onEachBackend(() => {
  test.each(['crf', 'softmax', 'directional-softmax'] as const)(
    'of a %s it is the sum of what its probabilities say, and so is its gradient',
    async (kind) => {
      const output = outputOf(kind);
      const outside = output.tags.indexOf('O');
      const tags = output.tags.length;
      const bySum = async (values: Float32Array) => {
        const all = await numbersOf(
          () => output.marginals(tensor(values, [2, time, features]) as Tensor3D, sizes()) as Tensor3D,
        );
        const inSentences = lengths.flatMap((length, row) => Array.from({ length }, (_, token) => row * time + token));
        return inSentences.reduce((sum, cell) => sum + 1 - (all[cell * tags + outside] as number), 0);
      };
      const [expected = Number.NaN] = await numbersOf(() => output.expectedEntities(given(), sizes()) as Scalar);
      expect(Math.abs(expected - (await bySum(Float32Array.from(input))))).toBeLessThan(5e-3);
      const gradient = await numbersOf(() =>
        grad((values) => output.expectedEntities(values as Tensor3D, sizes()) as Scalar)(given()),
      );
      for (let at = 0; at < 8; at++) {
        const moved = (by: number) => Float32Array.from(input, (value, place) => value + (place === at ? by : 0));
        const numeric = ((await bySum(moved(0.05))) - (await bySum(moved(-0.05)))) / 0.1;
        expect(Math.abs((gradient[at] as number) - numeric)).toBeLessThan(1e-2);
      }
      disposeParts([output]);
    },
  );

  test('costs nothing within the margin, and ten times what goes beyond it', async () => {
    const output = outputOf('crf');
    const [entities = Number.NaN] = await numbersOf(() => output.expectedEntities(given(), sizes()) as Scalar);
    const share = entities / 7;
    const cost = async (expected: number) =>
      (await numbersOf(() => entityRatioLoss(output, given(), sizes(), expected) as Scalar))[0];
    expect(share).toBeGreaterThan(0.3);
    expect(await cost(share + 0.04)).toBe(0);
    expect(await cost(share - 0.25)).toBeCloseTo(2, 2);
    disposeParts([output]);
  });
});

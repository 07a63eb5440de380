import { grads, mul, sum, type Tensor, type Tensor1D, type Tensor2D, tensor, tidy } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import {
  expectClose,
  onEachBackend,
  randomValues,
  readFixture,
  tensorOf,
  testBesideReference,
  type Written,
} from '../testing.ts';
import { type ConvolutionInputs, convolutionMaxima } from './operation.ts';
import { type ConvolutionShape, convolutionForward, convolutionGradient } from './reference.ts';

const { convolution: fixtures } = readFixture<{
  convolution: (Record<'table' | 'bias' | 'ids' | 'lengths' | 'maxima' | 'upstream', Written> & {
    gradients: Record<'table' | 'bias', Written>;
  })[];
}>('bilstmCnn');

/** The maxima, and the gradients of sum(maxima · upstream) in table and bias. Disposes what it was given. */
async function run(given: ConvolutionInputs, upstream: Tensor): Promise<Float32Array[]> {
  const { table, bias, ids, lengths } = given;
  const apply = (t: Tensor, b: Tensor) =>
    convolutionMaxima({ table: t as Tensor2D, bias: b as Tensor1D, ids, lengths });
  const results = tidy(() => [
    apply(table, bias),
    ...grads((t: Tensor, b: Tensor) => sum(mul(apply(t, b), upstream)))([table, bias]),
  ]);
  expect(results.map(({ shape }) => shape)).toEqual([upstream.shape, table.shape, bias.shape]);
  const values = (await Promise.all(results.map((result) => result.data()))) as Float32Array[];
  for (const each of [...Object.values(given), upstream, ...results]) each.dispose();
  return values;
}

async function againstReference(shape: ConvolutionShape, lengths: number[], wild = 0): Promise<void> {
  const { spellings, longest, characters, width, filters } = shape;
  const table = randomValues(characters * width * filters, 1);
  const bias = randomValues(filters, 2);
  const range = characters + 2 * wild;
  const ids = Int32Array.from(randomValues(spellings * longest, 3), (x) => Math.floor(((x + 1) / 2) * range) - wild);
  const upstream = randomValues(spellings * filters, 4);
  const actual = await run(
    {
      table: tensor(table, [characters, width * filters]),
      bias: tensor(bias, [filters]),
      ids: tensor(ids, [spellings, longest], 'int32'),
      lengths: tensor(lengths, [spellings], 'int32'),
    },
    tensor(upstream, [spellings, filters]),
  );
  const { maxima, positions } = convolutionForward(shape, table, bias, ids, Int32Array.from(lengths));
  const expected = convolutionGradient(shape, ids, Int32Array.from(lengths), positions, upstream);
  expectClose(actual[0] ?? [], maxima, 1e-4, 'maxima');
  expectClose(actual[1] ?? [], expected.table, 1e-4, 'gradient of the table');
  expectClose(actual[2] ?? [], expected.bias, 1e-4, 'gradient of the bias');
}

onEachBackend((backend) => {
  test.each(fixtures)('agrees with PyTorch, forward and gradients (case %#)', async (fixture) => {
    const { table, bias, ids, lengths, maxima, upstream, gradients } = fixture;
    const given = {
      table: tensorOf<Tensor2D>(table),
      bias: tensorOf<Tensor1D>(bias),
      ids: tensorOf<Tensor2D>(ids, 'int32'),
      lengths: tensorOf<Tensor1D>(lengths, 'int32'),
    };
    const actual = await run(given, tensorOf(upstream));
    expectClose(actual[0] ?? [], maxima.values, 1e-5, 'maxima');
    expectClose(actual[1] ?? [], gradients.table.values, 1e-5, 'gradient of the table');
    expectClose(actual[2] ?? [], gradients.bias.values, 1e-5, 'gradient of the bias');
  });

  testBesideReference(backend, 'agrees with the reference whatever the sizes, also for many words', async () => {
    const lengths = Array.from(randomValues(700, 5), (x) => Math.floor((x + 1) * 10));
    await againstReference({ spellings: 700, longest: 20, characters: 80, width: 3, filters: 53 }, lengths);
    await againstReference({ spellings: 3, longest: 1, characters: 1, width: 1, filters: 1 }, [1, 0, 1]);
    await againstReference({ spellings: 5, longest: 6, characters: 4, width: 9, filters: 6 }, [6, 5, 1, 0, 3]);
  });

  testBesideReference(backend, 'reads ids outside the table as silence, and lengths as far as there is room', () =>
    againstReference({ spellings: 4, longest: 5, characters: 3, width: 3, filters: 5 }, [9, -2, 5, 3], 2),
  );

  test('gives the first of equal windows the gradient, and an empty word nothing', async () => {
    const given = {
      table: tensor([1, 1], [2, 1]) as Tensor2D,
      bias: tensor([-3]) as Tensor1D,
      ids: tensor([1, 0, 1, 0], [2, 2], 'int32') as Tensor2D,
      lengths: tensor([2, 0], [2], 'int32') as Tensor1D,
    };
    const [maxima, table, bias] = await run(given, tensor([5, 7], [2, 1]));
    expect([...(maxima ?? [])]).toEqual([-2, 0]);
    expect([...(table ?? [])]).toEqual([0, 5]);
    expect([...(bias ?? [])]).toEqual([5]);
  });

  test('refuses shapes that do not agree', () => {
    const given = {
      table: tensor([1, 2, 3], [1, 3]) as Tensor2D,
      bias: tensor([1, 2]) as Tensor1D,
      ids: tensor([0], [1, 1], 'int32') as Tensor2D,
      lengths: tensor([1], [1], 'int32') as Tensor1D,
    };
    expect(() => convolutionMaxima(given)).toThrow('shapes do not agree');
    for (const each of Object.values(given)) each.dispose();
  });
});

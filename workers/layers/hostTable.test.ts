/** What is said of a whole table on the device (embedding.test.ts) holds of one whose rows the host keeps, but for the memory it takes. */
import { memory, square, sum, type Variable } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { roomLeft } from '../kernels/backend.ts';
import { onEachBackend } from '../kernels/testing.ts';
import { createRandom } from '../text/random.ts';
import { Optimizer, type ParameterGroup } from '../training/optimizer.ts';
import { HostTable } from './hostTable.ts';
import { storedParameters } from './parameters.ts';
import { disposeParts } from './part.ts';

const rows = 12;
const dimension = 3;
const values = Float32Array.from({ length: rows * dimension }, (_, at) => Math.fround(Math.sin(at)));
const row = (all: Float32Array, id: number) => [...all.subarray(id * dimension, (id + 1) * dimension)];

function tableOf(numbers = values, count = rows): HostTable {
  const weights = { 'pieces.rows': { shape: [count, dimension], values: numbers } };
  return new HostTable('pieces', count, dimension, storedParameters(weights));
}

async function read(table: HostTable, ...ids: number[]): Promise<number[]> {
  const looked = table.apply(Int32Array.from(ids));
  expect(looked.shape).toEqual([ids.length, dimension]);
  const numbers = [...(await looked.data())];
  looked.dispose();
  return numbers;
}

/** Steps on batches of ids, each by a rule with decay. */
async function learn(table: HostTable, batches: readonly (readonly number[])[]): Promise<Float32Array> {
  const group: ParameterGroup = { parameters: table.parameters, rate: () => 0.1, decay: 0.01 };
  const optimizer = new Optimizer([group], { optimizer: 'adamw', momentum: 0, clip: 0.5 });
  for (const ids of batches) optimizer.step(() => sum(square(table.apply(Int32Array.from(ids))))).dispose();
  optimizer.dispose();
  return (await table.weight()).values;
}

onEachBackend((backend) => {
  test('rows are read from the host as long as none learns, and zeros where there is none', async () => {
    const before = memory().numTensors;
    const table = tableOf();
    expect(table.parameters).toEqual({});
    expect(await read(table, 11, 0, -1, 12, 4)).toEqual([
      ...[...row(values, 11), ...row(values, 0)],
      ...[0, 0, 0, 0, 0, 0],
      ...row(values, 4),
    ]);
    expect((await table.weight()).values).toBe(values);
    expect(memory().numTensors).toBe(before);
  });

  test('the rows that learn are on the device, and those beside them read as before', async () => {
    const before = memory().numTensors;
    const table = tableOf();
    table.learn([7, 2, 7, -1, 12]);
    table.learn([2, 5]);
    const { 'pieces.rows': learning } = table.parameters;
    expect(learning?.shape).toEqual([3, dimension]);
    expect(memory().numTensors).toBe(before + 1);
    for (const id of [2, 5, 7, 3, 0]) expect(await read(table, id)).toEqual(row(values, id));
    expect(await read(table, 3, 7, -1, 2)).toEqual([
      ...[...row(values, 3), ...row(values, 7)],
      ...[0, 0, 0],
      ...row(values, 2),
    ]);
    disposeParts([{ parts: [table] }]);
    expect(memory().numTensors).toBe(before);
  });

  test('some rows learn to the same bits as all of them, and the others stay as they are, decay or not', async () => {
    const given = values.slice();
    const [some, all] = [tableOf(given), tableOf(given)];
    some.learn([9, 1, 4, 6]);
    all.learn(Array(rows).keys());
    const random = createRandom(2);
    const batches = Array.from({ length: 5 }, () => Array.from({ length: 4 }, () => [9, 1, 4][random.integer(3)] ?? 0));
    const [learned, whole] = [await learn(some, batches), await learn(all, batches)];
    expect(learned).toEqual(whole);
    for (const id of [9, 1, 4]) expect(row(learned, id)).not.toEqual(row(values, id));
    // 6 may learn, and no step has read it.
    for (const id of [0, 2, 3, 5, 6, 7, 8, 10, 11]) expect(row(learned, id)).toEqual(row(values, id));
    expect(given).toEqual(values);
    disposeParts([{ parts: [some] }, { parts: [all] }]);
  });

  test('what was learned stays where further rows join', async () => {
    const table = tableOf();
    table.learn([3]);
    const learned = row(await learn(table, [[3], [3]]), 3);
    table.learn([1, 8]);
    expect(await read(table, 3, 8)).toEqual([...learned, ...row(values, 8)]);
    expect(row((await table.weight()).values, 3)).toEqual(learned);
    disposeParts([{ parts: [table] }]);
  });

  test('a step that reads a row past those that learn is no step: it would not learn', () => {
    const table = tableOf();
    table.learn([3]);
    const optimizer = new Optimizer([{ parameters: table.parameters, rate: () => 1, decay: 0 }], {
      ...{ optimizer: 'sgd', momentum: 0, clip: 1 },
    });
    expect(() => optimizer.step(() => sum(table.apply(Int32Array.of(3, 4))))).toThrow('not among those to learn');
    optimizer.dispose();
    disposeParts([{ parts: [table] }]);
  });

  test('the whole of it learns as any parameter: all rows decay, and the gradient is of its shape', async () => {
    const table = tableOf();
    const variable: Variable = table.learnWhole();
    expect(variable.shape).toEqual([rows, dimension]);
    const learned = await learn(table, [[3]]);
    for (let id = 0; id < rows; id++) expect(row(learned, id)).not.toEqual(row(values, id));
    disposeParts([{ parts: [table] }]);
  });

  test.skipIf(backend === 'cpu')('rows that the device has no room for are refused with the figures', () => {
    const before = memory().numTensors;
    // Two rows: the optimizer needs twice their size in one piece where all learn.
    const { tensor } = roomLeft();
    const wide = Math.floor(tensor / 16) + 1;
    const weights = { 'pieces.rows': { shape: [2, wide], values: new Float32Array(2 * wide) } };
    const table = new HostTable('pieces', 2, wide, storedParameters(weights));
    expect(() => table.learnWhole()).toThrow(
      /Of the table pieces 2 rows are to learn: [\d.]+ [GM]B, and [\d.]+ [GM]B beside them for the optimizer; the device (takes|has) [\d.]+ [GM]B/,
    );
    expect(table.parameters).toEqual({});
    expect(memory().numTensors).toBe(before);
  });

  test('numbers of the whole table are narrowed to the rows that learn, and widened again', () => {
    const table = tableOf();
    table.learn([7, 2]);
    const ofRows = { shape: [rows, 1], values: Float32Array.from({ length: rows }, (_, id) => id) };
    const narrowed = table.narrowed(ofRows);
    expect(narrowed).toEqual({ shape: [2, 1], values: Float32Array.of(2, 7) });
    expect([...table.widened(narrowed).values]).toEqual([0, 0, 2, 0, 0, 0, 0, 7, 0, 0, 0, 0]);
    expect([...table.narrowed({ shape: [rows, dimension], values }).values]).toEqual([
      ...row(values, 2),
      ...row(values, 7),
    ]);
    disposeParts([{ parts: [table] }]);
  });
});

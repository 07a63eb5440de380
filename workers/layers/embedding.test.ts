import { memory } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { onEachBackend } from '../kernels/testing.ts';
import { disposeParts } from './part.ts';
import { tableOf } from './testing.ts';

const values = Float32Array.of(1, 2, 3, 4, 5, 6);

onEachBackend(() => {
  const read = async (table: ReturnType<typeof tableOf>, ...ids: number[]) => {
    const rows = table.apply(Int32Array.from(ids), [ids.length]);
    expect(rows.shape).toEqual([ids.length, 2]);
    const numbers = [...(await rows.data())];
    rows.dispose();
    return numbers;
  };

  test('a table gives the rows that are asked for, and zeros for padding', async () => {
    const table = tableOf(2, values.slice());
    expect(await read(table, 2, 0, 1)).toEqual([5, 6, 0, 0, 3, 4]);
    disposeParts([{ parts: [table] }]);
  });

  test('entries that are appended have their rows behind the old ones, and the text says which', async () => {
    const table = tableOf(2, values.slice());
    const before = table.vocabulary;
    const tensors = memory().numTensors;
    await table.append(['entry 3', 'entry 4'], Float32Array.of(7, 8, 9, 10));
    expect(memory().numTensors).toBe(tensors);
    expect(await read(table, 1, 2, 3, 4)).toEqual([3, 4, 5, 6, 7, 8, 9, 10]);
    expect(table.vocabulary).not.toBe(before);
    expect(table.vocabulary.rows.get('entry 2')).toBe(2);
    expect(table.vocabulary.rows.get('entry 4')).toBe(4);
    expect(table.texts).toEqual({ 'word.words': ['entry 0', 'entry 1', 'entry 2', 'entry 3', 'entry 4'] });
    disposeParts([{ parts: [table] }]);
  });

  test('a table to which nothing is appended stays the same object', async () => {
    const table = tableOf(2, values.slice());
    const before = table.vocabulary;
    await table.append([], new Float32Array());
    expect(table.vocabulary).toBe(before);
    disposeParts([{ parts: [table] }]);
  });
});

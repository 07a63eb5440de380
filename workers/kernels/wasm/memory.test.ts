/** The memory of tfjs's WASM module when it is used up: told, thrown, and gone with the module. */
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { add, engine, fill, tensor1d } from '@tensorflow/tfjs-core';
import { afterAll, expect, test } from 'vitest';
import { openNodeBackend } from '../../../cli/nodeEngine.ts';
import { GraftError } from '../../protocol/errors.ts';
import { memoryUsedUp, onDeviceError } from '../deviceErrors.ts';
import type { Allocator } from './memory.ts';

const told: string[] = [];
const endWatch = onDeviceError(({ problem }) => told.push(problem.code));
afterAll(endWatch);

const moduleInUse = () => (engine().findBackend('wasm') as BackendWasm).wasm as unknown as Allocator;

test('an allocation that fails is told and thrown, and what is opened next begins with an empty memory', async () => {
  await openNodeBackend('wasm');
  const before = moduleInUse();
  const kept = fill([64], 1);
  // Nothing is written to it: four gigabytes are addressed, and none are taken.
  const takeAll = () => {
    for (let times = 0; times < 8; times++) before._malloc(2 ** 30);
  };
  expect(takeAll).toThrow(GraftError);
  expect(told).toEqual([memoryUsedUp]);
  kept.dispose();

  await openNodeBackend('wasm');
  expect(moduleInUse()).not.toBe(before);
  const numbers = tensor1d([1, 2, 3]);
  expect([...(await add(numbers, numbers).data())]).toEqual([2, 4, 6]);
  expect(told).toHaveLength(1);
}, 120_000);

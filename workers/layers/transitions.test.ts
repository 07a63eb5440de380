import { memory, type Variable } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openTestBackend } from '../kernels/testing.ts';
import { createRandom } from '../text/random.ts';
import { drawnParameters, storedParameters } from './parameters.ts';
import { disposeParts } from './part.ts';
import { type Permitted, TransitionsLayer } from './transitions.ts';

/** Tags, start and end, where everything may be but what is listed. */
function permittedBut(tags: number, ...forbidden: readonly (readonly [number, number])[]): Permitted {
  const sides = Array.from({ length: tags + 2 }, (_, side) => side);
  const isForbidden = (from: number, to: number) => forbidden.some(([a, b]) => a === from && b === to);
  return sides.map((from) => sides.map((to) => to !== tags && from !== tags + 1 && !isForbidden(from, to)));
}

function layerOf(permitted: Permitted, scores: readonly number[]): TransitionsLayer {
  const side = permitted.length;
  const weights = { 'transitions.scores': { shape: [side, side], values: Float32Array.from(scores) } };
  return new TransitionsLayer('transitions', permitted, storedParameters(weights));
}

const numbered = (side: number) => Array.from({ length: side * side }, (_, entry) => entry + 1);
const scoresOf = (layer: TransitionsLayer) => [...(layer.parameters['transitions.scores'] as Variable).dataSync()];
const dispose = (layer: TransitionsLayer) => disposeParts([{ parts: [layer] }]);

/** Counts up from 1000, so that each number drawn is seen, and hands on what was trained. */
function counting(): { draw: (trained: Float32Array) => () => number; trained: () => number[]; drawn: () => number } {
  let drawn = 0;
  let from: number[] = [];
  const draw = (trained: Float32Array) => {
    from = [...trained];
    return () => 1000 + drawn++;
  };
  return { draw, trained: () => from, drawn: () => drawn };
}

beforeAll(() => openTestBackend('cpu'));

describe('transitions', () => {
  it('begin at 0, and read far below anything learned where a transition is forbidden', () => {
    const permitted = permittedBut(2, [0, 1]);
    const layer = new TransitionsLayer('transitions', permitted, drawnParameters(createRandom(1)));
    expect(scoresOf(layer)).toEqual(new Array(16).fill(0));
    const applied = layer.apply();
    expect(applied.shape).toEqual([4, 4]);
    const values = [...applied.dataSync()];
    expect(values.map((value) => value === 0)).toEqual(permitted.flat());
    for (const value of values) expect(value === 0 || value < -1000).toBe(true);
    applied.dispose();
    dispose(layer);
  });

  it('move start and end behind the new tags when they grow, and keep every old score, forbidden or not', async () => {
    const layer = layerOf(permittedBut(2, [0, 1]), numbered(4));
    await layer.grow(permittedBut(5, [0, 1], [4, 4]), counting().draw);
    const grown = scoresOf(layer);
    expect(grown).toHaveLength(49);
    const place = (before: number) => (before < 2 ? before : before + 3);
    for (let from = 0; from < 4; from++) {
      for (let to = 0; to < 4; to++) expect(grown[place(from) * 7 + place(to)]).toBe(from * 4 + to + 1);
    }
    dispose(layer);
  });

  it('draw what is new from the trained scores that count, for what may be alone', async () => {
    const forbidden = [0, 1] as const;
    const permitted = permittedBut(2, forbidden);
    const layer = layerOf(permitted, numbered(4));
    const { draw, trained, drawn } = counting();
    const after = permittedBut(3, forbidden, [2, 0]);
    await layer.grow(after, draw);
    expect(trained()).toEqual(numbered(4).filter((_, entry) => permitted.flat()[entry]));
    const isNew = (side: number) => side === 2;
    const grown = scoresOf(layer);
    let fresh = 0;
    after.forEach((row, from) => {
      row.forEach((may, to) => {
        if (!isNew(from) && !isNew(to)) return;
        const value = grown[from * 5 + to] as number;
        expect(may ? value >= 1000 : value === 0, `${from} → ${to}`).toBe(true);
        if (may) fresh++;
      });
    });
    expect(drawn()).toBe(fresh);
    dispose(layer);
  });

  it('forbid, once grown, what the grown scheme forbids', async () => {
    const layer = layerOf(permittedBut(1), numbered(3));
    const after = permittedBut(2, [1, 0]);
    await layer.grow(after, () => () => 0);
    const applied = layer.apply();
    expect([...applied.dataSync()].map((value) => value > -1000)).toEqual(after.flat());
    applied.dispose();
    dispose(layer);
  });

  it('let go of what they replace when they grow', async () => {
    const before = memory().numTensors;
    const layer = layerOf(permittedBut(2), numbered(4));
    const built = memory().numTensors;
    await layer.grow(permittedBut(4), () => () => 0);
    expect(memory().numTensors).toBe(built);
    dispose(layer);
    expect(memory().numTensors).toBe(before);
  });

  it('are, between tags that stand for several, the mean of what may be; start and end stay behind', async () => {
    const layer = layerOf(permittedBut(3, [0, 1]), numbered(5));
    await layer.regroup(permittedBut(2), [[2], [0, 1]]);
    const old = (from: number, to: number) => numbered(5)[5 * from + to] as number;
    const mean = (...values: number[]) => values.reduce((sum, value) => sum + value) / values.length;
    const made = scoresOf(layer);
    expect(made[0]).toBe(old(2, 2));
    expect(made[1]).toBe(mean(old(2, 0), old(2, 1)));
    expect(made[4]).toBe(mean(old(0, 2), old(1, 2)));
    // From the first to the second no path led.
    expect(made[5]).toBeCloseTo(mean(old(0, 0), old(1, 0), old(1, 1)), 5);
    expect([made[2], made[3]]).toEqual([old(2, 3), old(2, 4)]);
    expect(made[4 * 2 + 1]).toBe(mean(old(3, 0), old(3, 1)));
    dispose(layer);
  });
});

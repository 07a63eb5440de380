import { memory, type Tensor1D, type Tensor3D, tensor } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { openTestBackend } from '../kernels/testing.ts';
import { createRandom } from '../text/random.ts';
import { allowedTransitions, tagSet } from '../text/schemes.ts';
import { CrfOutput } from './crf.ts';

const features = 4;

function features3d(seed: number, batch: number, time: number): Tensor3D {
  const random = createRandom(seed);
  const values = Float32Array.from({ length: batch * time * features }, () => random.normal(0, 3));
  return tensor(values, [batch, time, features]) as Tensor3D;
}

const lengthsOf = (lengths: number[]) => tensor(lengths, [lengths.length], 'int32') as Tensor1D;

beforeAll(() => openTestBackend('cpu'));

describe('the CRF output', () => {
  it.each(['bioes', 'iob2'] as const)('never decodes a transition that %s forbids', async (scheme) => {
    const tags = tagSet(['Person', 'Place'], scheme);
    const { start, end, between } = allowedTransitions(tags, scheme);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(1e6),
        fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 4 }),
        async (seed, lengths) => {
          const output = new CrfOutput(features, tags, scheme, createRandom(seed));
          const time = Math.max(...lengths);
          const [input, sizes] = [features3d(seed, lengths.length, time), lengthsOf(lengths)];
          const decoded = await output.decode(input, sizes);
          lengths.forEach((length, row) => {
            const path = [...decoded.tags.slice(row * time, row * time + length)];
            expect(start[path[0] as number]).toBe(true);
            expect(end[path.at(-1) as number]).toBe(true);
            for (let step = 1; step < length; step++) {
              expect(between[path[step - 1] as number]?.[path[step] as number]).toBe(true);
            }
          });
          for (const each of [input, sizes, ...Object.values(output.parameters)]) each.dispose();
        },
      ),
      { numRuns: 40 },
    );
  });

  it('gives probabilities that sum to 1 over the sequences of a short sentence', async () => {
    const tags = ['A', 'B', 'C'];
    const output = new CrfOutput(features, tags, null, createRandom(1));
    const [input, sizes] = [features3d(2, 1, 2), lengthsOf([2])];
    let total = 0;
    for (const first of [0, 1, 2]) {
      for (const second of [0, 1, 2]) {
        const allowed = new Float32Array(6);
        allowed[first] = 1;
        allowed[3 + second] = 1;
        const only = tensor(allowed, [1, 2, 3]) as Tensor3D;
        const loss = output.loss(input, only, sizes);
        total += Math.exp(-(loss.dataSync()[0] ?? 0));
        only.dispose();
      }
    }
    expect(total).toBeCloseTo(1, 4);
  });

  it('moves start and end behind the new tags when it grows, and keeps every old transition', async () => {
    const before = tagSet(['Person'], 'bioes');
    const output = new CrfOutput(features, before, 'bioes', createRandom(1));
    const side = before.length + 2;
    const marked = Float32Array.from({ length: side * side }, (_, entry) => entry + 1);
    output.parameters['crf.transitions']?.assign(tensor(marked, [side, side]));
    await output.grow(['B-New', 'I-New', 'E-New', 'S-New'], 'zeros', createRandom(1));
    const grown = await output.parameters['crf.transitions']?.data();
    const place = (index: number) => (index < before.length ? index : index + 4);
    for (let from = 0; from < side; from++) {
      for (let to = 0; to < side; to++) {
        expect(grown?.[place(from) * (side + 4) + place(to)]).toBe(from * side + to + 1);
      }
    }
  });

  it('draws matched rows from the mean and deviation of the trained, with the forbidden left out of the count', async () => {
    const tags = tagSet(['Person', 'Place'], 'bioes');
    const output = new CrfOutput(features, tags, 'bioes', createRandom(1));
    const { start, end, between } = allowedTransitions(tags, 'bioes');
    const side = tags.length + 2;
    const values = new Float32Array(side * side).fill(500);
    for (let from = 0; from < tags.length; from++) {
      for (let to = 0; to < tags.length; to++) if (between[from]?.[to]) values[from * side + to] = 7;
      if (start[from]) values[tags.length * side + from] = 7;
      if (end[from]) values[from * side + tags.length + 1] = 7;
    }
    output.parameters['crf.transitions']?.assign(tensor(values, [side, side]));
    await output.grow(['B-New', 'I-New', 'E-New', 'S-New'], 'matched', createRandom(1));
    const grown = (await output.parameters['crf.transitions']?.data()) ?? [];
    // O → S-New is allowed: its entry can only come from the allowed ones, which are all 7.
    expect(grown[12]).toBeCloseTo(7, 5);
  });

  it('lets go of what it replaces when it grows', async () => {
    const output = new CrfOutput(features, tagSet(['Person'], 'bioes'), 'bioes', createRandom(1));
    const before = memory().numTensors;
    await output.grow(['B-New', 'I-New', 'E-New', 'S-New'], 'normal', createRandom(1));
    expect(memory().numTensors).toBe(before);
  });
});

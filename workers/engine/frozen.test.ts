/**
 * An adaptation that freezes what was transferred: the network below the tags comes out bit for bit as it went in, and no
 * gradient of it is computed.
 */
import { engine as tensors } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { architectures } from '../protocol/architectures.ts';
import type { Engine } from '../protocol/engine.ts';
import { adapting, asking, smallSplits, testEnvironment, training } from './testing.ts';

let engine: Engine;
beforeAll(async () => {
  ({ engine } = await testEnvironment({ source: smallSplits(1, ['Product']), target: smallSplits(10) }, 'wasm'));
});

/** What has rows by tags. */
const ofTags = ['outputLayer', 'outputLayer.forward', 'outputLayer.backward', 'transitions'];
const isOfTags = (name: string) =>
  ofTags.includes(name.slice(0, name.lastIndexOf('.'))) || name.endsWith('.embeddings');

async function weightsOf(model: string): Promise<Readonly<Record<string, Weights>>> {
  const { unpackBundle } = await import('../bundle/bundle.ts');
  return unpackBundle('a.graft', await engine.exportModel(model)).weights;
}

describe.each(architectures)('a frozen $name', ({ name }) => {
  it('changes what it has of the tags, and nothing else', async () => {
    const source = (await engine.run(asking(training(name, { epochs: 2 }), 'source'), () => {})).model;
    const configuration = adapting({ newCategories: ['Product'], freeze: true }, { epochs: 2 });
    const runKernel = vi.spyOn(tensors(), 'runKernel');
    const { model } = await engine.run(asking(configuration, 'target', source.id), () => {});
    const gradients = new Set(runKernel.mock.calls.map(([kernel]) => kernel).filter((each) => /Gradient$/.test(each)));
    runKernel.mockRestore();
    const [before, after] = [await weightsOf(source.id), await weightsOf(model.id)];
    expect(Object.keys(after)).toEqual(Object.keys(before));
    for (const [key, { shape, values }] of Object.entries(before)) {
      // What has grown, by words or by tags, has grown at its ends: the old entries keep their places.
      const kept = entriesWithin(shape, after[key] as Weights);
      const changed = kept.filter((value, n) => value !== values[n]).length;
      if (isOfTags(key)) expect(changed, key).toBeGreaterThan(0);
      else expect(changed, key).toBe(0);
    }
    expect(Object.keys(after).filter(isOfTags)).toHaveLength(name === 'blstm' ? 2 : name === 'bilstm-cnn' ? 4 : 3);
    // A decoder looks its labels up in a table as well; LANER's go through an LSTM of their own.
    const above: Readonly<Record<string, RegExp>> = { seq2seq: /Embedding/, laner: /Embedding|Lstm/ };
    const below = ['Lstm', 'Gru', 'Convolution', 'Embedding'].filter((kernel) => !above[name]?.test(kernel));
    for (const kernel of gradients) expect(kernel).not.toMatch(new RegExp(below.join('|')));
    expect(gradients.size).toBeGreaterThan(0);
  });
});

interface Weights {
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
}

/** The entries of a tensor whose indices a smaller shape has as well, in the smaller one's order. */
function entriesWithin([first = 1, ...inner]: readonly number[], { shape, values }: Weights): number[] {
  if (shape.length === 0) return Array.from(values);
  const stride = values.length / (shape[0] as number);
  return Array.from({ length: first }, (_, at) => {
    const part = Array.from(values).slice(at * stride, (at + 1) * stride);
    return entriesWithin(inner, { shape: shape.slice(1), values: part });
  }).flat();
}

/** The memory of a training run over batches of varying lengths, step by step. */
import { setBackend } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasWebgpuEnvironment } from '../../../scripts/webgpu-environment.ts';
import { knownExamples, smallTagger } from '../../models/testing.ts';
import { trainingBatches } from '../../text/batches.ts';
import type { Example } from '../../text/examples.ts';
import { createRandom } from '../../text/random.ts';
import { atConstantRate, Optimizer } from '../../training/optimizer.ts';
import { openTestBackend } from '../testing.ts';
import { closeDevice, openedDevice } from './device.ts';

/** The members of tfjs's pool that its types keep private. */
interface Pool {
  numBytesUsed: number;
  numBytesAllocated: number;
  readonly freeBuffers: Map<string, GPUBuffer[]>;
  acquireBuffer(size: number, usage: number, mapped?: boolean, reuse?: boolean): GPUBuffer;
}

interface Held {
  readonly allocated: number;
  /** The peak in use until then, within and between steps. */
  readonly peak: number;
  /** Bytes of all buffers that the pool made until then. */
  readonly created: number;
}

const wordLengths = [1, 2, 3, 3, 4, 5, 6, 7, 9, 12];
const words = Array.from({ length: 300 }, (_, n) =>
  Array.from({ length: wordLengths[n % wordLengths.length] as number }, (__, k) =>
    String.fromCharCode(97 + ((n * 7 + k * n) % 26)),
  ).join(''),
);

/** Most sentences are short and some are long, as in any corpus. */
function inventedSentences(count: number): string[][] {
  const random = createRandom(4);
  return Array.from({ length: count }, () => {
    const length = 1 + Math.floor(44 * random.next() ** 2);
    return Array.from({ length }, () => words[random.integer(words.length)] as string);
  });
}

async function train(steps: number): Promise<Held[]> {
  const random = createRandom(3);
  const sizes = { characterEmbedding: 4, characterHidden: 3, wordEmbedding: 4, wordHidden: 5 };
  const sentences = inventedSentences(4 * steps);
  const tagger = smallTagger('bilstm-crf', { sentences, sizes, categories: ['Person'] });
  const all = knownExamples(tagger, sentences, (word) => tagger.output.tags[word.length % 5] as string);
  const optimizer = new Optimizer(atConstantRate(tagger.parameters, 0.02), {
    optimizer: 'adam',
    momentum: 0.9,
    clip: 1,
  });
  const dropout = { rate: 0.3, random: random.fork('dropout') };

  const pool = openedDevice()?.backend.bufferManager as unknown as Pool;
  let [created, peak] = [0, 0];
  const { acquireBuffer } = pool;
  pool.acquireBuffer = (size, usage, mapped, reuse) => {
    const isNew = (pool.freeBuffers.get(`${size}_${usage}`)?.length ?? 0) === 0;
    // Buffers for uploads are destroyed at once, and are no part of the pool.
    if (isNew && reuse !== false) created += size;
    const buffer = acquireBuffer.call(pool, size, usage, mapped, reuse);
    peak = Math.max(peak, pool.numBytesUsed);
    return buffer;
  };

  const held: Held[] = [];
  const lengths = sentences.map((sentence) => sentence.length);
  const batches = trainingBatches(lengths, { batching: 'sentences', batchSize: 4, batchTokens: 0, rounds: 1 }, random);
  for (const batch of batches) {
    const examples = batch.map((index) => all[index] as Example);
    const loss = optimizer.step(() => tagger.loss(examples, dropout));
    await loss.data();
    loss.dispose();
    held.push({ allocated: pool.numBytesAllocated, peak, created });
  }
  pool.acquireBuffer = acquireBuffer;
  optimizer.dispose();
  tagger.dispose();
  return held;
}

describe.runIf(hasWebgpuEnvironment())(
  'a run over batches of varying lengths',
  { timeout: 120_000, tags: ['webgpu'] },
  () => {
    beforeAll(() => openTestBackend('webgpu'));
    afterAll(async () => {
      await setBackend('cpu');
      closeDevice();
    });

    test('allocates at most twice the most that was in use, at every step', async () => {
      const steps = 40;
      const held = await train(steps);
      expect(held.length).toBe(steps);
      for (const { allocated, peak } of held) expect(allocated).toBeLessThanOrEqual(2 * peak);
      // Without the limit it would have been more.
      expect(held.at(-1)?.created).toBeGreaterThan(2 * (held.at(-1)?.peak ?? 0));
    });
  },
);

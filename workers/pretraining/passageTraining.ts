/** Passages of raw text as what the training loop learns from: batches as steps, and the loss on other passages as the score. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Dropout } from '../layers/dropout.ts';
import { depthsOf, type Layered, parametersOf } from '../layers/part.ts';
import type { Random } from '../text/random.ts';
import { createRandom } from '../text/random.ts';
import type { Measured, Trainable, TrainingStep } from '../training/loop.ts';

/** What the loop measures is the loss alone. */
export type NoFigures = Readonly<Record<string, never>>;

export interface EpochSize {
  readonly batchSize: number;
  /** At most so many; 0 is all. */
  readonly steps: number;
}

export interface PassageLesson<Passage, Batch> {
  readonly learned: readonly Passage[];
  readonly measured: readonly Passage[];
  readonly epoch: EpochSize;
  /** What is drawn for the batches that are measured comes from it. */
  readonly random: Random;
  /** Passages as the model reads them. */
  batchOf(passages: readonly Passage[], random: Random): Batch;
  /** The mean over what counts in the batch, a scalar. Without a mode nothing is left out and nothing learns. */
  loss(batch: Batch, mode: Dropout | null): Tensor;
  /** How much counts in the batch. */
  weightOf(batch: Batch): number;
  /** Told what share has been measured, between two batches. */
  readonly afterBatch: (fraction: number) => Promise<void>;
}

export function stepsOfEpoch(passages: number, { batchSize, steps }: EpochSize): number {
  const all = Math.ceil(passages / batchSize);
  return steps > 0 ? Math.min(steps, all) : all;
}

export function passageTraining<Passage, Batch>(
  model: Layered,
  lesson: PassageLesson<Passage, Batch>,
): Trainable<NoFigures> {
  const { learned, measured, epoch, random } = lesson;
  const held = batchesOf(measured, epoch.batchSize).map((passages, batch) =>
    lesson.batchOf(passages, random.fork(`batch ${batch}`)),
  );
  return {
    parameters: parametersOf(model),
    depths: depthsOf(model),
    steps(order) {
      const batches = batchesOf(order.shuffle(learned), epoch.batchSize);
      const draws = createRandom(order.integer(2 ** 32));
      return batches.slice(0, stepsOfEpoch(learned.length, epoch)).map(
        (passages, batch): TrainingStep => ({
          size: passages.length,
          loss: (mode) => lesson.loss(lesson.batchOf(passages, draws.fork(`batch ${batch}`)), mode),
        }),
      );
    },
    score: () => measure(lesson, held),
  };
}

async function measure<Passage, Batch>(
  { loss: lossOf, weightOf, afterBatch }: PassageLesson<Passage, Batch>,
  batches: readonly Batch[],
): Promise<Measured<NoFigures>> {
  let total = 0;
  let weights = 0;
  for (const [index, batch] of batches.entries()) {
    const mean = lossOf(batch, null);
    total += ((await mean.data())[0] ?? Number.NaN) * weightOf(batch);
    weights += weightOf(batch);
    mean.dispose();
    await afterBatch((index + 1) / batches.length);
  }
  const loss = total / weights;
  return { figures: {}, loss, criterion: loss, better: 'lower', found: true, perfect: false };
}

function batchesOf<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, n) => items.slice(n * size, (n + 1) * size));
}

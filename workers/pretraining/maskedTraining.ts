/**
 * Masked language modelling for the training loop: passages of text as steps, masked anew each time that they come round,
 * and the loss on other passages, masked once, as the score. Its exponential is the perplexity.
 */
import { depthsOf, parametersOf } from '../layers/part.ts';
import type { PretrainingSettings } from '../protocol/pretraining.ts';
import { type MaskedPassages, maskPassages } from '../text/masking.ts';
import type { Passage } from '../text/passages.ts';
import { createRandom, type Random } from '../text/random.ts';
import type { Measured, Trainable, TrainingStep } from '../training/loop.ts';
import type { MaskedModel } from './maskedModel.ts';

export interface MaskedLesson {
  readonly learned: readonly Passage[];
  readonly measured: readonly Passage[];
  readonly settings: PretrainingSettings;
  /** The masks of what is measured come from it. */
  readonly random: Random;
  /** Told what share has been measured, between two batches. */
  readonly afterBatch: (fraction: number) => Promise<void>;
}

/** What the loop measures is the loss of a piece alone. */
type NoFigures = Readonly<Record<string, never>>;

/** Steps of an epoch. */
export function stepsOfEpoch(passages: number, { batchSize, steps }: PretrainingSettings): number {
  const all = Math.ceil(passages / batchSize);
  return steps > 0 ? Math.min(steps, all) : all;
}

export function maskedTraining(model: MaskedModel, lesson: MaskedLesson): Trainable<NoFigures> {
  const { learned, measured, settings, random, afterBatch } = lesson;
  const { tokenizer } = model.encoder;
  const masked = (passages: readonly Passage[], stream: Random) =>
    maskPassages(passages, tokenizer, settings.masking, stream);
  const held = batchesOf(measured, settings.batchSize).map((passages, batch) =>
    masked(passages, random.fork(`batch ${batch}`)),
  );
  return {
    parameters: parametersOf(model),
    depths: depthsOf(model),
    outputVariables: model.headVariables,
    steps(order) {
      const batches = batchesOf(order.shuffle(learned), settings.batchSize);
      const masks = createRandom(order.integer(2 ** 32));
      return batches.slice(0, stepsOfEpoch(learned.length, settings)).map(
        (passages, batch): TrainingStep => ({
          size: passages.length,
          loss: (mode) => model.loss(masked(passages, masks.fork(`batch ${batch}`)), mode),
        }),
      );
    },
    score: () => measure(model, held, afterBatch),
  };
}

async function measure(
  model: MaskedModel,
  batches: readonly MaskedPassages[],
  afterBatch: (fraction: number) => Promise<void>,
): Promise<Measured<NoFigures>> {
  let total = 0;
  let pieces = 0;
  for (const [index, batch] of batches.entries()) {
    const mean = model.loss(batch, null);
    total += ((await mean.data())[0] ?? Number.NaN) * batch.rows.length;
    pieces += batch.rows.length;
    mean.dispose();
    await afterBatch((index + 1) / batches.length);
  }
  const loss = total / pieces;
  return { figures: {}, loss, criterion: loss, better: 'lower', found: true, perfect: false };
}

function batchesOf<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, n) => items.slice(n * size, (n + 1) * size));
}

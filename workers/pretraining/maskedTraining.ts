/**
 * Masked language modelling for the training loop: passages of text as steps, masked anew each time that they come round,
 * and the loss on other passages, masked once, as the score. Its exponential is the perplexity.
 */
import type { PretrainingSettings } from '../protocol/pretraining.ts';
import { type MaskedPassages, maskPassages } from '../text/masking.ts';
import type { Passage } from '../text/passages.ts';
import type { Trainable } from '../training/loop.ts';
import type { MaskedModel } from './maskedModel.ts';
import { type NoFigures, type PassageLesson, passageTraining } from './passageTraining.ts';

export interface MaskedLesson
  extends Pick<PassageLesson<Passage, MaskedPassages>, 'learned' | 'measured' | 'random' | 'afterBatch'> {
  readonly settings: PretrainingSettings;
}

export function maskedTraining(model: MaskedModel, { settings, ...lesson }: MaskedLesson): Trainable<NoFigures> {
  const { tokenizer } = model.encoder;
  const trainable = passageTraining(model, {
    ...lesson,
    epoch: settings,
    batchOf: (passages, random) => maskPassages(passages, tokenizer, settings.masking, random),
    loss: (batch, mode) => model.loss(batch, mode),
    weightOf: ({ rows }) => rows.length,
  });
  return { ...trainable, outputVariables: model.headVariables };
}

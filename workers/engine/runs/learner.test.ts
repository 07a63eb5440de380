/** A step in parts: the losses of its parts, each by its weight, are the loss of the whole. */
import { tidy } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openTestBackend } from '../../kernels/testing.ts';
import { knownExamples, singleTag, smallTagger } from '../../models/testing.ts';
import { createRandom } from '../../text/random.ts';
import type { TrainingStep } from '../../training/loop.ts';
import { stepOf } from './learner.ts';

const sentences = [
  ['Ada', 'moved', 'on'],
  ['yes'],
  ['is', 'Velby', 'far', 'from', 'Orrick', '?'],
  ['no', 'more'],
  ['Ada'],
];

beforeAll(() => openTestBackend('cpu'));

describe.each(['bilstm-crf', 'bilstm-cnn', 'bert-tagger', 'seq2seq', 'laner'])('a step of %s', (architecture) => {
  it.each([2, 3, 9])('in at most %i parts weighs each as the whole does', async (most) => {
    const tagger = smallTagger(architecture, { sentences });
    const examples = knownExamples(tagger, sentences, (word) => (word === 'Ada' ? singleTag(tagger, 'Person') : 'O'));
    const step = stepOf(tagger, examples, [0, 1, 2, 3, 4]);
    const parts = step.parts?.(most) ?? [];
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.length).toBeLessThanOrEqual(most);
    const weightOf = ({ size, weight = size }: TrainingStep) => weight;
    const lossOf = (of: TrainingStep) =>
      tidy(() => of.loss({ rate: 0, random: createRandom(1) })).dataSync()[0] ?? Number.NaN;
    const summed = parts.reduce((sum, part) => sum + (lossOf(part) * weightOf(part)) / weightOf(step), 0);
    expect(summed).toBeCloseTo(lossOf(step), 4);
    tagger.dispose();
  });
});

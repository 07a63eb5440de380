/**
 * Training that goes wrong says why. Users of such tools see F1 stay at 0 and learn nothing more; these are the causes
 * that can be told apart, each with what to do.
 */

import type { Problem } from '../protocol/errors.ts';
import { GraftError } from '../protocol/errors.ts';
import type { Scores } from '../protocol/scores.ts';
import type { TrainingSettings } from '../protocol/settings.ts';
import { counted } from '../text/counted.ts';

/** Above these, training more often falls apart than not. */
const highestSensibleRate = { sgd: 0.5, adagrad: 0.5, adam: 0.02, adamw: 0.02, nadam: 0.02 } as const;
const epochsOfPatienceWithZero = 5;
/** Networks that learn well from hundreds of steps have found nothing after so few. */
const fewSteps = 100;
const enoughSteps = 300;

export function rateTooHigh({ optimizer, learningRate }: TrainingSettings): Problem | null {
  const highest = highestSensibleRate[optimizer];
  if (learningRate <= highest) return null;
  return {
    code: 'learning-rate-high',
    message: `A learning rate of ${learningRate} is very high for ${optimizer}.`,
    remedy: `If the loss jumps or F1 stays low, try ${highest / 10} or less.`,
  };
}

export function lossNotFinite(epoch: number, { learningRate, optimizer, clip }: TrainingSettings): GraftError {
  return new GraftError({
    code: 'loss-not-finite',
    message: `In epoch ${epoch} the loss is no longer a number (${optimizer}, learning rate ${learningRate}, clip ${clip}).`,
    remedy: `Start again with a learning rate of ${Number((learningRate / 10).toPrecision(2))}.`,
  });
}

interface EpochFigures {
  readonly loss: number;
  readonly dev: Scores;
}

/**
 * What the epochs so far give reason to warn of; each warning comes once, in the epoch in which it becomes true.
 * @param sentences that are learned from.
 */
export function epochWarnings(
  epochs: readonly EpochFigures[],
  settings: TrainingSettings,
  sentences: number,
): Problem[] {
  const warnings: Problem[] = [];
  const last = epochs.at(-1);
  const first = epochs[0];
  if (!last || !first) return warnings;
  const risen = ({ loss }: EpochFigures) => loss > 2 * first.loss;
  if (risen(last) && epochs.filter(risen).length === 1) {
    warnings.push({
      code: 'loss-rises',
      message: `The loss has risen from ${first.loss.toPrecision(3)} to ${last.loss.toPrecision(3)}.`,
      remedy: `The learning rate of ${settings.learningRate} is probably too high: stop, and try a tenth of it.`,
    });
  }
  // The last one, where there are fewer: then it is the last chance to say so.
  const due = Math.min(epochsOfPatienceWithZero, settings.epochs);
  if (epochs.length === due && epochs.every(({ dev }) => dev.overall.f1 === 0)) {
    warnings.push(zeroF1(last.dev, settings, { epochs: due, sentences }));
  }
  return warnings;
}

interface Learned {
  readonly epochs: number;
  /** In each epoch. */
  readonly sentences: number;
}

function zeroF1({ overall }: Scores, settings: TrainingSettings, { epochs, sentences }: Learned): Problem {
  const { learningRate, batching, batchSize } = settings;
  const message = `F1 on the dev sentences is still 0 after ${epochs} ${epochs === 1 ? 'epoch' : 'epochs'}`;
  const steps = epochs * Math.ceil(sentences / batchSize);
  if (overall.support === 0) {
    return {
      code: 'no-dev-spans',
      message: `${message}: they hold no annotated span at all.`,
      remedy: 'Give dev sentences with annotations, or let a tenth of the training sentences be held out.',
    };
  }
  if (batching === 'sentences' && steps < fewSteps && epochs === settings.epochs) {
    return {
      code: 'few-steps',
      message: `${message}, which made ${counted(steps, 'step')} only of ${counted(sentences, 'sentence')}: too few for it to learn anything.`,
      remedy: `Give it more epochs (epochs), about ${Math.ceil((epochs * enoughSteps) / steps)}, or smaller batches (batchSize).`,
    };
  }
  if (overall.predicted === 0) {
    return {
      code: 'nothing-predicted',
      message: `${message}: the tagger calls every token O.`,
      remedy: `Usually the rate is too low for so few sentences (it is ${learningRate}), or more epochs or examples are needed.`,
    };
  }
  return {
    code: 'nothing-right',
    message: `${message}: ${overall.predicted} spans are found where ${overall.support} stand, and none is right.`,
    remedy: 'Look at the errors by kind: wrong boundaries everywhere point to another tokenization or tagging scheme.',
  };
}

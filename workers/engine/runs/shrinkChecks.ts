/** What is said where an encoder cannot be made smaller, or not as might be expected. */
import { GraftError, type Problem } from '../../protocol/errors.ts';

export function emptyText(name: string): GraftError {
  return new GraftError({
    code: 'shrinking-text',
    message: `There are no words in the text by which the pieces of ${name} are to be chosen.`,
    remedy: 'Give a text of the language and the field that it is for (--text).',
  });
}

export function tooManyLayers(wanted: number, all: number): GraftError {
  return new GraftError({
    code: 'shrinking-layers',
    message: `The encoder has ${all} layers, and ${wanted} are to be kept.`,
    remedy: `Keep ${all} at most (--layers), or all of them (0).`,
  });
}

export function noNearer(before: number, after: number): Problem {
  return {
    code: 'shrinking-no-nearer',
    message: `Its states came no nearer to the whole encoder’s: the error was ${before.toPrecision(3)} and is ${after.toPrecision(3)}.`,
    remedy: 'Lower the learning rate (--rate), give more text, or learn nothing (--steps 0).',
  };
}

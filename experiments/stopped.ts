/** What ends an experiment that its user wanted to end. */
import { GraftError } from '../workers/protocol/errors.ts';

export const stoppedHere = () =>
  new GraftError({
    code: 'run-stopped',
    message: 'The experiment was stopped. What it has so far is kept.',
    remedy: 'Give the same command again to go on.',
  });

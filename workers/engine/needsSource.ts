/** What is said where something is to be adapted and nothing is there. */
import { GraftError } from '../protocol/errors.ts';

export function needsSource(): GraftError {
  return new GraftError({
    code: 'no-source-model',
    message: 'There is no source model to adapt.',
    remedy: 'Load a source model, or train one.',
  });
}

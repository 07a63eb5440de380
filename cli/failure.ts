/**
 * How a command ends badly: status 1 where something failed (a file, the data, the training), status 2 where the command
 * itself was written wrongly and the help is what is needed, 130 where Ctrl-C came before a run had anything to keep, and
 * 141 where nobody reads the result on.
 */
import type { Problem } from '../workers/protocol/errors.ts';

/**
 * `unread` is what a shell says of `cat` and `grep`, which the signal SIGPIPE ends where the reader behind a pipe has
 * gone: a script that wants to know (`set -o pipefail`) can tell a cut result from a whole one, others see nothing. Of a
 * program that Ctrl-C ended a shell says 130; the signal ends ours too, so that a shell's loop around it ends as well.
 */
export const exitStatus = { fine: 0, failed: 1, wrongUsage: 2, interrupted: 130, unread: 141 } as const;

/** The command line asks for something that does not exist or does not go together. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * Problems that lie in what was asked for, though it takes the corpora or the model to see them: names that are not there, and
 * choices that do not go with each other or with the model. They end as what is wrong at first sight does.
 */
const foundLate: ReadonlySet<string> = new Set([
  'unknown-category',
  'known-category',
  'category-known',
  'category-twice',
  'category-not-in-corpus',
  'category-name',
  'category-kind',
  'no-category-left',
  'nothing-to-edit',
  'two-treatments',
  'nothing-to-weigh',
  'nothing-to-rehearse',
  'nothing-to-imagine',
  'output-soft',
  'adapters-encoder',
  'adapters-frozen',
  'adapters-pull',
  'output-consulted',
  'output-partial',
  'scheme-kind',
  'no-beam',
  'run-configuration',
]);

export const isWrongUsage = ({ code }: Problem): boolean => foundLate.has(code);

/** Whether a write failed because the reader at the other end of a pipe, such as `head`, has read enough. */
export function isBrokenPipe(thrown: unknown): boolean {
  return thrown instanceof Error && (thrown as NodeJS.ErrnoException).code === 'EPIPE';
}
